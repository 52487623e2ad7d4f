"""A knowledge base made from the documents given, kept and used again while nothing changed."""

import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from filelock import FileLock
from tqdm import tqdm

from evals.encoded import StoredEncoder
from evals.gold import Sources
from ingest.pipeline import find_files, ingest
from kb.amendments import amendments, with_amendment
from kb.embedding import load_encoder
from kb.errors import SourceError
from kb.knowledge import KnowledgeBase
from kb.model import Clause
from kb.settings import Settings, load_settings

__all__ = ["Home", "code_digest", "open_home", "settings_shown"]

_ROOT = Path(__file__).parents[1]
_CODE = ("*.py", "*.toml", "*.txt", "encoder.json")
_KEPT = 3  # homes of the same documents, made by different states of the code
_DONE = "done.json"


@dataclass(frozen=True)
class Home:
    """The documents of an evaluation, read as the product reads them."""

    kb: KnowledgeBase
    digest: str  # of the documents' files
    failed: tuple[str, ...]  # files that could not be read, with the reason

    @cached_property
    def sources(self) -> Sources:
        """The documents by their names, as amended."""
        known = amendments()
        held = self.kb.snapshot().documents.values()
        return Sources([with_amendment(document, known) for document in held])

    def path(self, document_id: str, offset: int) -> list[Clause]:
        """The clauses of a document that hold an offset, outermost first."""
        clauses = self.kb.snapshot().clauses(document_id)
        return [clause for clause in clauses if clause.start <= offset < clause.end]


def open_home(paths: Sequence[Path], folder: Path) -> Home:
    """The home of some documents, in a folder; read in where it is not there yet.

    Raises:
        SourceError: none of the documents can be read.
    """
    files, _ = find_files(paths)
    if missing := [path for path in paths if not path.exists()]:
        raise SourceError(f"没有这个文件或文件夹：{'、'.join(map(str, missing))}")
    digest = _files_digest(files)
    made_by = hashlib.sha256(f"{code_digest('kb', 'ingest')} {_facts(load_settings())}".encode())
    place = folder / "homes" / f"{digest}-{made_by.hexdigest()[:12]}"
    place.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(place.with_suffix(".lock")):
        if not (place / _DONE).is_file():
            _forget(place.parent, digest)
            shutil.rmtree(place, ignore_errors=True)
            _make(place, paths, folder)
        failed = json.loads((place / _DONE).read_text(encoding="utf-8"))
    kb = _knowledge_base(place, folder)
    if not kb.store.versions():
        raise SourceError(f"没有读到一份文件：{'；'.join(failed) or '文件夹是空的'}")
    return Home(kb, digest, tuple(failed))


def settings_shown(settings: Settings) -> dict[str, object]:
    """The settings that bear on results, without the key and places of this machine."""
    left_out = {"home", "llm_key", "processes", "llm"}
    return {k: v for k, v in settings.model_dump(mode="json").items() if k not in left_out}


@cache
def code_digest(*parts: str) -> str:
    """A hash of the code and data of packages and files of this project."""
    digest = hashlib.sha256()
    for part in parts:
        folder = _ROOT / part
        found = {path for pattern in _CODE for path in folder.rglob(pattern)}
        for path in sorted(found or {folder}):
            digest.update(path.relative_to(_ROOT).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _facts(settings: Settings) -> str:
    return json.dumps(settings_shown(settings), sort_keys=True)


def _files_digest(files: Sequence[Path]) -> str:
    """A hash of names and contents, in whatever folders and order they lie."""
    digest = hashlib.sha256()
    for name, content in sorted((path.name, _content(path)) for path in files):
        digest.update(f"{name} {content}\n".encode())
    return digest.hexdigest()[:16]


def _content(path: Path) -> str:
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    archive = next((one for one in path.parents if one.is_file()), None)  # a member of an archive
    return hashlib.sha256(archive.read_bytes()).hexdigest() if archive else ""


def _forget(homes: Path, digest: str) -> None:
    """Delete the oldest homes of the same documents."""
    held = sorted(
        (one for one in homes.glob(f"{digest}-*") if one.is_dir()),
        key=lambda one: one.stat().st_mtime,
    )
    for one in held[: max(0, len(held) - _KEPT + 1)]:
        shutil.rmtree(one, ignore_errors=True)


def _knowledge_base(place: Path, folder: Path) -> KnowledgeBase:
    kb = KnowledgeBase(load_settings(place))
    kb.encoder = StoredEncoder(load_encoder(kb.settings.embedding_model), folder / "vectors")
    return kb


def _make(place: Path, paths: Sequence[Path], folder: Path) -> None:
    kb = _knowledge_base(place, folder)
    with _Bars() as progress:
        report = ingest(kb, paths, progress)
    failed = [f"{Path(file.path).name}：{file.error}" for file in report.files if file.error]
    for line in failed:
        print(f"读不了 {line}", file=sys.stderr)
    (place / _DONE).write_text(json.dumps(failed, ensure_ascii=False), encoding="utf-8")
    kb.store.close()


class _Bars:
    """A progress bar for each stage of reading in."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None

    def __enter__(self) -> Callable[[str, int, int], None]:
        return self._advance

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def _advance(self, stage: str, done: int, total: int) -> None:
        if self._bar is None or self._bar.desc.rstrip(": ") != stage:
            self.__exit__()
            self._bar = tqdm(total=total, desc=stage, mininterval=1)
        self._bar.total = total
        self._bar.update(done - self._bar.n)
