"""What fuzzing found, as short as it could be made: none of it may fail again."""

import io
import random
import zipfile

import pytest
from make_ofd import NAMESPACE, page, text_object

from evals.fuzz import made, shortest, tried
from evals.fuzz_parts import PARTS, Given, Part, WrongError
from ingest.readers.html import read_html


def _ofd(box: str, root: str = "d.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("OFD.xml", f"<OFD><DocBody><DocRoot>{root}</DocRoot></DocBody></OFD>")
        file.writestr(
            "d.xml",
            f"<Document {NAMESPACE}><PhysicalBox>{box}</PhysicalBox>"
            '<Pages><Page BaseLoc="p.xml"/></Pages></Document>',
        )
        file.writestr("p.xml", page([text_object("甲乙", 10, 10)]))
    return buffer.getvalue()


def _nameless() -> bytes:
    """A ZIP file with a member without a name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("甲", "乙")
    whole = buffer.getvalue()
    at = whole.index(b"PK\x01\x02")
    return whole[: at + 28] + b"\0\0" + whole[at + 30 :].replace("甲".encode(), b"", 1)


FOUND: list[tuple[str, Given]] = [
    ("readers", b"<html</html><![C<"),
    ("readers", b"<html><![A</table>"),
    ("readers", _ofd("0 0 0 0")),
    ("readers", _ofd("0 0 210 297", "d\nx.xml")),
    ("readers", _nameless()),
    ("readers", b"II*\0\x08\0\0\0\x01\0"),
    ("extraction", "。（责任单位（责任单位："),
    ("extraction", "（牵头（牵头（牵头单位：十二五"),
    ("extraction", "（责任单位：市邮政等" + "9" * 60 + "和给予）"),
    ("understanding", "\udbff"),
    ("understanding", "\ud800牵头\x1e\udfff"),
]


@pytest.mark.parametrize(
    ("part", "given"), FOUND, ids=[f"{n}-{p}" for n, (p, _) in enumerate(FOUND)]
)
def test_what_was_found_does_not_fail_again(part: str, given: Given) -> None:
    assert tried(PARTS[part], given) is None


@pytest.mark.parametrize("part", PARTS)
def test_a_few_inputs_of_each_part(part: str) -> None:
    for number in range(150):
        assert tried(PARTS[part], made(part, 7, number)) is None, number


def test_an_input_is_made_again_from_its_number() -> None:
    assert [made("readers", 1, n) for n in range(20)] == [made("readers", 1, n) for n in range(20)]
    assert made("outline", 1, 1) != made("outline", 2, 1)


def test_a_fault_is_told_and_made_short() -> None:
    def check(given: str) -> None:
        if "甲" in given and "乙" in given:
            raise WrongError("甲在乙旁")

    part = Part(lambda chance: str(chance.random()), check, 1)
    why = tried(part, "子丑甲寅卯乙辰")
    assert why is not None
    assert "甲在乙旁" in why
    assert shortest(part, "子丑甲寅卯乙辰", why) == "甲乙"
    assert tried(part, "子丑") is None
    assert isinstance(part.make(random.Random(1)), str)


@pytest.mark.parametrize(
    ("page_of", "shown"),
    [
        ("<p>甲<![if !supportLists]>一、<![endif]>乙</p>", ["甲一、乙"]),
        ("<p>甲<![CDATA[乙]]></p>", ["甲乙"]),
        ("<p>甲<!-- 注 --></p><p>乙<!-- 没有完</p>", ["甲", "乙 没有完"]),
        ('<p title="a<b">甲</p>', ["甲"]),
    ],
)
def test_marked_sections_and_open_comments(page_of: str, shown: list[str]) -> None:
    assert [line.text for line in read_html(f"<html><body>{page_of}</body></html>")] == shown
