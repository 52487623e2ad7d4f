"""Readers of file formats. The format is told by the content, never by the file's name."""

from dataclasses import replace
from pathlib import Path

from ingest.readers.archive import content
from ingest.readers.decoding import decode
from ingest.readers.doc import has_macros, is_legacy, to_docx
from ingest.readers.docx import is_docx, read_docx
from ingest.readers.html import is_html, read_html
from ingest.readers.markdown import is_markdown, read_markdown
from ingest.readers.ocr import is_image, read_image
from ingest.readers.ofd import is_ofd, read_ofd
from ingest.readers.package import Package
from ingest.readers.pdf import read_pdf
from ingest.readers.text import read_text
from ingest.source import Line, SourceText
from kb.errors import SourceError
from kb.limits import LIMITS, SPLIT, Limits
from kb.visible import deceiving, visible

__all__ = ["load", "parse", "read"]

_UNSUPPORTED = (
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf'\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
)
_MB = 1024 * 1024
_PDF = b"%PDF-"  # some writers put a few bytes before it
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def read(path: Path, limits: Limits = LIMITS) -> SourceText:
    """The lines of a file: text, Markdown, HTML, DOCX, DOC, RTF, PDF, OFD or a picture.

    Raises SourceError with one line that says what to do: the file is missing, a folder,
    unreadable, empty, damaged, encrypted, over a limit, no text, or of a format that is not
    supported.
    """
    return parse(load(path, limits), path, limits)


def parse(data: bytes, path: Path, limits: Limits) -> SourceText:
    """The lines of a file's content; the path is for messages. Raises SourceError."""
    try:
        source = _source(data, limits)
    except SourceError as error:
        raise SourceError(f"{path}：{error}") from None
    source = _seen(source)
    if not any(line.text.strip() for line in source.lines):
        raise SourceError(f"{path}：文件里没有文字；请检查是否保存完整")
    return source


def _seen(source: SourceText) -> SourceText:
    """The source without characters that nobody sees; a warning where they turn or hide text.

    Those without width are left behind by web pages and say nothing.
    """
    lines = tuple(_seen_line(line) for line in source.lines)
    hidden = sum(deceiving(line.text) for line in source.lines)
    if not hidden:
        return replace(source, lines=lines)
    warning = f"删去 {hidden} 个改变文字方向或藏有文字的字符；请与原件核对"
    return replace(source, lines=lines, warnings=(*source.warnings, warning))


def _seen_line(line: Line) -> Line:
    text = visible(line.text).replace("\n", " ")
    return line if text == line.text else replace(line, text=text)


def _source(data: bytes, limits: Limits) -> SourceText:
    for magic, name in _UNSUPPORTED:
        if data.startswith(magic):
            raise SourceError(f"还不支持 {name}；请另存为 UTF-8 文本（.txt）后再收入")
    if _PDF in data[:1024]:
        lines, warnings = read_pdf(data, limits)
        return SourceText(lines, "pdf", None, warnings)
    if is_image(data):
        lines, warnings = read_image(data, limits)
        return SourceText(lines, "image", None, warnings)
    if data.startswith(_ZIP):
        return _packed(Package(data, limits), limits)
    if is_legacy(data):
        lines, warnings = read_docx(Package(to_docx(data, limits), limits))
        if has_macros(data):
            warnings = ("文件带有宏，没有运行；请核对来源", *warnings)
        return SourceText(lines, "doc", None, warnings)
    text, encoding, warnings = decode(data)
    if is_html(text):
        return SourceText(read_html(text), "html", encoding, warnings)
    if is_markdown(text):
        return SourceText(read_markdown(text), "markdown", encoding, warnings)
    return SourceText(read_text(text), "text", encoding, warnings)


def _packed(package: Package, limits: Limits) -> SourceText:
    if is_docx(package):
        lines, warnings = read_docx(package)
        return SourceText(lines, "docx", None, warnings)
    if is_ofd(package):
        lines, warnings = read_ofd(package, limits)
        return SourceText(lines, "ofd", None, warnings)
    if "[Content_Types].xml" in package.names:
        raise SourceError("还不支持这种 Office 文件（xlsx、pptx）；请另存为 docx 后再收入")
    raise SourceError("这是压缩包，不是一份文件；请解开后收入其中的文件")


def load(path: Path, limits: Limits) -> bytes:
    """The content of a file, also of one inside an archive. Raises SourceError."""
    try:
        if path.is_file():
            _check_size(path, path.stat().st_size, limits)
        data = content(path, limits)
    except FileNotFoundError:
        raise SourceError(f"{path}：文件不存在；请检查路径") from None
    except IsADirectoryError:
        raise SourceError(f"{path}：这是文件夹，不是文件；请给出其中的文件") from None
    except PermissionError:
        raise SourceError(f"{path}：没有读取权限；请检查文件权限") from None
    except OSError as error:
        raise SourceError(f"{path}：读取失败（{error.strerror}）；请检查路径和磁盘") from None
    if not data.strip():
        raise SourceError(f"{path}：文件是空的；请检查是否保存完整")
    _check_size(path, len(data), limits)
    return data


def _check_size(path: Path, size: int, limits: Limits) -> None:
    if size > limits.file_mb * _MB:
        raise SourceError(
            f"{path}：有 {size // _MB} MB，超过上限 {limits.file_mb} MB；{SPLIT} max_file_mb"
        )
