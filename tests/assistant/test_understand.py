"""Tables of questions and what they ask."""

from typing import Any

import pytest

from assistant.titles import Titles
from assistant.understand import Kind, Query, Turn, Vocabulary, fold, understand
from kb.model import Document, Role
from kb.organs import Organs


def document(document_id: str, title: str, **fields: Any) -> Document:
    return Document(document_id=document_id, path="", sha256="", text=title, title=title, **fields)


DOCUMENTS = (
    document(
        "opinion",
        "甲州市人民政府办公室关于推进冷链物流高质量发展的实施意见",
        number="甲政办发〔2023〕12号",
        kind="意见",
        region="甲州市",
        level="市",
    ),
    document("law", "中华人民共和国粮食安全保障法", kind="法", region="全国", level="国家"),
    document("rules", "粮食流通管理条例", kind="条例", region="全国", level="国家"),
    document("province", "浙江省粮食产业促进条例", kind="条例", region="浙江省", level="省"),
    document("measures", "粮食质量安全监管办法", kind="办法", region="全国", level="国家"),
)
VOCABULARY = Vocabulary(titles=Titles(DOCUMENTS), organs=Organs.load())


def asked(question: str, *history: str) -> Query:
    turns = [
        Turn(role="user" if n % 2 == 0 else "assistant", content=text)
        for n, text in enumerate(history)
    ]
    return understand(question, turns, VOCABULARY)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("你好", Kind.SMALL_TALK),
        ("快递企业有哪些扶持政策", Kind.SUPPORT),
        ("我们是一家做冷链快递的小企业，能享受什么优惠", Kind.SUPPORT),
        ("我们是衢江区一家快递企业，员工45人", Kind.SUPPORT),
        ("这个有没有培训补贴", Kind.PASSAGE),
        ("我们快递公司想办实训基地，有政策依据吗", Kind.PASSAGE),
        ("冷库建设由哪些部门负责", Kind.OWNERS),
        ("冷库建设谁来抓？", Kind.OWNERS),
        ("冷库建设归谁管", Kind.OWNERS),
        ("支持农产品预冷，责任单位有哪些", Kind.OWNERS),
        ("第3项任务由谁牵头", Kind.OWNERS),
        ("教育局有哪些任务", Kind.TASKS),
        ("教育局要配合办哪些事？", Kind.TASKS),
        ("商务局得干点啥活", Kind.TASKS),
        ("市发改委管哪几项？", Kind.TASKS),
        ("商务局一共几项任务", Kind.TASKS),
        ("教育局是哪几项的责任单位", Kind.TASKS),
        ("“健全网络体系”下面有几项任务", Kind.SECTION),
        ("粮食流通管理条例一共多少条", Kind.SECTION),
        ("冷库容量要达到多少万吨", Kind.TARGET),
        ("冷链流通率目标是多少", Kind.TARGET),
        ("这些冷库什么时候前建成", Kind.DEADLINE),
        ("粮食流通管理条例什么时候施行", Kind.VALIDITY),
        ("这个意见还有效吗", Kind.VALIDITY),
        ("粮食流通管理条例第十二条", Kind.ARTICLE),
        ("粮食安全保障法23条说了什么", Kind.ARTICLE),
        ("条例第三章有哪些条", Kind.ARTICLE),
        ("这份意见的文号是什么", Kind.ABOUT),
        ("这份文件是谁印发的", Kind.ABOUT),
        ("甲政办发〔2023〕12号抄送给了谁", Kind.ABOUT),
        ("不按规定报告库存怎么处罚", Kind.PASSAGE),
        ("不知道谁寄的粮食怎么处理", Kind.PASSAGE),
        ("农民自己留的粮食能不能卖", Kind.PASSAGE),
    ],
)
def test_kinds(question: str, kind: Kind) -> None:
    assert asked(question).kind is kind


@pytest.mark.parametrize(
    ("question", "documents", "missing"),
    [
        ("粮食安全保障法第三条", ("law",), ()),
        ("《粮食流通管理条例》第三条", ("rules",), ()),
        ("流通管理条例怎么规定的", ("rules",), ()),
        ("省条例对仓储怎么说", ("province",), ()),
        ("浙江的条例怎么规定", ("province",), ()),
        ("浙江那部粮食条例是哪天通过的", ("province",), ()),
        ("办法第5条", ("measures",), ()),
        ("甲政办发[2023]12号", ("opinion",), ()),
        ("在意见里有什么任务", ("opinion",), ()),
        ("江苏省的粮食条例怎么规定", (), ("江苏省的粮食条例",)),
        ("劳动合同法第三条", (), ("《劳动合同法》",)),
        ("《乙州市冷库管理办法》怎么说", (), ("《乙州市冷库管理办法》",)),
        ("有什么办法降低成本", (), ()),
        ("这种做法合法吗", (), ()),
        ("粮食流通管理条例实施细则第三条", (), ("《粮食流通管理条例实施细则》",)),
        ("《粮食流通管理条例》的实施办法何时施行", (), ("《粮食流通管理条例的实施办法》",)),
        ("《粮食流通管理条例实施办法》何时施行", (), ("《粮食流通管理条例实施办法》",)),
        (
            "浙江省实施《中华人民共和国粮食安全保障法》办法第五条",
            (),
            ("《浙江省实施〈中华人民共和国粮食安全保障法〉办法》",),
        ),
        ("粮食流通管理条例实施后有什么变化", ("rules",), ()),
        ("粮食流通管理条例的实施由谁负责", ("rules",), ()),
    ],
)
def test_documents_named(
    question: str, documents: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    named = asked(question).named
    assert (named.document_ids, named.missing) == (documents, missing)


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("粮食安全保障法第四十九条", ["第四十九条"]),
        ("粮食安全保障法49条", ["第四十九条"]),
        ("办法第１０条之一", ["第十条之一"]),
        ("外卖归哪一条管", []),
        ("一共有多少条", []),
        ("新建一条分拣线", []),
    ],
)
def test_articles(question: str, articles: list[str]) -> None:
    assert [ref.article for ref in asked(question).articles] == articles


def test_parts_of_an_article() -> None:
    [ref] = asked("条例第四十六条第二款第（三）项").articles
    assert (ref.article, ref.paragraph, ref.item) == ("第四十六条", 2, 3)


def test_two_articles_belong_to_the_documents_named_before_them() -> None:
    query = asked("粮食流通管理条例第十七条和粮食安全保障法第五条")
    assert [(ref.article, ref.document_id) for ref in query.articles] == [
        ("第十七条", "rules"),
        ("第五条", "law"),
    ]


def test_details() -> None:
    assert asked("2030年冷库要有几个").years == (2030,)
    assert asked("冷库最少要多少平方米").unit[0] == "平方米"
    assert asked("冷库建设由谁牵头").role is Role.LEAD
    assert asked("杭州有哪些补贴").places[0].name == "杭州"
    assert asked("去年实际建成了多少座").wants_actual
    assert asked("糧食流通管理條例第三條").articles[0].article == "第三条"


@pytest.mark.parametrize(
    ("question", "history", "kind", "holds"),
    [
        ("那2030年呢", ("冷库容量2025年要达到多少",), Kind.TARGET, "冷库容量"),
        ("它由谁牵头", ("冷链物流园区什么时候建成",), Kind.OWNERS, "冷链物流园区"),
        ("还有吗", ("教育局有哪些任务", "共两项"), Kind.TASKS, ""),
        ("那公安局呢", ("教育局有哪些任务", "共两项"), Kind.TASKS, ""),
        ("第三十条呢", ("粮食安全保障法第二十九条", "……"), Kind.ARTICLE, ""),
    ],
)
def test_follow_ups(question: str, history: tuple[str, ...], kind: Kind, holds: str) -> None:
    query = asked(question, *history)
    assert query.kind is kind
    assert query.followed
    assert holds in query.text


def test_a_follow_up_keeps_the_document_and_changes_the_organ() -> None:
    assert asked("第三十条呢", "粮食安全保障法第二十九条", "……").named.document_ids == ("law",)
    assert [m.as_written for m in asked("那公安局呢", "教育局有哪些任务", "两项").organs] == [
        "公安局"
    ]


def test_a_question_of_its_own_takes_nothing_from_the_history() -> None:
    query = asked("粮食流通管理条例什么时候施行", "教育局有哪些任务", "共两项")
    assert not query.followed
    assert query.organs == ()


@pytest.mark.parametrize(
    ("text", "folded"), [("２０２５ 年", "2025年"), ("5G 通信", "5G通信"), ("(一)", "（一）")]
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "question", ["", "？", "a" * 5000, "第" * 3000, "《" * 3000, "哪" * 3000, "\u202e\u0000"]
)
def test_anything_is_understood_somehow(question: str) -> None:
    assert asked(question).kind in Kind
