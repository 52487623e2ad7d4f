"""DOC, WPS and RTF: LibreOffice, where it is installed, makes a DOCX of them."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from kb.errors import SourceError
from kb.limits import Limits

__all__ = ["has_macros", "is_legacy", "to_docx"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_SETTINGS = (
    ("MacroSecurityLevel", "3"),
    ("DisableMacrosExecution", "true"),
    ("DisableActiveContent", "true"),
    ("BlockUntrustedRefererLinks", "true"),
)
_COMMANDS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
)


def is_legacy(data: bytes) -> bool:
    """Whether a file is in the container of Office files before 2007, or RTF."""
    return data.startswith((_OLE, _RTF))


def to_docx(data: bytes, limits: Limits) -> bytes:
    """A DOCX made of an older Word document.

    Raises SourceError where it is no Word document, has a password, LibreOffice is missing or
    LibreOffice fails.
    """
    kind = "RTF 文件" if data.startswith(_RTF) else "旧版 Word 文件（doc、wps）"
    if _holds_stream(data, "EncryptedPackage"):
        raise SourceError("文件有密码；请去掉密码后再收入")
    if _holds_stream(data, "Workbook") or _holds_stream(data, "PowerPoint Document"):
        raise SourceError("还不支持旧版表格和演示文件（xls、ppt）；请另存为 docx 后再收入")
    command = next((found for name in _COMMANDS if (found := shutil.which(name))), None)
    if command is None:
        raise SourceError(
            f"{kind}要用 LibreOffice 转换，这台机器没有安装；"
            "请安装 LibreOffice，或另存为 docx 后再收入"
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _converted(data, kind, command, Path(folder), limits.seconds)


def has_macros(data: bytes) -> bool:
    """Whether an older Office document holds macros."""
    return _holds_stream(data, "_VBA_PROJECT") or _holds_stream(data, "Macros")


def _harmless(user: Path) -> None:
    """Write the settings of a profile in which no macro runs and nothing outer is fetched."""
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{name}"'
        f' oor:op="fuse"><value>{value}</value></prop></item>'
        for name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )


def _holds_stream(data: bytes, name: str) -> bool:
    return data.startswith(_OLE) and name.encode("utf-16-le") in data


def _converted(data: bytes, kind: str, command: str, folder: Path, seconds: int) -> bytes:
    source, made = folder / "source.doc", folder / "made"
    source.write_bytes(data)
    _harmless(folder / "profile" / "user")
    own_profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"  # one of its own
    options = [own_profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir"]
    try:
        subprocess.run(
            [command, *options, str(made), str(source)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=True,
        )
        return (made / "source.docx").read_bytes()
    except subprocess.TimeoutExpired:
        reason = f"用时超过 {seconds} 秒"
    except (subprocess.CalledProcessError, OSError):
        reason = "失败，文件可能已损坏或有密码"
    raise SourceError(f"{kind}转换{reason}；请用办公软件另存为 docx 后再收入")
