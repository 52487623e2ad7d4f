"""Looking for terms in all texts at once gives what looking in each gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.targets_table import FoldedTexts
from assistant.text import coverage

WORDS = st.text(alphabet="快递进村GDP 亿（(", max_size=12)
TERMS = st.text(alphabet="快递进村gdp亿", min_size=1, max_size=3)


@given(texts=st.lists(WORDS), weights=st.dictionaries(TERMS, st.floats(0.1, 9.0), max_size=4))
def test_shares_are_those_of_coverage(texts: list[str], weights: dict[str, float]) -> None:
    found = FoldedTexts(texts).shares(weights).tolist()
    assert found == pytest.approx([coverage(text, weights) for text in texts], abs=1e-12)


def test_no_texts_and_no_terms() -> None:
    assert FoldedTexts([]).shares({"快递": 1.0}).tolist() == []
    assert FoldedTexts(["快递"]).shares({}).tolist() == [0.0]
