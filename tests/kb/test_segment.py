"""Words and bigrams."""

import subprocess
import sys
from pathlib import Path

import pytest

from kb.segment import Segmenter, bigrams, characters, fold, policy_terms


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter(["大数据局", "市大数据局", "市市场监管局"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到 2025 年末", "到2025年末"),
        ("衢政办发〔2024〕3 号", "衢政办发〔2024〕3号"),
        ("衢政办发[2024]第3号", "衢政办发〔2024〕3号"),
        ("衢政办发（２０２４）３号", "衢政办发〔2024〕3号"),
        ("第五十二条", "第52条"),
        ("第一百零三条第二款", "第103条第2款"),
        ("第52条", "第52条"),
        ("第十十条", "第十十条"),
        ("ＡＢ　增长", "ab增长"),
        ("Smart City", "smart city"),
        ("100 200", "100 200"),
        ("邮政\n快递", "邮政快递"),
        ("", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市大数据局", ["市大数据局", "大数据局", "大数据", "数据"]),
        ("市市场监管局、市大数据局", ["市市场监管局", "市大数据局"]),
        ("第五十二条", ["第52条"]),
        ("〔2024〕3 号", ["〔2024〕3号"]),
        ("97.5%", ["97.5%"]),
        ("老旧小区改造", ["老旧小区改造", "老旧小区", "小区", "改造"]),
        ("5G、GDP", ["5g", "gdp"]),
    ],
)
def test_words_hold(segmenter: Segmenter, text: str, expected: list[str]) -> None:
    found = segmenter.words(text)
    assert [word for word in expected if word not in found] == []


@pytest.mark.parametrize("text", ["", "。、，", "  \n", "——“”"])
def test_no_words(segmenter: Segmenter, text: str) -> None:
    assert segmenter.words(text) == []
    assert bigrams(text) == []
    assert characters(text) == []


def test_space_changes_no_word(segmenter: Segmenter) -> None:
    assert segmenter.words("到 2025 年末，\n建设 5 个") == segmenter.words("到2025年末，建设5个")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("快递进村", ["快递", "递进", "进村"]),
        ("超20亿元", ["超", "20", "亿元"]),
        ("市、县", ["市", "县"]),
        ("GDP", ["gdp"]),
    ],
)
def test_bigrams(text: str, expected: list[str]) -> None:
    assert bigrams(text) == expected


def test_characters() -> None:
    assert characters("快递 2025 年") == ["快", "递", "2025", "年"]


def test_every_policy_term_is_one_word() -> None:
    segmenter = Segmenter()
    assert [term for term in policy_terms() if segmenter.words(term)[0] != fold(term)] == []
    assert len(set(policy_terms())) == len(policy_terms())


def test_writes_nothing_and_says_nothing(tmp_path: Path, root: Path) -> None:
    code = "from kb.segment import Segmenter; print(len(Segmenter().words('邮政快递业发展')))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=root,
        env={"TMPDIR": str(tmp_path), "HOME": str(tmp_path), "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) > 0
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_hostile_text_is_cut_in_linear_time(segmenter: Segmenter) -> None:
    assert segmenter.words("第" * 20_000 + "一" * 20_000)
    assert fold(" " * 100_000 + "条") == "条"
