import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.squeeze import Squeezed, squeeze


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("衢政办发〔2024〕3 号", "衢政办发〔2024〕3号"),
        ("到 2025 年\u3000末", "到2025年末"),
        ("\ufeff一、\u200b总体\u200d要求\xa0", "一、总体要求"),
        ("", ""),
        (" \n\u3000", ""),
    ],
)
def test_squeeze(text: str, expected: str) -> None:
    assert squeeze(text) == expected
    assert Squeezed(text).text == expected


def test_span_leads_back_to_the_printed_text() -> None:
    text = "（国邮发〔2023〕39 号）和"
    view = Squeezed(text)
    at = view.text.index("国邮发〔2023〕39号")
    start, end = view.span(at, at + len("国邮发〔2023〕39号"))
    assert text[start:end] == "国邮发〔2023〕39 号"


def test_an_empty_span_stands_before_its_character() -> None:
    view = Squeezed(" 一 二 ")
    assert view.span(1, 1) == (3, 3)
    assert view.span(2, 2) == (5, 5)


@given(st.text(alphabet="一二A1 \u3000\n\u200b。"), st.data())
def test_any_span_slices_back(text: str, data: st.DataObject) -> None:
    view = Squeezed(text)
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))
    first, last = view.span(start, end)
    assert squeeze(text[first:last]) == view.text[start:end]
    assert view.index(first) == start
