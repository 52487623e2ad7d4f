"""Colloquial words and the terms of law for them."""

import pytest

from kb.synonyms import formal_terms


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("老板拖着不给工钱", ("用人单位", "雇主", "劳动报酬")),
        ("快递进村归谁管", ("农村寄递",)),
        ("邮政普遍服务", ()),
        ("娃是未成年人吗", ("子女",)),
        ("", ()),
    ],
)
def test_formal_terms(query: str, expected: tuple[str, ...]) -> None:
    assert formal_terms(query) == expected
