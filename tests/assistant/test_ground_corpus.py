"""Real clauses: what they say stands, and what is altered in one place falls."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.ground import Evidence, Grounds
from assistant.text import sentences
from kb.model import Clause, Document, Level
from kb.organs import Organs

ORGANS = Organs.load()
ARTICLE = re.compile(r"(?m)^\s*第[一二三四五六七八九十百]+条")
OTHERS = ("市教育局", "省交通运输厅", "市应急管理局", "国家税务总局")
LEAST = 0.995


@pytest.fixture(scope="module")
def clauses(shared: Path) -> list[Evidence]:
    """The articles of the regulations."""
    found = []
    for path in sorted(path for path in shared.glob("corpus/*(*") if path.is_file()):
        text = path.read_text(encoding="utf-8")
        starts = [match.start() for match in ARTICLE.finditer(text)]
        document = Document(
            document_id=path.stem,
            path="",
            sha256="",
            text=text,
            title=path.stem,
            region="衢州市",
            level="市",
        )
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            if 40 < end - start < 1500:
                label = text[start:end].split()[0]
                clause = Clause(
                    clause_id=f"{path.stem}.{start}",
                    document_id=path.stem,
                    parent_id=None,
                    level=Level.ARTICLE,
                    marker=label[:8],
                    heading="",
                    label=label,
                    start=start,
                    end=end,
                    body_end=end,
                )
                found.append(
                    Evidence(marker=1, document=document, clause=clause, start=start, end=end)
                )
    assert len(found) > 200
    return found


def altered(sentence: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """The sentence with one thing in it changed, by kind of change."""

    def swap(kind: str, pattern: str, by: str) -> Iterator[tuple[str, str]]:
        if match := re.search(pattern, sentence):
            new = match.expand(by)
            if new != match[0]:
                yield kind, f"{sentence[: match.start()]}{new}{sentence[match.end() :]}"

    yield from swap("number", r"(?<=[^\d])(\d+)(?=[^\d年月日.、．号〕])", r"\g<1>7")
    yield from swap("numeral", "[二三四五七八九](?=个月|日内|万元|倍|千元|年以)", "六")
    yield from swap("year", r"20\d\d年", "2043年")
    yield from swap("forbidden", "不得", "可以")
    yield from swap("demanded", "应当", "不得")
    yield from swap("allowed", "(?<!不)可以", "不得")
    yield from swap("bound", "级以上", "级以下")
    yield from swap("fine", "以下罚款|以下的罚款", "以上罚款")
    yield from swap("article", "(?<!^)第[一二三四五六七八九十]+条", "第九十七条")
    if mentions := ORGANS.find(sentence):
        other = chance.choice(OTHERS)
        start, end = mentions[0].start, mentions[0].end
        yield "organ", f"{sentence[:start]}{other}{sentence[end:]}"
    if run := re.search("[\u4e00-\u9fff]{12}", sentence):
        quoted = f"{run[0][:5]}啊{run[0][6:]}"
        yield "quotation", f"原文规定“{quoted}”。"


def test_what_clauses_say_stands_and_what_is_altered_falls(clauses: list[Evidence]) -> None:
    chance = random.Random(1)
    stood: Counter[bool] = Counter()
    caught: dict[str, Counter[bool]] = {}
    missed: list[str] = []
    dropped: list[str] = []
    for evidence in chance.sample(clauses, 200):
        grounds = Grounds([evidence], ORGANS, "有什么规定")
        text = evidence.document.text
        for start, end in sentences(text, evidence.start, evidence.end):
            sentence = " ".join(text[start:end].split())
            if len(sentence) < 12 or sentence[-1] not in "。；":
                continue
            verdict = grounds.check(f"{sentence}[1]")
            stood[verdict.stands] += 1
            if not verdict.stands:
                dropped.append(f"{sentence}: {verdict.faults}")
            for kind, wrong in altered(sentence, chance):
                falls = not grounds.check(f"{wrong}[1]").stands
                caught.setdefault(kind, Counter())[falls] += 1
                if not falls:
                    missed.append(f"{kind}: {wrong}")
    print(stood, caught)
    every = sum(caught.values(), Counter())
    assert stood.total() > 300
    assert len(caught) >= 9
    assert stood[True] / stood.total() >= LEAST, dropped
    assert every[True] / every.total() >= LEAST, missed
