"""Regions: unique or nothing, and which lies in which."""

import pytest

from assistant.territory import NATION, Territory, covers, read_territory


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("衢江区", "浙江衢州衢江区"),
        ("我们是衢江区一家小企业", "浙江衢州衢江区"),
        ("浙江省衢州市", "浙江衢州"),
        ("衢州", "浙江衢州"),
        ("浙江省", "浙江"),
        ("北京市朝阳区", "北京朝阳区"),
        ("朝阳区", None),
        ("长春市朝阳区", "吉林长春朝阳区"),
        ("浙江和江苏", None),
        ("全国", "全国"),
        ("江山市", "浙江衢州江山市"),
        ("仙桃市", "湖北仙桃市"),
        ("内江经济技术开发区", "四川内江经济技术开发区"),
        ("浦东新区", "上海浦东新区"),
        ("某地", None),
    ],
)
def test_reading(text: str, expected: str | None) -> None:
    found = read_territory(text)
    assert (str(found) if found else None) == expected


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("浙江省", "衢江区", True),
        ("衢州市", "衢江区", True),
        ("北京市", "衢江区", False),
        ("杭州市", "衢江区", False),
        ("柯城区", "衢江区", False),
        ("柯城区", "衢州市", None),
        ("衢州市", "浙江省", None),
        ("北京市石景山区", "北京市", None),
        ("北京市", "北京市石景山区", True),
        ("内江经济技术开发区", "内江市", None),
        ("内江经济技术开发区", "内江市经开区", True),
        ("内江经济技术开发区", "衢州市", False),
    ],
)
def test_covering(outer: str, inner: str, expected: bool | None) -> None:
    one, other = read_territory(outer), read_territory(inner)
    assert one is not None
    assert other is not None
    assert covers(one, other) is expected


def test_the_nation_covers_everything() -> None:
    assert covers(NATION, NATION)
    assert covers(NATION, Territory(province="浙江"))
