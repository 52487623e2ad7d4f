from datetime import date
from typing import Any

import pytest

from kb.model import Document, DocumentStatus
from kb.validity import status_of


def document(**fields: Any) -> Document:
    given = {"document_id": "a", "path": "a.txt", "sha256": "0", "text": "", "title": "某市办法"}
    return Document(**(given | fields))


RULE = document(
    document_id="r",
    title="快递市场管理办法",
    kind="办法",
    text="第五十六条 罚款。\n第五十七条 本办法自2024年3月1日起施行。《快递市场管理办法》同时废止。",
    written_on=date(2023, 12, 17),
    published_on=date(2023, 12, 17),
    effective_on=date(2024, 3, 1),
)
OLD_RULE = document(
    document_id="o",
    title="快递市场管理办法",
    kind="办法",
    written_on=date(2013, 1, 11),
    effective_on=date(2013, 3, 1),
)
REPEALS = [("快递市场管理办法", date(2024, 3, 1))]


@pytest.mark.parametrize(
    ("fields", "as_of", "status", "reason"),
    [
        (
            {"effective_on": date(2024, 2, 16)},
            date(2024, 2, 15),
            DocumentStatus.NOT_YET,
            "2024年2月16日起施行",
        ),
        (
            {"effective_on": date(2024, 2, 16)},
            date(2024, 2, 16),
            DocumentStatus.IN_FORCE,
            "2024年2月16日起施行",
        ),
        (
            {"written_on": date(2024, 1, 17)},
            date(2024, 1, 16),
            DocumentStatus.NOT_YET,
            "成文于2024年1月17日",
        ),
        (
            {"written_on": date(2024, 1, 17)},
            date(2024, 1, 17),
            DocumentStatus.IN_FORCE,
            "成文于2024年1月17日",
        ),
        (
            {"published_on": date(2024, 1, 17)},
            date(2025, 1, 1),
            DocumentStatus.IN_FORCE,
            "公布于2024年1月17日",
        ),
        ({}, date(2025, 1, 1), DocumentStatus.UNKNOWN, "没有写明"),
        (
            {"effective_on": date(2020, 1, 1), "expires_on": date(2020, 6, 30)},
            date(2020, 6, 30),
            DocumentStatus.IN_FORCE,
            "2020年1月1日",
        ),
        (
            {"effective_on": date(2020, 1, 1), "expires_on": date(2020, 6, 30)},
            date(2020, 7, 1),
            DocumentStatus.EXPIRED,
            "有效期至2020年6月30日",
        ),
        (
            {
                "effective_on": date(2020, 1, 1),
                "repealed_on": date(2022, 1, 1),
                "status_note": "市政府第5号公告",
            },
            date(2022, 1, 1),
            DocumentStatus.REPEALED,
            "自2022年1月1日起废止（市政府第5号公告）",
        ),
        (
            {"effective_on": date(2018, 5, 1), "superseded_on": date(2025, 6, 1)},
            date(2025, 6, 1),
            DocumentStatus.SUPERSEDED,
            "2025年6月1日",
        ),
        (
            {"effective_on": date(2018, 5, 1), "superseded_on": date(2025, 6, 1)},
            date(2025, 5, 31),
            DocumentStatus.IN_FORCE,
            "2018年5月1日",
        ),
    ],
)
def test_dates_of_one_document(
    fields: dict[str, Any], as_of: date, status: DocumentStatus, reason: str
) -> None:
    found, why = status_of(document(**fields), as_of, [], [])
    assert found is status
    assert reason in why


def test_the_reason_quotes_the_article() -> None:
    status, why = status_of(RULE, date(2024, 6, 1), [RULE], REPEALS)
    assert status is DocumentStatus.IN_FORCE
    assert "（第五十七条：本办法自2024年3月1日起施行）" in why


def test_a_rule_that_repeals_its_own_title_repeals_only_the_former_text() -> None:
    held = [OLD_RULE, RULE]
    assert status_of(OLD_RULE, date(2024, 3, 1), held, REPEALS) == (
        DocumentStatus.REPEALED,
        "被《快递市场管理办法》自2024年3月1日起废止",
    )
    assert status_of(OLD_RULE, date(2024, 2, 29), held, REPEALS)[0] is DocumentStatus.IN_FORCE
    assert status_of(OLD_RULE, date(2023, 12, 16), held, REPEALS)[0] is DocumentStatus.IN_FORCE


def test_a_repeal_by_number_and_one_without_a_day() -> None:
    old = document(number="衢政办发〔2018〕1号", written_on=date(2018, 1, 1))
    assert status_of(old, date(2024, 1, 1), [], [("衢政办发〔2018〕1号", date(2023, 1, 1))])[0] is (
        DocumentStatus.REPEALED
    )
    assert status_of(old, date(2024, 1, 1), [], [("衢政办发〔2018〕1号", None)])[0] is (
        DocumentStatus.IN_FORCE
    )


def test_a_newer_text_of_a_law_supersedes_once_it_is_in_force() -> None:
    old = document(
        document_id="1",
        title="快递暂行条例",
        kind="条例",
        written_on=date(2019, 3, 2),
        effective_on=date(2018, 5, 1),
    )
    new = document(
        document_id="2",
        title="快递暂行条例",
        kind="条例",
        written_on=date(2025, 4, 13),
        effective_on=date(2025, 6, 1),
    )
    assert status_of(old, date(2025, 5, 1), [old, new], [])[0] is DocumentStatus.IN_FORCE
    assert status_of(old, date(2025, 6, 1), [old, new], [])[0] is DocumentStatus.SUPERSEDED
    assert status_of(new, date(2025, 6, 1), [old, new], [])[0] is DocumentStatus.IN_FORCE


def test_two_notices_of_one_title_stand_beside_each_other() -> None:
    first = document(
        document_id="1", title="关于放假的通知", kind="通知", written_on=date(2023, 1, 1)
    )
    second = document(
        document_id="2", title="关于放假的通知", kind="通知", written_on=date(2024, 1, 1)
    )
    assert status_of(first, date(2024, 6, 1), [first, second], [])[0] is DocumentStatus.IN_FORCE


OPINION = document(
    document_id="x",
    title="甲市人民政府关于促进旅游发展的意见",
    number="甲政发〔2018〕5号",
    written_on=date(2018, 5, 1),
)


@pytest.mark.parametrize(
    ("name", "others", "status"),
    [
        ("甲政发〔2018〕5号", [], DocumentStatus.REPEALED),
        ("甲市人民政府关于促进旅游发展的意见", [], DocumentStatus.REPEALED),
        ("关于促进旅游发展的意见", [], DocumentStatus.REPEALED),
        ("关于促进旅游发展的意见", ["乙市人民政府关于促进旅游发展的意见"], DocumentStatus.IN_FORCE),
        ("关于促进旅游发展的若干意见", [], DocumentStatus.IN_FORCE),
        ("甲政发〔2018〕15号", [], DocumentStatus.IN_FORCE),
    ],
)
def test_what_a_repeal_names(name: str, others: list[str], status: DocumentStatus) -> None:
    held = [document(document_id=title, title=title) for title in others]
    found, reason = status_of(OPINION, date(2024, 1, 1), held, [(name, date(2023, 1, 1))])
    assert found is status
    assert ("2023年1月1日" in reason) is (status is DocumentStatus.REPEALED)
