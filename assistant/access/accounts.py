"""Users, tokens and sessions of one home, in access.sqlite3. Secrets are kept as hashes only.

Passwords by argon2id with the library's defaults (RFC 9106); tokens and session keys are 256 random
bits, of which SHA-256 is kept.
"""

import hashlib
import secrets
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.access.model import Role, User
from kb.errors import NotFoundError, QueryError, StoreError

__all__ = ["SESSION_SECONDS", "Accounts"]

SESSION_SECONDS = 12 * 3600
"""A session ends so long after the login, and after `_IDLE_SECONDS` without a request."""

_IDLE_SECONDS = 2 * 3600
_SHORTEST, _LONGEST = 10, 256  # characters of a password
_LONGEST_NAME = 40
_PREFIX = "pkb_"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS users (name TEXT PRIMARY KEY, role INTEGER NOT NULL,
  labels TEXT NOT NULL, password TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (hash TEXT PRIMARY KEY, user TEXT NOT NULL
  REFERENCES users(name) ON DELETE CASCADE, expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (hash TEXT PRIMARY KEY, user TEXT NOT NULL
  REFERENCES users(name) ON DELETE CASCADE, begun REAL NOT NULL, seen REAL NOT NULL);
"""


class Accounts:
    """Raises StoreError where the file cannot be read or written."""

    def __init__(self, home: Path) -> None:
        self._path = home / "access.sqlite3"

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=10)
            try:
                connection.execute("PRAGMA foreign_keys = ON")
                connection.executescript(_SCHEMA)
                self._path.chmod(0o600)
                with connection:
                    yield connection
            finally:
                connection.close()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"用户库 {self._path} 打不开：{error}；请检查目录权限") from error

    def any(self) -> bool:
        """Whether users are set up."""
        return self._path.is_file() and bool(self.users())

    def users(self) -> list[User]:
        """All users by name."""
        with self._open() as held:
            rows = held.execute("SELECT name, role, labels FROM users ORDER BY name").fetchall()
        return [_user(row) for row in rows]

    def add(self, name: str, password: str, role: Role, labels: Sequence[str] = ()) -> None:
        """Add a user, or give one a new password, role and labels; their sessions end.

        Raises QueryError.
        """
        name = name.strip()
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            raise QueryError(f"用户名要有 1 到 {_LONGEST_NAME} 个字，不含控制字符")
        if not _SHORTEST <= len(password) <= _LONGEST:
            raise QueryError(f"密码要有 {_SHORTEST} 到 {_LONGEST} 个字符")
        if bad := [label for label in labels if not label.strip() or "\n" in label]:
            raise QueryError(f"标签不能是空的或有换行：{bad[0]!r}")
        hashed = _hasher().hash(password)
        with self._open() as held:
            held.execute(
                "INSERT INTO users VALUES (?, ?, ?, ?) ON CONFLICT(name) DO UPDATE SET"
                " role = excluded.role, labels = excluded.labels, password = excluded.password",
                (name, int(role), "\n".join(sorted(set(labels))), hashed),
            )
            held.execute("DELETE FROM sessions WHERE user = ?", (name,))

    def remove(self, name: str) -> None:
        """Remove a user with tokens and sessions. Raises NotFoundError."""
        with self._open() as held:
            if not held.execute("DELETE FROM users WHERE name = ?", (name,)).rowcount:
                raise NotFoundError(f"没有用户 {name}；policykb users list 列出全部用户")

    def token(self, name: str, days: int) -> str:
        """A new token of a user; it is shown once and kept as a hash. Raises NotFoundError."""
        text = _PREFIX + secrets.token_urlsafe(32)
        with self._open() as held:
            if not held.execute("SELECT 1 FROM users WHERE name = ?", (name,)).fetchone():
                raise NotFoundError(f"没有用户 {name}；policykb users list 列出全部用户")
            expires = time.time() + days * 86_400
            held.execute("INSERT INTO tokens VALUES (?, ?, ?)", (_digest(text), name, expires))
        return text

    def by_token(self, token: str) -> User | None:
        """The user of a token that has not expired."""
        with self._open() as held:
            row = held.execute(
                "SELECT name, role, labels FROM users JOIN tokens ON user = name"
                " WHERE hash = ? AND expires > ?",
                (_digest(token), time.time()),
            ).fetchone()
        return _user(row) if row else None

    def login(self, name: str, password: str) -> str | None:
        """The key of a new session; None where name or password is wrong."""
        with self._open() as held:
            row = held.execute("SELECT password FROM users WHERE name = ?", (name,)).fetchone()
        if not _right(row[0] if row else None, password[:_LONGEST]):
            return None
        key, now = secrets.token_urlsafe(32), time.time()
        with self._open() as held:
            held.execute(
                "DELETE FROM sessions WHERE begun < ? OR seen < ?",
                (now - SESSION_SECONDS, now - _IDLE_SECONDS),
            )
            held.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (_digest(key), name, now, now))
        return key

    def by_session(self, key: str) -> User | None:
        """The user of a session that has not ended; the session has been used."""
        now = time.time()
        with self._open() as held:
            row = held.execute(
                "SELECT name, role, labels, seen FROM users JOIN sessions ON user = name"
                " WHERE hash = ? AND begun > ? AND seen > ?",
                (_digest(key), now - SESSION_SECONDS, now - _IDLE_SECONDS),
            ).fetchone()
            if row and now - row[3] > 60:
                held.execute("UPDATE sessions SET seen = ? WHERE hash = ?", (now, _digest(key)))
        return _user(row[:3]) if row else None

    def logout(self, key: str) -> None:
        """End a session."""
        with self._open() as held:
            held.execute("DELETE FROM sessions WHERE hash = ?", (_digest(key),))


def _user(row: Sequence[Any]) -> User:
    name, role, labels = row
    return User(name=name, role=Role(role), labels=frozenset(filter(None, labels.split("\n"))))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _hasher() -> Any:
    from argon2 import PasswordHasher

    return PasswordHasher()


_UNKNOWN: list[str] = []


def _right(hashed: str | None, password: str) -> bool:
    """Whether a password is right; an unknown name takes as long as a wrong password."""
    from argon2.exceptions import VerificationError

    if hashed is None and not _UNKNOWN:
        _UNKNOWN.append(_hasher().hash(secrets.token_urlsafe(16)))
    try:
        _hasher().verify(hashed or _UNKNOWN[0], password)
    except (VerificationError, UnicodeEncodeError):
        return False
    return hashed is not None
