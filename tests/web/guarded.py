"""Runs the command line with every socket watched: python guarded.py LOG ARGUMENT...

An attempt to reach anything but the loopback is written to LOG and refused.
"""

import ipaddress
import sys
from pathlib import Path
from typing import Any


def watch(log: str) -> None:
    """Refuse, and write down, what would leave the loopback."""
    named = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}
    sent = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in named:
            target = arguments[named[event]]
        elif event in sent:
            address = arguments[sent[event]]
            target = address[0] if isinstance(address, tuple) else None  # a path is AF_UNIX
        else:
            return
        if not _stays(target):
            with Path(log).open("a", encoding="utf-8") as file:
                file.write(f"{event} {target!r}\n")
            raise PermissionError(f"{event} to {target!r}")

    sys.addaudithook(hook)


def _stays(target: Any) -> bool:
    """Whether a host is this machine; no host means an address to listen on."""
    text = target.decode() if isinstance(target, bytes) else target
    if text in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(text).split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


if __name__ == "__main__":
    watch(sys.argv[1])
    from assistant.cli import main

    main(sys.argv[2:])
