"""Answers from the support measures: for a kind of enterprise, and for the one that asks."""

from datetime import date
from pathlib import Path

import pytest
from sample_support import sample

from assistant.answer import Assistant
from assistant.context import Context
from assistant.draft import Draft
from assistant.holdings import Holdings
from assistant.match import MatchVerdict
from assistant.profile_json import read_profile
from assistant.query import Turn
from assistant.support_commands import match_home
from assistant.supports_answers import SUPPORT, supports
from assistant.understand import understand
from ingest.pipeline import ingest
from kb.knowledge import KnowledgeBase
from kb.model import DocumentRecords
from kb.settings import load_settings

LINES = (
    ("对快递企业给予2万元补助。", ("快递企业",)),
    ("对餐饮企业给予3万元补助。", ("餐饮企业",)),
    ("为企业提供免费培训。", ("企业",)),
    ("鼓励提供停车便利。", ()),
    ("对小微企业减免租金。", ("小微企业",)),
)
TEXT = "".join(line for line, _ in LINES)


def records() -> DocumentRecords:
    measures = (
        {
            "beneficiaries": beneficiaries,
            "start": TEXT.index(line),
            "end": TEXT.index(line) + len(line),
        }
        for line, beneficiaries in LINES
    )
    return sample(TEXT, "关于促进快递业发展的意见", *measures)


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    made = KnowledgeBase(load_settings(tmp_path / "home"))
    made.store.replace(records(), version="v1")
    return made


def answered(kb: KnowledgeBase, question: str) -> Draft | None:
    holdings = Holdings(kb.snapshot(), kb.organs)
    query = understand(question, (), holdings.vocabulary)
    day = date(2024, 6, 1)
    context = Context(
        query=query,
        snapshot=kb.snapshot(),
        organs=kb.organs,
        scope=tuple(kb.snapshot().documents),
        found=(),
        weights={},
        statuses=kb.statuses(day),
        as_of=day,
        targets=holdings.targets,
        cited=holdings.cited,
    )
    draft = Draft(question=question)
    return draft if supports(context, draft) else None


def test_a_kind_of_enterprise(kb: KnowledgeBase) -> None:
    draft = answered(kb, "快递企业有哪些扶持政策")
    assert draft is not None
    quotes = [citation.quote for citation in draft.citations]
    assert quotes == [LINES[0][0], LINES[3][0], LINES[2][0]]
    assert "写明给“快递企业”或者其中一部分的扶持措施有1项" in draft.lines[0]
    assert draft.facts.count == 3
    assert draft.facts.departments == ("市邮政管理局",)


def test_a_size(kb: KnowledgeBase) -> None:
    draft = answered(kb, "小微企业能享受什么")
    assert draft is not None
    assert [citation.quote for citation in draft.citations] == [LINES[4][0], LINES[2][0]]


def test_an_enterprise_that_describes_itself(kb: KnowledgeBase) -> None:
    draft = answered(kb, "我们是衢江区一家快递企业，员工45人，能享受哪些政策？")
    assert draft is not None
    assert draft.lines[0].startswith("按您说的情况核对（地区：浙江衢州衢江区，行业：快递")
    assert "条件都符合的有3项：" in draft.lines
    assert "还要核实才能确定的有1项：" in draft.lines
    assert "另有1项不适用、已过期或者尚未开始。" in draft.lines
    for citation in draft.citations:
        assert TEXT[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("question", ["什么是快件", "采矿企业的采矿证怎么办", "你好"])
def test_nothing_is_made_up(kb: KnowledgeBase, question: str) -> None:
    draft = answered(kb, question)
    assert draft is None or all("采矿" not in citation.quote for citation in draft.citations)


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("快递企业有哪些扶持政策", True),
        ("小微企业能享受什么", True),
        ("企业可以申请哪些补贴", True),
        ("市邮政管理局有哪些任务", False),
        ("快件延误怎么赔偿", False),
    ],
)
def test_words_that_ask_for_support(question: str, asks: bool) -> None:
    assert bool(SUPPORT.search(question)) is asks


def test_an_owner_named_for_all_tasks_is_cited_where_it_is_named(
    tmp_path: Path, root: Path
) -> None:
    kb = KnowledgeBase(load_settings(tmp_path / "home").model_copy(update={"laws": False}))
    ingest(kb, [root / "corpus"], lambda *_: None)
    answer = Assistant(kb).ask("快递企业有哪些扶持政策")
    [document] = kb.store.documents()
    owners = {
        part.as_written for task in kb.store.tasks() for part in task.assignments if part.inherited
    }
    assert owners
    for name in owners:
        [cited] = [each for each in answer.citations if each.quote == name]
        assert f"{name}[{cited.marker}]" in answer.text
        assert document.text[cited.start : cited.end] == name
        assert answer.text.count(name) == answer.text.count(f"{name}[{cited.marker}]")


def test_a_second_message_supplements_the_profile(kb: KnowledgeBase) -> None:
    first = "我们是衢江区一家快递企业，员工45人。"
    assistant = Assistant(kb)
    answer = assistant.ask(first)
    history = (Turn(role="user", content=first), Turn(role="assistant", content=answer.text))
    added = assistant.ask("还有，我们去年缴税120万", history)
    assert "地区：浙江衢州衢江区，行业：快递" in added.text
    assert "员工人数：45人，上年纳税额：120万元" in added.text
    changed = assistant.ask("不对，员工是50人", history)
    assert "员工人数：50人" in changed.text
    other = assistant.ask("那餐饮企业有哪些扶持政策", history)
    assert "按您说的情况核对" not in other.text


def test_the_profile_is_shown_back_with_units(kb: KnowledgeBase) -> None:
    told = "我们是衢江区一家快递企业，去年营收800万元，裁员率2%，正常缴纳社保。"
    text = Assistant(kb).ask(told).text
    assert "上年营业收入：800万元，裁员率：2%，参加社会保险：是" in text


def test_the_chat_lists_what_the_form_gives(kb: KnowledgeBase) -> None:
    told = "我们是衢江区一家快递企业，员工45人。"
    form = read_profile(
        {"region": "浙江衢州衢江区", "industry": "快递", "kind": ["企业"], "employees": 45}
    )
    matches = match_home(kb, form, date.today())
    open_ones = {MatchVerdict.APPLICABLE, MatchVerdict.POSSIBLE}
    text = kb.snapshot().documents["d1"].text
    wanted = [
        text[each.support.start : each.support.end] for each in matches if each.verdict in open_ones
    ]
    answer = Assistant(kb).ask(told)
    assert [each.quote for each in answer.citations] == wanted
