"""The goals of single sentences: goals.txt and goals_elsewhere.txt hold the judgements."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ingest.goals import Goal, Setting, read_goals

WRITTEN = date(2024, 1, 17)
JUDGED = tuple(map(Path(__file__).with_name, ("goals.txt", "goals_elsewhere.txt")))
ABOUT_GOALS = "目标一节之内"


def judgements() -> Iterator[tuple[bool, str, list[str]]]:
    for path in JUDGED:
        yield from judgements_of(path)


def judgements_of(path: Path) -> Iterator[tuple[bool, str, list[str]]]:
    about, sentence, expected = False, "", list[str]()
    for line in [*path.read_text(encoding="utf-8").splitlines(), "= "]:
        if line.startswith(("## ", "= ")):
            if sentence:
                yield about, sentence, expected
            sentence, expected = "", []
        if line.startswith("## "):
            about = line[3:] == ABOUT_GOALS
        elif line.startswith("= "):
            sentence = line[2:]
        elif line.startswith("- "):
            expected.append(line[2:])


def written_out(goal: Goal) -> str:
    value = "-" if goal.value is None else str(goal.value)
    due = goal.period.due if goal.period else None
    return f"{goal.indicator} | {value} {goal.unit or '-'} {goal.comparison} {due or '-'}"


@pytest.mark.parametrize(("about", "sentence", "expected"), list(judgements()))
def test_judged_sentence(about: bool, sentence: str, expected: list[str]) -> None:
    goals = read_goals(sentence, Setting(written=WRITTEN, goals=about))
    assert [written_out(goal) for goal in goals] == expected


@pytest.mark.parametrize(("about", "sentence", "expected"), list(judgements()))
def test_a_goal_lies_in_its_sentence_and_holds_its_name(
    about: bool, sentence: str, expected: list[str]
) -> None:
    for goal in read_goals(sentence, Setting(written=WRITTEN, goals=about)):
        quote = iter(sentence[goal.start : goal.end])
        assert all(character in quote for character in goal.indicator)


def test_a_report_states_goals_only_in_words_of_intent() -> None:
    report = Setting(written=WRITTEN, directive=False)
    assert not read_goals("全省市场新增口罩生产企业48家，开工率达到95%。", report)
    assert len(read_goals("力争新增口罩生产企业48家。", report)) == 1


def test_without_the_documents_date_what_was_counted_up_to_a_day_is_past() -> None:
    assert not read_goals("截至2030年1月10日，全市覆盖率达到90%。", Setting())
    assert len(read_goals("到2030年，全市覆盖率达到90%。", Setting())) == 1


@pytest.mark.parametrize("unit", ["并且", "1个、", "为", "（", "“", "较2020年", "到2025年", "5—"])
def test_hostile_sentences_take_no_time(unit: str) -> None:
    read_goals(unit * (1900 // len(unit)), Setting(written=WRITTEN))
