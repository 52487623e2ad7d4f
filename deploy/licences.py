"""The licences of the pinned packages, as a table: `python deploy/licences.py [--check]`.

Reads what is installed; run it in an environment with every requirements*.lock installed. --check
compares the table with the lock files and writes nothing (1 where they differ).
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "deploy" / "LICENCES.md"
_PIN = re.compile(r"(?m)^([A-Za-z0-9][\w.-]*)==(\S+)")
_CLASSIFIER = re.compile(r"License :: (?:OSI Approved :: )?(.+)")
_STRONG = re.compile(r"\b(?:A?GPL|GNU (?:Affero )?General Public|SSPL|BUSL|Commons Clause)", re.I)
_HEAD = """# 依赖的许可证

由 `python deploy/licences.py` 按安装的包的元数据写成，版本与 `requirements*.lock` 一致（`tests/test_licences.py` 核对）。
没有哪个包的许可证妨碍以 MIT 发布本项目：包由用户自己安装，不随代码分发；分发容器镜像时请连同各包的许可证文件（在镜像的 `site-packages/*.dist-info` 里）。

| 包 | 版本 | 用途 | 许可证 |
|---|---|---|---|
"""  # noqa: E501 - lines of a Markdown table's introduction


def pins() -> dict[str, tuple[str, str]]:
    """Version and lock file of each pinned package, by its name in lower case."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(ROOT.glob("requirements*.lock")):
        use = path.stem.removeprefix("requirements").strip("-") or "运行"
        for name, version in _PIN.findall(path.read_text(encoding="utf-8")):
            found.setdefault(name.lower(), (version, use))
    return found


def licence(name: str) -> str:
    """The licence that a package's metadata states; 未写明 where none is. Raises LookupError."""
    try:
        told = metadata(name)
    except PackageNotFoundError as error:
        raise LookupError(f"没有安装 {name}；请先安装全部 requirements*.lock") from error
    classified = [
        found[1]
        for each in told.get_all("Classifier", [])
        if (found := _CLASSIFIER.fullmatch(each)) and found[1] != "OSI Approved"
    ]
    first = (told.get("License") or "").strip().split("\n")[0]
    stated = told.get("License-Expression") or "；".join(classified) or first
    return stated[:80].replace("|", "/") or "未写明"


def rows() -> dict[str, str]:
    """A row of the table for each pinned package. Raises LookupError."""
    return {
        name: f"| {name} | {version} | {use} | {licence(name)} |"
        for name, (version, use) in sorted(pins().items())
    }


def listed() -> dict[str, tuple[str, str]]:
    """Version and licence by name, as the table has them."""
    cells = [line.strip("| ").split(" | ") for line in TABLE.read_text("utf-8").splitlines()]
    return {each[0]: (each[1], each[3]) for each in cells if len(each) == 4 and each[0] != "包"}


def wrong() -> list[str]:
    """How the table differs from the lock files, and licences that would bind this project."""
    held, wanted = listed(), {name: version for name, (version, _) in pins().items()}
    found = [
        f"{name}: {wanted.get(name, '不在锁文件里')}，表里 {held.get(name, ('没有',))[0]}"
        for name in sorted({*held, *wanted})
        if wanted.get(name) != held.get(name, ("",))[0]
    ]
    strong = [f"{n}: {text}" for n, (_, text) in held.items() if binds(text)]
    return found + strong


def binds(text: str) -> bool:
    """Whether a licence binds what is combined with it, with no other one to choose."""
    others = re.split(r" OR |；", text)
    return all(_STRONG.search(each) and "Lesser" not in each for each in others)


def main(arguments: list[str]) -> int:
    """Write the table, or check it."""
    if "--check" not in arguments:
        try:
            TABLE.write_text(_HEAD + "\n".join(rows().values()) + "\n", encoding="utf-8")
        except LookupError as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 1
    told = wrong()
    for line in told:
        print(line)  # noqa: T201
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
