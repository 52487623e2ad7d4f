"""The score of support measures."""

from pathlib import Path

from evals.support import score_document
from ingest.document import read_document
from kb.organs import Organs

TEXT = (
    "一、支持\n对小微企业给予最高10万元补贴。\n对合作社免收租金。\n鼓励企业招用本地员工。\n"
    "对农户给予种子补贴。\n"
)


def _gold(
    quote: str, kinds: list[str], klass: str = "measure", **more: object
) -> dict[str, object]:
    return {
        "file": "a.txt",
        "class": klass,
        "quote": quote,
        "kinds": kinds,
        "amounts": [],
        "beneficiaries": [],
        "conditions": [],
        "departments": [],
        "force": "due",
        **more,
    }


def test_counts_matches_misses_and_what_counts_neither_way(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    amount = {"kind": "sum", "value": "10", "unit": "万元", "comparison": "at_most", "per": None}
    golds = [
        _gold("对小微企业给予最高10万元补贴", ["奖补"], amounts=[amount]),
        _gold("对合作社免收租金", ["税费"]),
        _gold("对农户给予种子补贴", ["奖补"], "borderline"),
        {"file": "a.txt", "class": "guidance", "quote": "鼓励企业招用本地员工"},
    ]
    score = score_document(golds, read_document(path, Organs.load()))
    assert (score.gold, score.found, score.matched) == (2, 2, 1)
    assert (score.amounts_gold, score.amounts_found, score.amounts_right) == (1, 1, 1)
    assert (score.guidance, score.guidance_kept) == (1, 1)
    assert score.force_right == score.departments_right == 1
