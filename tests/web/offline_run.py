"""Ingests, searches, answers and serves with every socket watched; prints what happened as JSON.

python offline_run.py ROOT FOLDER [sealed]: sealed is for a new network namespace, where it first
raises the loopback and in the end tells how many attempts found no way out.
"""

import json
import re
import socket
import struct
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

from page_client import PageClient, fetch, serving

_SIOCSIFFLAGS = 0x8914
_UP_AND_RUNNING = 0x1 | 0x40


def raise_loopback() -> None:
    """Bring up the one interface that a new network namespace has."""
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _UP_AND_RUNNING))


def without_route() -> int:
    """How often anything in this namespace, native code too, tried what it has no route to."""
    rows = [line.split() for line in Path("/proc/net/snmp").read_text().splitlines()]
    names, values = (row for row in rows if row[0] == "Ip:")
    six = dict(line.split() for line in Path("/proc/net/snmp6").read_text().splitlines())
    return int(values[names.index("OutNoRoutes")]) + int(six.get("Ip6OutNoRoutes", 0))


def main(root: Path, folder: Path, sealed: bool) -> dict[str, object]:
    """What each step said."""
    if sealed:
        raise_loopback()
        before = without_route()
    log = folder / "left.log"
    guarded = [sys.executable, str(Path(__file__).with_name("guarded.py")), str(log)]
    program = [*guarded, "--home", str(folder / "home")]

    def step(*arguments: str) -> str:
        done = subprocess.run(
            [*program, *arguments], cwd=root, capture_output=True, text=True, encoding="utf-8"
        )
        return done.stdout if done.returncode == 0 else f"failed: {done.stdout}{done.stderr}"

    told: dict[str, object] = {
        "ingest": step("ingest", "--json", str(root / "corpus")),
        "search": step("search", "--json", "农村快递"),
        "ask": step("ask", "--json", "农村快递由哪些部门负责"),
    }
    with serving([*program, "serve", "--port", "0"], root) as (address, _):
        page = fetch(f"{address}/")[2]
        scripts = re.findall(r'(?:src|href)="(\./[^"]+\.(?:js|css))"', page)
        told["parts"] = [fetch(urljoin(f"{address}/", script))[0] for script in scripts]
        told["page"] = PageClient(address).ask("农村快递由哪些部门负责")
    told["left"] = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    if sealed:
        told["without_route"] = without_route() - before
    return told


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), "sealed" in sys.argv[3:])))
