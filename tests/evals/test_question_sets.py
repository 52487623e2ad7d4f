import json

import pytest

from assistant.understand import Turn
from evals.question_sets import Gold, Question, SetError, read_jsonl, write_jsonl

QUESTION = {"id": "a", "question": "谁负责"}


def _write(tmp_path, *records, encoding="utf-8", end="\n"):
    path = tmp_path / "set.jsonl"
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records]
    path.write_bytes(end.join([*lines, ""]).encode(encoding))
    return path


def test_what_is_written_is_read(tmp_path):
    questions = (
        Question(id="a", question="谁\u2028负责？"),
        Question(
            id="b",
            kind="department_of_task",
            question="几家",
            history=(Turn("user", "农村快递"), Turn("assistant", "共\x85五家")),
            gold=(Gold("某办发〔2024〕3号", "责任单位：市教育局", 3), Gold("某条例")),
            gold_need="all",
            facts={"departments": ["市教育局"], "count": 5, "values": ["5家", 7]},
            note="n",
            generated=True,
        ),
        Question(id="c", question="没有的", answerable=False),
    )
    path = tmp_path / "some.jsonl"
    write_jsonl(questions, path)
    found = read_jsonl(path)
    assert found.questions == questions
    assert found.name == "some"
    assert found.digest() == read_jsonl(path).digest()


@pytest.mark.parametrize(("encoding", "end"), [("utf-8-sig", "\n"), ("utf-8", "\r\n")])
def test_a_mark_at_the_start_and_line_ends_of_windows_are_no_matter(tmp_path, encoding, end):
    path = _write(tmp_path, QUESTION, "", {**QUESTION, "id": "b"}, encoding=encoding, end=end)
    assert [question.id for question in read_jsonl(path).questions] == ["a", "b"]


def test_drafts_are_left_out_and_counted(tmp_path):
    path = _write(tmp_path, QUESTION, {**QUESTION, "id": "b", "draft": True})
    found = read_jsonl(path)
    assert [question.id for question in found.questions] == ["a"]
    assert found.notes == ("set.jsonl 里有 1 道草稿，没有计入",)
    assert len(read_jsonl(path, drafts=True).questions) == 2


def test_nothing_but_drafts_is_an_error(tmp_path):
    with pytest.raises(SetError, match="都是草稿"):
        read_jsonl(_write(tmp_path, {**QUESTION, "draft": True}))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "a"', "第 2 行不是 JSON："),
        ("[" * 100_000, "第 2 行不是 JSON："),
        ("[1]", "第 2 行不是 JSON 对象"),
        ({"id": "b"}, "第 2 行缺 id 或 question"),
        ({"id": 3, "question": "q"}, "第 2 行缺 id 或 question"),
        ({**QUESTION}, "第 2 行：编号 a 重复"),
        ({**QUESTION, "id": "b", "golds": []}, "第 2 行有不认识的字段 golds"),
        ({**QUESTION, "id": "b", "gold_need": "some"}, "gold_need 只能是 any 或 all"),
        ({**QUESTION, "id": "b", "answerable": "no"}, "的 answerable 要写成true 或 false"),
        ({**QUESTION, "id": "b", "gold": {"document": "d"}}, "的 gold 要写成数组"),
        ({**QUESTION, "id": "b", "gold": [{"document": "d", "quote": 3}]}, "quote 是原文片段"),
        ({**QUESTION, "id": "b", "gold": [{"document": "d", "quote": " "}]}, "quote 是原文片段"),
        ({**QUESTION, "id": "b", "gold": [{"document": "", "quote": "q"}]}, "要有 document"),
        ({**QUESTION, "id": "b", "gold": [{"document": "d", "grade": 0}]}, "grade 是不小于 1"),
        ({**QUESTION, "id": "b", "gold": [{"document": "d", "grade": True}]}, "grade 是不小于 1"),
        ({**QUESTION, "id": "b", "gold": ["d"]}, "history 或 gold 写法不对"),
        ({**QUESTION, "id": "b", "history": ["d"]}, "history 或 gold 写法不对"),
        ({**QUESTION, "id": "b", "history": [{"role": "x", "content": ""}]}, "role 是 user"),
        ({**QUESTION, "id": "b", "facts": ["a"]}, "的 facts 要写成对象"),
        ({**QUESTION, "id": "b", "facts": {"department": []}}, "不认识的 department"),
        ({**QUESTION, "id": "b", "facts": {"count": True}}, "facts 里的 count 要写成整数"),
        ({**QUESTION, "id": "b", "facts": {"values": [None]}}, "values 只能是文字或数字"),
    ],
)
def test_a_line_that_is_no_question_is_told_with_its_place(tmp_path, line, message):
    with pytest.raises(SetError) as error:
        read_jsonl(_write(tmp_path, QUESTION, line))
    assert message in str(error.value)
    assert "\n" not in str(error.value)[:200]
    assert "set.jsonl" in str(error.value)


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(SetError, match="读不了题目文件"):
        read_jsonl(tmp_path / "none.jsonl")
    (tmp_path / "bad.jsonl").write_bytes("由谁负责".encode("gb18030"))
    with pytest.raises(SetError, match="读不了题目文件"):
        read_jsonl(tmp_path / "bad.jsonl")


def test_null_is_as_if_it_were_not_there(tmp_path):
    path = _write(tmp_path, {**QUESTION, "history": None, "gold": None, "facts": None})
    assert read_jsonl(path).questions == (Question(id="a", question="谁负责"),)
