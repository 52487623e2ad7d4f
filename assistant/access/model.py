"""Users and roles, and what each role may do. Pure."""

import ipaddress
import re
from dataclasses import dataclass
from enum import IntEnum

__all__ = ["LOCAL", "Role", "User", "is_loopback", "needed", "role_named"]


class Role(IntEnum):
    """A role may do all that the ones before it may."""

    READER = 1  # 读者: ask, search, read, export
    EDITOR = 2  # 编辑: take in and remove documents
    ADMIN = 3  # 管理员: rebuild, metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who is let in. `labels` are the access labels (密级、范围) of documents seen."""

    name: str
    role: Role
    labels: frozenset[str] = frozenset()


LOCAL = User(name="本机", role=Role.ADMIN)
"""Whoever sits at the machine, where no users are set up."""

_OPEN = re.compile(r"/healthz|/readyz|/login|/logout|/favicon\.ico|/assets-of-page/[^/]+")
_EDITS = re.compile(r"/api/documents(?:/.*)?|/documents(?:/.*)?")
_ADMINS = re.compile(r"/api/rebuild|/metrics")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def needed(method: str, path: str) -> Role | None:
    """The role that a request needs; None where everybody may."""
    if _OPEN.fullmatch(path):
        return None
    if _ADMINS.fullmatch(path):
        return Role.ADMIN
    if method not in _SAFE and _EDITS.fullmatch(path):
        return Role.EDITOR
    return Role.READER


def role_named(name: str) -> Role:
    """A role by its English or Chinese name. Raises KeyError."""
    names = {"读者": Role.READER, "编辑": Role.EDITOR, "管理员": Role.ADMIN}
    return names.get(name) or Role[name.upper()]


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine only."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
