"""Questions to a small knowledge base of made-up documents, and what the answers state."""

import pytest

from assistant.answer import Assistant
from assistant.understand import Turn
from ingest.pipeline import ingest
from kb.knowledge import KnowledgeBase
from kb.model import Answer, Status
from kb.settings import load_settings

OPINION = """嘉兴市人民政府办公室关于推进冷链物流高质量发展的实施意见
嘉政办发〔2023〕12号
各县（市、区）人民政府，市政府各部门、直属各单位：
为推进冷链物流高质量发展，根据《粮油仓储管理办法》，制定本意见。
一、发展目标
到2025年，全市冷库总容量达到50万吨，新建产地冷库20座。到2030年，全市冷库总容量达到80万吨。
二、重点任务
1．完善冷库布局。新建冷库优先安排用地。（责任单位：市发改委、市自然资源和规划局）
2．培育龙头企业。对新引进的冷链企业，一次性给予50万元奖励。（牵头单位：市商务局，配合单位：市财政局）
3．加强质量监管。建立温度追溯制度。（责任单位：市市场监管局）
4．冷库经营单位可以向所在地县级商务部门申请退还预缴的保证金。
前款所称保证金，是指投产以前缴纳的款项。
三、附则
本意见自2023年10月1日起施行，由市商务局负责解释。
嘉兴市人民政府办公室
2023年9月1日
抄送：市委各部门，市红十字会。
"""
MEASURES = """粮油仓储管理办法
第一章 总则
第一条 为了规范粮油仓储活动，制定本办法。
第二条 本办法所称粮油仓储，是指利用仓储设施储存粮食、油料的活动。
第二章 义务
第三条 粮油仓储单位应当自设立之日起30日内向所在地粮食行政管理部门备案。
第四条 粮油仓储单位应当采取下列措施：
（一）建立保管账目；
（二）定期检查库存；
（三）配备消防器材。
第三章 法律责任
第五条 违反本办法第三条规定，未按时备案的，责令改正；拒不改正的，处1万元以下罚款。
第六条 本办法自2010年3月1日起施行。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("files")
    (folder / "意见.txt").write_text(OPINION, encoding="utf-8")
    (folder / "办法.txt").write_text(MEASURES, encoding="utf-8")
    kb = KnowledgeBase(load_settings(folder / "home").model_copy(update={"laws": False}))
    ingest(kb, [folder / "意见.txt", folder / "办法.txt"], lambda *_: None)
    return Assistant(kb)


def asked(assistant: Assistant, question: str, *history: str) -> Answer:
    turns = [
        Turn(role="user" if n % 2 == 0 else "assistant", content=text)
        for n, text in enumerate(history)
    ]
    return assistant.ask(question, turns)


@pytest.mark.parametrize(
    ("question", "states"),
    [
        ("冷库容量2025年的目标是多少", ["50万吨"]),
        ("到2030年冷库总容量要达到多少", ["80万吨"]),
        ("嘉兴的冷链意见什么时候施行", ["2023年10月1日"]),
        ("嘉兴冷链意见由谁解释", ["市商务局"]),
        ("嘉兴市冷链意见的文号", ["嘉政办发〔2023〕12号"]),
        ("嘉政办发〔2023〕12号是什么文件", ["推进冷链物流高质量发展"]),
        ("粮油仓储管理办法第三条", ["30日内"]),
        ("粮油仓储管理办法一共几条", ["共6条"]),
        ("什么是粮油仓储", ["利用仓储设施"]),
        ("《粮油仓储管理办法》被哪些文件引用", ["推进冷链物流高质量发展"]),
        ("嘉兴引进冷链企业奖励多少钱", ["50万元"]),
        ("粮油仓储单位没有按时备案怎么处罚", ["1万元以下罚款"]),
        ("冷库经营单位可以申请退还什么", ["：“4．冷库经营单位可以", "申请退还预缴的保证金。"]),
    ],
)
def test_states(assistant: Assistant, question: str, states: list[str]) -> None:
    answer = asked(assistant, question)
    assert answer.status is Status.ANSWERED
    assert [text for text in states if text not in answer.text] == []
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "departments"),
    [
        ("完善冷库布局由谁负责", {"市发改委", "市自然资源和规划局"}),
        ("第2项任务归谁管", {"市商务局", "市财政局"}),
    ],
)
def test_owners(assistant: Assistant, question: str, departments: set[str]) -> None:
    assert set(asked(assistant, question).facts.departments or ()) == departments


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("商务局有哪些任务", ("2",)),
        ("市场监管局管哪几项", ("3",)),
        ("市自然资源和归划局负责哪几项任务", ("1",)),
    ],
)
def test_tasks(assistant: Assistant, question: str, numbers: tuple[str, ...]) -> None:
    assert asked(assistant, question).facts.task_numbers == numbers


@pytest.mark.parametrize(
    "question",
    [
        "教育局有哪些任务",
        "粮油仓储管理办法第三十条",
        "《粮食加工条例》怎么规定的",
        "宁波的冷库补贴是多少",
        "2035年冷库总容量的目标是多少",
        "目前已经建成了多少座冷库",
        "今天天气怎么样",
    ],
)
def test_declines(assistant: Assistant, question: str) -> None:
    assert asked(assistant, question).status is Status.DECLINED


def test_what_is_not_there_is_named(assistant: Assistant) -> None:
    assert "没有第三十条" in asked(assistant, "粮油仓储管理办法第三十条").text
    assert "没有“教育局”" in asked(assistant, "教育局有哪些任务").text
    assert "没有收入《粮食加工条例》" in asked(assistant, "《粮食加工条例》怎么规定的").text


def test_a_misspelt_organ_is_taken_for_the_one_meant_and_said_to_be(assistant: Assistant) -> None:
    text = asked(assistant, "市自然资源和归划局负责哪几项任务").text
    assert "按“市自然资源和规划局”查" in text


@pytest.mark.parametrize(
    ("question", "history", "states"),
    [
        ("那2030年呢", ("冷库总容量2025年的目标是多少", "50万吨"), "80万吨"),
        ("那财政局呢", ("商务局有哪些任务", "一项"), "培育龙头企业"),
        ("还有吗", ("商务局有哪些任务", "一项"), "没有别的了"),
        ("第四条呢", ("粮油仓储管理办法第三条", "……"), "建立保管账目"),
    ],
)
def test_follow_ups(
    assistant: Assistant, question: str, history: tuple[str, ...], states: str
) -> None:
    assert states in asked(assistant, question, *history).text


def test_a_greeting_is_answered_and_not_declined(assistant: Assistant) -> None:
    answer = asked(assistant, "你好")
    assert answer.status is Status.ANSWERED
    assert answer.citations == ()


def test_an_article_is_quoted_without_its_marker_twice(assistant: Assistant) -> None:
    text = asked(assistant, "粮油仓储管理办法第三条").text
    assert text.count("第三条") == 1


def test_listed_items_are_counted(assistant: Assistant) -> None:
    answer = asked(assistant, "粮油仓储单位应当采取的措施，办法列了几项")
    assert answer.facts.count == 3


def test_every_quotation_is_the_text_of_its_document(assistant: Assistant) -> None:
    documents = assistant.kb.snapshot().documents
    for question in ("冷库容量2025年的目标是多少", "商务局有哪些任务", "什么是粮油仓储"):
        for citation in asked(assistant, question).citations:
            text = documents[citation.document_id].text
            assert text[citation.start : citation.end] == citation.quote
