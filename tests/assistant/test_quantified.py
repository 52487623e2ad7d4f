"""Quantities that an enterprise states against those that a document asks for."""

import pytest

from assistant.quantified import quantity_holds


@pytest.mark.parametrize(
    ("claim", "statement", "holds"),
    [
        ("稳定就业半年以上", "稳定就业11个月", True),
        ("稳定就业1年以上", "稳定就业11个月", False),
        ("稳定就业一年以上", "稳定就业1年", True),
        ("稳定就业一年以上（不含）", "稳定就业12个月", False),
        ("冷链收入须占收入总额（剔除补贴）的50%以上", "冷链收入占收入总额的50%", True),
        ("冷链收入须占收入总额的50%以上", "冷链收入占收入总额的49%", False),
        ("吸纳就业不少于10人", "吸纳就业12人", True),
        ("吸纳就业不少于10人", "吸纳就业8人以上", None),
        ("吸纳就业不少于10人", "吸纳就业12人以上", True),
        ("吸纳就业不少于10人", "吸纳残疾人12人", None),
        ("签订合同满6个月", "签订合同5个月", False),
        ("固定资产投资超过1亿元", "固定资产投资8000万元", False),
        ("固定资产投资超过1亿元", "固定资产投资1.2亿元", True),
        ("用电量下降20%", "用电量下降30%", None),
        ("稳定就业半年以上", "稳定就业", None),
        ("稳定就业半年以上", "稳定就业200天", None),
    ],
)
def test_quantities(claim: str, statement: str, holds: bool | None) -> None:
    assert quantity_holds(claim, statement) is holds
