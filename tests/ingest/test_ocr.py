"""Recognition of scans; skipped by name without the extra or a Chinese font to draw with."""

import io
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from make_pdf import save_pdf
from seed_text import seed_paragraphs

from ingest.readers import read
from ingest.readers.ocr import is_installed, recognize
from kb.errors import SourceError
from kb.squeeze import squeeze

needs_ocr = pytest.mark.skipif(not is_installed(), reason="needs the extra ocr")


def scanned(folder: Path, paragraphs: list[str]) -> Any:
    """The first page as a picture of 300 dpi."""
    import pypdfium2

    save_pdf(folder / "文.pdf", paragraphs)
    document = pypdfium2.PdfDocument(folder / "文.pdf")
    picture = document[0].render(scale=300 / 72).to_pil().convert("L")
    document.close()
    if picture.getextrema()[0] > 100:
        pytest.skip("needs a Chinese font")
    return picture


@needs_ocr
def test_a_scanned_page_is_read(tmp_path: Path, shared: Path) -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    paragraphs = seed_paragraphs(shared)[11:13]
    path = tmp_path / "扫描.pdf"
    page = Canvas(str(path), pagesize=(595, 842))
    page.drawImage(ImageReader(scanned(tmp_path, paragraphs)), 0, 0, 595, 842)
    page.save()
    source = read(path)
    found = [squeeze(line.text) for line in source.lines]
    assert len(found) == len(paragraphs)
    alike = SequenceMatcher(None, "".join(found), squeeze("".join(paragraphs)), autojunk=False)
    assert alike.ratio() > 0.97
    assert "1 页的文字由 OCR 识别" in source.warnings[0]


@needs_ocr
def test_a_covered_line_is_named(tmp_path: Path) -> None:
    picture = scanned(tmp_path, ["坚持以人民为中心的发展思想，深入实施创新驱动发展战略。" * 8])
    whole = recognize(picture.convert("RGB"))
    assert whole.lost == 0
    assert min(confidence for confidence, _ in whole.confidences) > 0.9
    middle = sorted({glyph.y for glyph in whole.glyphs})[2]
    picture.paste(90, (300, int(middle) - 50, 2200, int(middle) + 10))
    covered = recognize(picture.convert("RGB"))
    assert list(covered.warnings(7)) == ["第 7 页可能有 1 行没有认出；请与原件核对"]


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a"])
def test_damaged_pictures_say_so(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "图.txt"
    path.write_bytes(data)
    with pytest.raises(SourceError, match="图片") as failure:
        read(path)
    assert "\n" not in str(failure.value)


@needs_ocr
def test_a_picture_is_read(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    scanned(tmp_path, ["衢州市人民政府关于推进工作的意见"]).save(buffer, "PNG")
    path = tmp_path / "图.png"
    path.write_bytes(buffer.getvalue())
    source = read(path)
    assert [line.text.strip() for line in source.lines] == ["衢州市人民政府关于推进工作的意见"]
    assert source.format == "image"
