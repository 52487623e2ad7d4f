"""Places in questions and the regions of documents."""

import pytest

from kb.regions import find_places, province_of, within


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("杭州推进快递业高质量发展有哪些补贴", ["杭州"]),
        ("浙江省和江苏省南通市", ["浙江", "江苏", "南通"]),
        ("朝阳产业、日照时间", []),
        ("朝阳市的政策", ["朝阳"]),
        ("快递进村", []),
    ],
)
def test_places_are_found(text: str, names: list[str]) -> None:
    assert [place.name for place in find_places(text)] == names


@pytest.mark.parametrize(
    ("place", "region", "speaks"),
    [
        ("衢州", "衢州市", True),
        ("衢州", "浙江省", True),
        ("衢州", "全国", True),
        ("衢州", None, True),
        ("杭州", "衢州市", False),
        ("浙江", "衢州市", False),
        ("浙江", "浙江省", True),
        ("江苏", "浙江省", False),
        ("北京", "北京市石景山区", True),
    ],
)
def test_who_speaks_for_a_place(place: str, region: str | None, speaks: bool) -> None:
    assert within(find_places(place)[0], region) is speaks


def test_province_of_a_region() -> None:
    assert province_of("衢州市") == "浙江"
    assert province_of("某某县") is None
