"""Tables of questions, and which texts state what they ask for."""

import pytest

from assistant.demands import demand_of
from assistant.titles import Titles
from assistant.understand import Vocabulary, understand
from kb.organs import Organs

VOCABULARY = Vocabulary(titles=Titles(()), organs=Organs.load())


@pytest.mark.parametrize(
    ("question", "text", "states"),
    [
        ("冷库补贴多少钱", "给予50万元补助", True),
        ("冷库补贴多少钱", "给予适当补助", False),
        ("考核多少分算优秀", "得分90分以上为优秀", True),
        ("考核多少分算优秀", "到2025年建成5座", False),
        ("几天内要备案", "自设立之日起30日内备案", True),
        ("几天内要备案", "应当备案", False),
        ("在哪里办理备案", "向所在地粮食部门提交材料", True),
        ("在哪里办理备案", "应当备案", False),
        ("咨询电话是多少", "可拨打咨询热线12360", True),
        ("咨询电话是多少", "投资12360万元", False),
        ("哪个县拿了第一", "考核结果排名", False),
        ("每家企业发10万元怎么领", "给予20万元奖励", False),
        ("资金的总盘子有多大", "设立10亿元专项资金", True),
        ("资金的总盘子有多大", "按50%补助", False),
    ],
)
def test_demands(question: str, text: str, states: bool) -> None:
    demand = demand_of(understand(question, (), VOCABULARY))
    assert demand is not None
    assert demand(text) is states


@pytest.mark.parametrize("question", ["怎么申请冷库补贴", "快递进村", "农民能不能卖余粮"])
def test_nothing_certain_is_demanded(question: str) -> None:
    assert demand_of(understand(question, (), VOCABULARY)) is None
