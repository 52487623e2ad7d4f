"""Set up and start, with nothing but Python.

`python3 start.py` runs the chat, `python3 start.py test` the tests. Makes .venv (or uses the active
virtual environment), installs what requirements.lock pins, takes in corpus/ and serves the page.
Every step is repeatable and skipped when done.

For a machine without a network: `python3 start.py wheels DIR` on one with, of the same system and
Python, puts all packages into a folder; `python3 start.py --wheels DIR` installs from it alone.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("VIRTUAL_ENV") or ROOT / ".venv")
BUILD = ("hatchling>=1.27", "editables>=0.5")  # what installing the project itself needs
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {
    "run": ("requirements.lock",),
    "test": (
        "requirements.lock",
        "requirements-ocr.lock",
        "requirements-milvus.lock",
        "requirements-llm.lock",
        "requirements-evals.lock",
        "requirements-dev.lock",
    ),
}


def say(text: str) -> None:
    """Tell what is being done."""
    print(f"==> {text}", flush=True)


def run(*command: str | Path, check: bool = True) -> int:
    """Run a command in the project; stop with its exit code where it fails and `check` is set."""
    code = subprocess.call([str(part) for part in command], cwd=ROOT)
    if code and check:
        sys.exit(code)
    return code


def make_environment() -> None:
    """Make the virtual environment unless it is there."""
    if not PYTHON.exists():
        say(f"建立虚拟环境 {VENV}")
        venv.create(VENV, with_pip=True)


def fetch_wheels(folder: Path, *options: str) -> int:
    """Put every package that running needs into a folder, as wheels; options go to pip."""
    make_environment()
    say(f"下载运行所需的包到 {folder}（几分钟）")
    lock = ROOT / "requirements.lock"
    pip = (PYTHON, "-m", "pip", "wheel", "--disable-pip-version-check")
    return run(*pip, "--wheel-dir", folder, "-r", lock, *BUILD, *options, check=False)


def use_wheels(arguments: list[str]) -> list[str]:
    """The arguments without `--wheels DIR`, which makes pip install from that folder alone."""
    if "--wheels" not in arguments:
        return arguments
    place = arguments.index("--wheels")
    folder = Path(*arguments[place + 1 : place + 2]).resolve()
    if not any(folder.glob("*.whl")):
        print(
            f"{folder} 里没有 .whl 文件；先在联网的机器上 start.py wheels 文件夹", file=sys.stderr
        )
        sys.exit(2)
    os.environ.update(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(folder))  # for pip's own builds too
    return arguments[:place] + arguments[place + 2 :]


def set_up(what: str) -> None:
    """Make the virtual environment and install the pinned packages, unless that is done."""
    make_environment()
    locks = [ROOT / name for name in LOCKS[what]]
    wanted = hashlib.sha256(
        b"".join(path.read_bytes() for path in [*locks, ROOT / "pyproject.toml"])
    ).hexdigest()
    stamp = VENV / f"policykb-{what}.stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("安装依赖（首次需几分钟；没有 NVIDIA 显卡的 Linux 请先按 README 装 CPU 版 PyTorch）")
    options = [option for path in locks for option in ("-r", str(path))]
    quiet = () if sys.stdout.isatty() else ("--quiet",)  # a terminal gets pip's progress bars
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *quiet)
    run(*pip, *options)
    run(*pip, "--no-deps", "-e", ROOT)
    stamp.write_text(wanted)


def main(arguments: list[str]) -> int:
    """Run the chat, or with `test` the tests.

    Further arguments go to `policykb serve` or pytest.
    """
    if sys.hexversion < 0x030B0000:
        print("需要 Python 3.11 或更新的版本", file=sys.stderr)
        return 2
    if arguments[:1] == ["wheels"]:
        if len(arguments) < 2:
            print("用法：python3 start.py wheels 文件夹 [pip 的选项]", file=sys.stderr)
            return 2
        return fetch_wheels(Path(arguments[1]).resolve(), *arguments[2:])
    arguments = use_wheels(arguments)
    if arguments[:1] == ["test"]:
        set_up("test")
        say("运行测试")
        return run(PYTHON, "-m", "pytest", *arguments[1:], check=False)
    set_up("run")
    say("收入 corpus/ 里的文件（已收入的会跳过）")
    run(PYTHON, "-m", "assistant", "ingest", ROOT / "corpus")
    say("启动问答网页，按 Ctrl+C 结束")
    return run(PYTHON, "-m", "assistant", "serve", *arguments, check=False)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
