"""Numbers with unit and comparison."""

from decimal import Decimal

import pytest

from ingest.quantities import Kind, Quantity, find_quantities

QUANTITIES = [
    # text, all of the quantity, value, unit, comparison
    ("指标超20亿元，", "超20亿元", "20", "亿元", "more_than"),
    ("零售额突破80亿元；", "突破80亿元", "80", "亿元", "more_than"),
    ("比例达100%，", "100%", "100", "%", "exactly"),
    ("达30％以上", "30％以上", "30", "%", "at_least"),
    ("满意率达到97%以上，", "97%以上", "97", "%", "at_least"),
    ("不得低于20%", "不得低于20%", "20", "%", "at_least"),
    ("不低于80亿斤。", "不低于80亿斤", "80", "亿斤", "at_least"),
    ("不低于总数的30%", "30%", "30", "%", "at_least"),
    ("至少建成1个", "1个", "1", "个", "at_least"),
    ("至少5个", "至少5个", "5", "个", "at_least"),
    ("100家（含）以上", "100家（含）以上", "100", "家", "at_least"),
    ("控制在30微克/立方米以内", "控制在30微克/立方米以内", "30", "微克/立方米", "at_most"),
    ("控制在5.5%左右", "控制在5.5%左右", "5.5", "%", "about"),
    ("控制在3%。", "控制在3%", "3", "%", "at_most"),
    ("不超过5‰", "不超过5‰", "5", "‰", "at_most"),
    ("500万元及以下", "500万元及以下", "500", "万元", "at_most"),
    ("提高到35%左右", "35%左右", "35", "%", "about"),
    ("约3万台", "约3万台", "3", "万台", "about"),
    ("近100张", "近100张", "100", "张", "about"),
    ("10万余人次", "10万余人次", "10", "万人次", "about"),
    ("300多个", "300多个", "300", "个", "about"),
    ("1.5万亿元", "1.5万亿元", "1.5", "万亿元", "exactly"),
    ("1,000家", "1,000家", "1000", "家", "exactly"),
    ("２０个", "２０个", "20", "个", "exactly"),
    ("下降50个基点", "50个基点", "50", "个基点", "exactly"),
    ("降低0.5个百分点", "0.5个百分点", "0.5", "个百分点", "exactly"),
    ("压缩至4个月以内", "4个月以内", "4", "个月", "at_most"),
    ("60个工作日以内", "60个工作日以内", "60", "个工作日", "at_most"),
    ("死亡率9/10万以下", "9/10万以下", "9", "/10万", "at_most"),
    ("45毫米以下胶带", "45毫米以下", "45", "毫米", "at_most"),
    ("每千人口托位数4.5个", "4.5个", "4.5", "个", "exactly"),
    ("指数达到85以上", "85以上", "85", "", "at_least"),
    ("达到0.95。", "0.95", "0.95", "", "exactly"),
    ("≥95%", "≥95%", "95", "%", "at_least"),
    ("1200万千瓦时", "1200万千瓦时", "1200", "万千瓦时", "exactly"),
    ("5G基站3万个", "3万个", "3", "万个", "exactly"),
    ("全覆盖", "全覆盖", "100", "%", "exactly"),
    ("100%全覆盖", "100%全覆盖", "100", "%", "exactly"),
    ("百分之九十以上", "百分之九十以上", "90", "%", "at_least"),
    ("百分之九点五", "百分之九点五", "9.5", "%", "exactly"),
    ("百分之百", "百分之百", "100", "%", "exactly"),
    ("恢复到六成以上", "六成以上", "6", "成", "at_least"),
    ("两个", "两个", "2", "个", "exactly"),
    ("十二家以上", "十二家以上", "12", "家", "at_least"),
    ("三万人", "三万人", "3", "万人", "exactly"),
    ("5—10个", "5—10个", None, "个", "exactly"),
    ("10%至15%", "10%至15%", None, "%", "exactly"),
    ("三分之一以上", "三分之一以上", None, "", "at_least"),
    ("一半以上", "一半以上", None, "", "at_least"),
    ("翻一番", "翻一番", None, "", "exactly"),
]


@pytest.mark.parametrize(("text", "whole", "value", "unit", "comparison"), QUANTITIES)
def test_quantity(text: str, whole: str, value: str | None, unit: str, comparison: str) -> None:
    (found,) = find_quantities(text)
    assert text[found.start : found.end] == whole
    assert found.value == (None if value is None else Decimal(value))
    assert (found.unit, found.comparison) == (unit, comparison)


@pytest.mark.parametrize(
    "text",
    [
        "衢政办发〔2024〕3号",
        "第三十二条",
        "每10万人口",
        "前10位",
        "N95口罩",
        "PM2.5",
        "二期工程",
        "三项制度",
        "一个中心",
        "建成投用",
        "12366热线",
        "500强",
    ],
)
def test_no_quantity(text: str) -> None:
    assert find_quantities(text) == ()


def test_several_in_one_text() -> None:
    found = find_quantities("由2018年的30%提高到40%，其中20家")
    assert [q.value for q in found if q.unit != "年"] == [30, 40, 20]


def test_kinds() -> None:
    kinds: dict[str, Kind] = {
        "20个": Kind.NUMBER,
        "三个": Kind.HAN,
        "5—10个": Kind.RANGE,
        "三分之一": Kind.FRACTION,
        "全覆盖": Kind.COVERAGE,
        "翻两番": Kind.MULTIPLE,
    }
    found: list[Quantity] = [find_quantities(text)[0] for text in kinds]
    assert [q.kind for q in found] == list(kinds.values())
