"""OFD files for tests, as GB/T 33190 describes them."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from make_pdf import wrap

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.6  # millimetres, 16 points
PITCH = 9.8
WIDTH = 28  # characters


def text_object(text: str, x: float, y: float, *, extra: str = "", size: float = SIZE) -> str:
    widths = [size * (0.5 if c.isascii() else 1) for c in text[:-1]]
    runs: list[str] = []
    for width in widths:
        if runs and runs[-1].endswith(f" {width}"):
            count = int(runs[-1].split()[1]) + 1
            runs[-1] = f"g {count} {width}"
        else:
            runs.append(f"g 1 {width}")
    deltas = f' DeltaX="{" ".join(runs)}"' if runs else ""
    code = f'<ofd:TextCode X="0" Y="{size * 0.85}"{deltas}>{escape(text)}</ofd:TextCode>'
    box = f'Boundary="{x} {y} 160 {size}"'
    return f'<ofd:TextObject {box} Size="{size}" Font="2" {extra}>{code}</ofd:TextObject>'


def page(objects: Sequence[str]) -> str:
    return (
        f'<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer ID="5">{"".join(objects)}</ofd:Layer>'
        "</ofd:Content></ofd:Page>"
    )


def write_ofd(path: Path, pages: Sequence[str], root: str = "") -> None:
    entries = "".join(
        f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "OFD.xml",
            root
            or f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            "</ofd:DocBody></ofd:OFD>",
        )
        file.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
            "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
            f"<ofd:Pages>{entries}</ofd:Pages></ofd:Document>",
        )
        for number, content in enumerate(pages):
            file.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", content)


def save_ofd(path: Path, paragraphs: Sequence[str]) -> None:
    """Set a document; the objects of each page are stored from the bottom to the top."""
    lines = []
    for text in paragraphs:
        indent = 0 if text.endswith("：") else 2
        for at, line in enumerate(wrap(text, WIDTH, WIDTH - indent)):
            lines.append((line, 0 if at else indent))
    pages = []
    for start in range(0, len(lines), 22):
        objects = [text_object(f"— {start // 22 + 1} —", 95, 275, size=4)]
        for row, (line, indent) in enumerate(lines[start : start + 22]):
            objects.append(text_object(line, 27 + indent * SIZE, 37 + row * PITCH))
        pages.append(page(objects[::-1]))
    write_ofd(path, pages)
