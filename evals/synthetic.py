"""Made-up policy documents of any number, for measuring speed; the same from the same seed.

Words are drawn as in real text, few often and many seldom (Zipf), so that an index of them costs
what one of real documents does.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import kb

__all__ = ["Made", "documents"]

_PLACES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_ORGANS = [
    "发改委",
    "教育局",
    "科技局",
    "经信局",
    "公安局",
    "民政局",
    "财政局",
    "人社局",
    "住建局",
    "交通运输局",
    "商务局",
    "税务局",
]
_VERBS = [
    "推进",
    "完善",
    "健全",
    "加强",
    "优化",
    "提升",
    "培育",
    "支持",
    "规范",
    "建设",
    "落实",
    "开展",
    "引导",
    "深化",
    "扩大",
    "创新",
]
_OBJECTS = [
    "体系",
    "机制",
    "平台",
    "服务",
    "能力",
    "水平",
    "标准",
    "试点",
    "示范",
    "布局",
    "网络",
    "监管",
    "保障",
    "合作",
    "改革",
    "应用",
]
_SENTENCES = (
    "{v}{a}{o}，{v2}{b}和{c}{o2}，形成{a}与{b}协同的工作{o3}。",
    "对{a}中的{b}问题，按照{c}的要求{v}{o}，{v2}全过程{o2}。",
    "鼓励{a}企业参与{b}，{v}{c}{o}，力争{p}个以上项目纳入{o2}。",
    "{v}{a}，{v2}{b}{o}，实现{c}在全市覆盖，{o2}{o3}明显改善。",
    "建立{a}、{b}、{c}等{o}，{v}{o2}，{v2}{o3}和考核。",
)
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up document."""

    name: str  # of its file
    text: str


def documents(count: int, items: int, sentences: int = 4, seed: int = 2024) -> Iterator[Made]:
    """Documents of so many numbered items, each of so many sentences of about 35 characters.

    Every item names responsible organs, every fifth a target with a due date.
    """
    chance = random.Random(seed)
    nouns = _nouns()
    shares = list(accumulate(1 / rank for rank in range(1, len(nouns) + 1)))
    for number in range(1, count + 1):
        yield _document(chance, nouns, shares, number, items, sentences)


def _nouns() -> list[str]:
    lines = (Path(kb.__file__).parent / "terms.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _document(
    chance: random.Random,
    nouns: list[str],
    shares: list[float],
    number: int,
    items: int,
    sentences: int,
) -> Made:
    place = "".join(chance.choices(_PLACES, k=2)) + "市"
    subject = chance.choices(nouns, cum_weights=shares)[0]
    lines = [
        f"{place}人民政府办公室关于{chance.choice(_VERBS)}{subject}工作的实施意见",
        f"{place[0]}政办发〔{2015 + number % 10}〕{number}号",
        "各县（市、区）人民政府，市政府各部门：",
        f"为{chance.choice(_VERBS)}{subject}，结合本市实际，制定本意见。",
    ]
    for at in range(items):
        if at % 10 == 0:
            lines.append(f"{_NUMERALS[at // 10 % 10]}、{chance.choice(_VERBS)}{subject}{at}")
        body = "".join(_sentence(chance, nouns, shares) for _ in range(sentences))
        if at % 5 == 0:
            body += (
                f"到{2025 + chance.randrange(6)}年底，{subject}达到{chance.randrange(5, 500)}个。"
            )
        owners = "、".join(f"市{name}" for name in chance.sample(_ORGANS, 3))
        heading = f"{chance.choice(_VERBS)}{chance.choices(nouns, cum_weights=shares)[0]}"
        lines.append(f"{at % 10 + 1}．{heading}。{body}（责任单位：{owners}）")
    day = f"{2015 + number % 10}年{number % 12 + 1}月{number % 28 + 1}日"
    lines += [f"{place}人民政府办公室", day]
    return Made(f"{number:06}.txt", "\n\n".join(lines) + "\n")


def _sentence(chance: random.Random, nouns: list[str], shares: list[float]) -> str:
    a, b, c = chance.choices(nouns, cum_weights=shares, k=3)
    v, v2 = chance.sample(_VERBS, 2)
    o, o2, o3 = chance.sample(_OBJECTS, 3)
    form = chance.choice(_SENTENCES)
    return form.format(a=a, b=b, c=c, v=v, v2=v2, o=o, o2=o2, o3=o3, p=chance.randrange(2, 200))
