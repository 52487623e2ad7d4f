"""ZIP files held in memory, opened within limits, and the XML parts of office formats."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, TypeVar

from kb.errors import SourceError
from kb.limits import SPLIT, Limits

__all__ = ["Package", "parse_xml"]

_MB = 1024 * 1024
_ASK_RATIO = 10 * _MB
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,  # a compression method that Python lacks
    OSError,
    OverflowError,
    UnicodeError,
    ValueError,
)
_T = TypeVar("_T")


class Package:
    """The members of a ZIP file by name.

    Raises SourceError, when opened or read, where it is damaged, encrypted or over the limits.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._zip = _guarded(lambda: zipfile.ZipFile(io.BytesIO(data)))
        self._members = {
            info.filename: info
            for info in self._zip.infolist()
            if info.filename and not info.is_dir()
        }
        unpacked = sum(info.file_size for info in self._zip.infolist())
        if len(self._zip.infolist()) > limits.members:
            count = len(self._zip.infolist())
            raise SourceError(
                f"压缩包里有 {count} 个文件，超过上限 {limits.members} 个；{SPLIT} max_members"
            )
        if unpacked > limits.unpacked_mb * _MB:
            raise SourceError(
                f"解压后有 {unpacked // _MB} MB，超过上限 {limits.unpacked_mb} MB；"
                f"{SPLIT} max_unpacked_mb"
            )
        if unpacked > _ASK_RATIO and unpacked > limits.ratio * len(data):
            ratio = unpacked // max(1, len(data))
            raise SourceError(
                f"解压后是原来的 {ratio} 倍，超过上限 {limits.ratio} 倍，"
                "可能是恶意文件；请核对来源，确实可信再调大设置 max_ratio"
            )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files inside, in the order of the archive."""
        return tuple(self._members)

    def name(self, member: str) -> str:
        """The name of a member for people: names not marked as UTF-8 are read as GB18030."""
        if self._members[member].flag_bits & 0x800:
            return member
        try:
            return member.encode("cp437").decode("gb18030")
        except UnicodeError:
            return member

    def read(self, name: str) -> bytes:
        """The content of a member; never more than its declared size, which the limits bound."""
        info = self._members.get(name)
        if info is None:
            raise SourceError(f"文件不完整，缺少 {name}；请重新保存后再收入")
        if info.flag_bits & 0x1:
            raise SourceError("文件有密码；请去掉密码后再收入")
        return _guarded(lambda: self._unpacked(info))

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        """A member's content; a declared size that lies unfolds to no more than that."""
        with self._zip.open(info) as member:
            data = member.read(info.file_size + 1)
        if len(data) != info.file_size:
            raise zipfile.BadZipFile(info.filename)
        return data

    def xml(self, name: str) -> Any:
        """The root element of an XML member."""
        return parse_xml(self.read(name))


def parse_xml(data: bytes) -> Any:
    """The root element of an XML text; entities and outer files are never followed.

    Raises SourceError where it is damaged or declares entities, which no office program writes.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise SourceError("文件内部的 XML 有损坏；请用办公软件打开并另存后再收入") from None
    if root.getroottree().docinfo.doctype:
        raise SourceError("文件内部的 XML 带有实体定义（DTD），可能是恶意文件；请核对来源后另存")
    return root


def _guarded(action: Callable[[], _T]) -> _T:
    try:
        return action()
    except _BROKEN:
        raise SourceError(
            "压缩包或 Office 文件（docx、ofd、zip）已损坏；请重新下载或另存"
        ) from None
