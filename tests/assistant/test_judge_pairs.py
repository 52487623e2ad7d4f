"""Pairs of what a document asks for and what an enterprise says of itself."""

from datetime import date
from typing import Any

import pytest

from assistant.judge_words import judge_phrase, judge_words
from assistant.judgement import Setting
from assistant.profile_json import read_profile
from assistant.territory import NATION, Territory, territory_of
from kb.model import Document

DEFINES = (
    "纾困行业企业，包括餐饮、住宿（指宾馆、民宿）、旅游三大类。示范企业是指经市商务局认定的企业等。"
)


def setting(text: str = "") -> Setting:
    return Setting(territory=None, as_of=date(2026, 3, 1), text=text)


@pytest.mark.parametrize(
    ("condition", "profile", "verdict"),
    [
        (
            "受灾情影响严重、面临暂时性经营困难",
            ["受灾情影响严重", "面临暂时性经营困难且恢复有望"],
            "met",
        ),
        ("恢复有望", ["面临暂时性经营困难且恢复有望"], "met"),
        ("受灾情影响严重、面临暂时性经营困难", ["受灾情影响严重"], "unknown"),
        ("提供公共交通服务、生活服务及快递收派服务", ["提供快递收派服务"], "met"),
        ("提供公共交通服务、生活服务及快递收派服务收入", ["提供快递收派服务"], "met"),
        ("提供公共交通服务、生活服务及快递收派服务", ["提供仓储服务"], "unknown"),
        ("供应直接保障民生的蔬菜、禽蛋肉等生活资料", ["供应直接保障民生的蔬菜"], "met"),
        ("稳定就业半年以上", ["吸纳本地劳动力，稳定就业11个月"], "met"),
        ("稳定就业1年以上", ["稳定就业11个月"], "not_met"),
        ("缴费有困难的个体工商户生产经营受到影响", [], "not_met"),
        ("招用登记失业的农民稳定就业", [], "unknown"),
    ],
)
def test_conditions(condition: str, profile: list[str], verdict: str) -> None:
    own = read_profile({"kind": ["企业"], "circumstances": profile})
    assert judge_words(condition, own, setting()).verdict == verdict


@pytest.mark.parametrize(
    ("phrase", "profile", "verdict"),
    [
        ("药品、疫苗研发机构", {"industry": "餐饮"}, "not_met"),
        ("药品研发生产型科技企业", {"industry": "餐饮"}, "not_met"),
        ("药品、疫苗研发机构", {"industry": "科研"}, "unknown"),
        ("医务人员和防疫工作者", {"industry": "快递"}, "not_met"),
        ("所有涉农主体", {"industry": "蔬菜种植", "kind": ["农民专业合作社"]}, "met"),
        ("所有涉农主体", {"industry": "餐饮"}, "not_met"),
        ("企业、就业车间、合作社等生产经营性主体", {"kind": ["农民专业合作社"]}, "met"),
        ("比如餐饮、住宿、旅游行业", {"industry": "餐饮"}, "met"),
        ("纾困行业企业", {"industry": "餐饮"}, "met"),
        ("纾困行业企业", {"industry": "医疗器械"}, "not_met"),
        ("示范企业", {"industry": "餐饮"}, "unknown"),
    ],
)
def test_whom_a_measure_is_for(phrase: str, profile: dict[str, Any], verdict: str) -> None:
    assert judge_phrase(phrase, read_profile(profile), setting(DEFINES)).verdict == verdict


@pytest.mark.parametrize(
    ("text", "territory"),
    [
        (
            "我市出台措施。杭州的企业可以申请，杭州市商务局负责。",
            Territory(province="浙江", prefecture="杭州"),
        ),
        ("新华社杭州2月8日电 浙江出台措施，全省企业可以申请。", Territory(province="浙江")),
        ("全省企业可以申请。杭州先行。", Territory(province="浙江")),
        ("全省企业可以申请。杭州、宁波先行。", Territory(province="浙江")),
        ("财政部、税务总局发布公告，企业免征增值税。", NATION),
        ("杭州、武汉、北京的企业都说好。", None),
        ("我市和武汉、北京、杭州的企业。", None),
        ("企业可以申请。", None),
    ],
)
def test_where_a_text_speaks_for(text: str, territory: Territory | None) -> None:
    document = Document(document_id="d", path="", sha256="", text=text, title="惠企措施问答")
    assert territory_of(document) == territory
