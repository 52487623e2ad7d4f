"""Sentences in which an enterprise says what it is."""

from typing import Any

import pytest

from assistant.description import describes_enterprise, read_description
from assistant.profile_json import stated_shape


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "我们是衢江区一家做冷链快递的小企业，员工45人，去年营业收入800万元，2018年5月成立，"
            "没有裁员，受疫情影响较大。",
            {
                "region": "浙江衢州衢江区",
                "industry": "冷链快递",
                "size": "小型",
                "kind": ["企业"],
                "circumstances": ["受疫情影响较大"],
                "employees": 45,
                "revenue": 800,
                "layoff_rate": 0,
                "registered_on": "2018-05",
            },
        ),
        (
            "我是柯城区与快递企业合作的蔬菜种植合作社，没有取得绿色食品认证，是省级示范社。",
            {
                "region": "浙江衢州柯城区",
                "industry": "蔬菜种植",
                "kind": ["合作社"],
                "qualifications": ["省级示范社"],
                "without": ["绿色食品认证"],
            },
        ),
        (
            "本公司位于杭州市，是高新技术企业，从事软件开发，职工四十多人，缴纳社保，租用国有厂房",
            {
                "region": "浙江杭州",
                "industry": "软件开发",
                "kind": ["公司", "企业"],
                "qualifications": ["高新技术企业"],
                "circumstances": ["租用国有厂房"],
                "insured": True,
            },
        ),
        ("我们是一所职业学校", {"kind": ["职业学校"]}),
        (
            "我们在石家庄开了一家餐饮店，个体工商户，三名员工",
            {"region": "河北石家庄", "industry": "餐饮", "kind": ["个体工商户"], "employees": 3},
        ),
        (
            "我厂是民营企业，有200名职工，营收1.5亿元，裁员率2%，未参保",
            {
                "kind": ["民营企业"],
                "employees": 200,
                "revenue": 15000,
                "layoff_rate": 2,
                "insured": False,
            },
        ),
        ("我们员工约50人，没有受疫情影响", {}),
    ],
)
def test_reading(text: str, expected: dict[str, Any]) -> None:
    assert stated_shape(read_description(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我们是衢江区一家做冷链快递的小企业", True),
        ("本公司位于杭州，做软件的公司", True),
        ("快递企业有哪些扶持政策", False),
        ("市邮政管理局有哪些任务", False),
    ],
)
def test_describing(text: str, expected: bool) -> None:
    assert describes_enterprise(text) is expected
