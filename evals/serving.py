"""A server over a home in a process of its own, and what it uses (read from /proc, so on Linux)."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["ROOT", "policykb", "quantile", "served", "usage"]

ROOT = Path(__file__).parents[1]
_READY = "问答网页已就绪："


def policykb(*words: str) -> None:
    """Run a command of the program. Raises CalledProcessError."""
    command = [sys.executable, "-m", "assistant", *words]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def served(home: Path) -> Iterator[tuple[str, int]]:
    """The address and the process of a server over a home."""
    command = [sys.executable, "-m", "assistant", "--home", str(home), "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            if not line.startswith(_READY):
                raise SystemExit(f"服务没有起来：{line}")
            yield urlsplit(line.removeprefix(_READY).strip()).netloc, process.pid
        finally:
            process.send_signal(signal.SIGTERM)


def usage(process: int) -> tuple[float, int]:
    """Resident memory in MB, and open files."""
    folder = Path(f"/proc/{process}")
    status = (folder / "status").read_text()
    memory = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(memory.split()[1]) / 1024, len(list((folder / "fd").iterdir()))


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies; 0 without any."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0
