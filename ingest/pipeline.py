"""The only writer: files become documents and records in the store, then the indexes follow.

One document is one transaction. A file that fails leaves what was stored as it was, and the others
go on.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.document import identity, read_law, version_of
from ingest.laws import LIBRARY, LawLibrary
from ingest.manifest import MANIFEST, Entry, read_manifest
from ingest.readers import archive, load
from ingest.reading import FileReader, Request
from kb.errors import PolicyKBError, SourceError
from kb.knowledge import KnowledgeBase, Progress
from kb.limits import LIMITS, Limits
from kb.links import Links
from kb.model import Document, DocumentRecords, Reference, Relation
from kb.snapshot import text_key
from kb.squeeze import squeeze

__all__ = [
    "IngestReport",
    "Ingested",
    "find_files",
    "ingest",
    "links_of",
    "missing_documents",
    "remove",
]

_SKIPPED = ("readme", "license", "licence", "sources", "changelog")
_CATCH_UP_EVERY = 50  # new documents after which the indexes follow, at the least
_CATCH_UP_SHARE = 0.3  # of all: each commit writes what is held, so that the whole stays linear
_REGULATIONS = frozenset({"法", "条例", "规定", "办法", "规则", "细则", "决定"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What became of one file."""

    path: str
    status: str  # added, updated, unchanged, failed
    records: DocumentRecords | None
    warnings: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What became of all files and of the cited national laws, and what is cited but not held."""

    files: tuple[Ingested, ...]
    laws: tuple[Ingested, ...]
    missing: tuple[str, ...]
    skipped: tuple[str, ...]

    def count(self, status: str) -> int:
        """How many files have a status."""
        return sum(file.status == status for file in self.files)


def ingest(
    kb: KnowledgeBase, paths: Sequence[Path], progress: Progress, label: str | None = None
) -> IngestReport:
    """Take files and folders into the knowledge base.

    With a label, only users who have it see the files; without one, each keeps what it had.
    Raises HomeBusyError while another process writes.
    """
    limits = kb.settings.limits
    files, skipped = find_files(paths, limits)
    done = []
    with kb.writing(), FileReader(limits, kb.settings.processes, len(files)) as reader:
        intake = _Intake(kb, reader, label)
        progress("读取文件", 0, len(files))
        behind = 0
        for path, found in reader.ahead(map(intake.request, files)):
            done.append(intake.take_file(path, found))
            progress("读取文件", len(done), len(files))
            behind += done[-1].status in ("added", "updated")
            if behind >= max(_CATCH_UP_EVERY, _CATCH_UP_SHARE * len(intake.held)):
                kb.catch_up(progress)
                behind = 0
        laws = tuple(intake.take_cited_laws()) if kb.settings.laws else ()
        kb.catch_up(progress)
    return IngestReport(
        files=tuple(done), laws=laws, missing=missing_documents(kb), skipped=skipped
    )


def remove(kb: KnowledgeBase, document_ids: Sequence[str], progress: Progress) -> None:
    """Delete documents with everything drawn from them.

    Raises NotFoundError before anything is deleted.
    """
    with kb.writing():
        kb.store.remove(*dict.fromkeys(document_ids))
        kb.catch_up(progress)


def find_files(
    paths: Sequence[Path], limits: Limits = LIMITS
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files to read, each once and in order, and the names passed over.

    An archive stands for the files inside it. Passed over are, in folders and archives, notes,
    manifests and hidden files.
    """
    found: dict[Path, None] = {}
    skipped = []
    for path in map(Path.resolve, paths):
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            members = (file,) if file.is_dir() else _members(file, limits)
            for member in members:
                parts = member.relative_to(path).parts
                if member.is_dir() or any(part.startswith(".") for part in parts):
                    continue
                if parts and _is_note(member):
                    skipped.append(member.name)
                else:
                    found.setdefault(member, None)
    return tuple(found), tuple(skipped)


def _members(file: Path, limits: Limits) -> tuple[Path, ...]:
    """The files in an archive; the file itself where it is none, or cannot be opened."""
    try:
        return archive.expand(file, limits) or (file,)
    except (OSError, SourceError):
        return (file,)


def _is_note(path: Path) -> bool:
    return path.name == MANIFEST or path.stem.lower().startswith(_SKIPPED)


class _Intake:
    """What the store holds while files are taken in, by path, by id and by text."""

    def __init__(self, kb: KnowledgeBase, reader: FileReader, label: str | None) -> None:
        self.kb = kb
        self.reader = reader
        self.label = label
        self.versions = kb.store.versions()
        snapshot = kb.snapshot()
        self.held = dict(snapshot.documents)
        self.by_path = {document.path: document.document_id for document in self.held.values()}
        self.by_text: dict[str, str] = {}
        for document_id, key in snapshot.text_keys.items():
            self.by_text.setdefault(key, document_id)

    def request(self, path: Path) -> tuple[Path, Request | None]:
        """What is to be read; nothing where the store has just this file."""
        try:
            entry = self._entry(path)
            held = self.by_path.get(str(path))
            if held is None or self.versions[held] != version_of(self._digest(path), entry):
                return path, Request(path, entry)
        except (PolicyKBError, OSError):
            return path, Request(path)
        return path, None

    def _digest(self, path: Path) -> str:
        return hashlib.sha256(load(path, self.kb.settings.limits)).hexdigest()

    def _entry(self, path: Path) -> Entry | None:
        return read_manifest(path.parent).get(path.name)

    def take_file(self, path: Path, found: DocumentRecords | PolicyKBError | None) -> Ingested:
        """Keep what was read of a file; a failure is reported and changes nothing."""
        try:
            if isinstance(found, PolicyKBError):
                raise found
            if found is None:
                return self._unchanged(self.by_path[str(path)])
            return self._take(path, found)
        except PolicyKBError as error:
            return Ingested(path=str(path), status="failed", records=None, error=str(error))

    def _unchanged(self, document_id: str) -> Ingested:
        if self.label not in (None, self.held[document_id].label):
            self.kb.store.set_label(document_id, self.label)
        records = self.kb.store.records(document_id)
        document = records.document
        other = self._namesake(replace(document, document_id=identity(document)))
        warnings = [_likeness(document, other)] if other else []
        return Ingested(
            path=document.path,
            status="unchanged",
            records=records,
            warnings=(*document.warnings, *warnings),
        )

    def _take(self, path: Path, records: DocumentRecords) -> Ingested:
        entry = self._entry(path)
        other = self._namesake(records.document)
        if other is None:
            return self._keep(records, entry)
        document = records.document
        own = path.name if text_key(other.text) == text_key(document.text) else ""
        own_id = hashlib.sha256(f"{own}{document.text}".encode()).hexdigest()[:12]
        records = self.reader.read(Request(path, entry, own_id))
        return self._keep(records, entry, _likeness(document, other))

    def take_cited_laws(self) -> Iterator[Ingested]:
        """Read from the law library what the documents cite and the store lacks.

        Of administrative documents every national law they cite; of regulations only the ones they
        are based on, since a statute names many others in passing. Laws read from the library lead
        to no further ones.
        """
        library = LawLibrary()
        for title in sorted(_wanted_laws(self.kb)):
            law = library.find(title)
            if law is not None and law.in_force:
                yield self._keep(read_law(law, library.read(law), self.kb.organs), None)

    def _namesake(self, document: Document) -> Document | None:
        """Another document of the same id or the same text whose file is still there."""
        if self.by_path.get(document.path) == document.document_id:
            return None
        key = text_key(document.text)
        same = (self.by_text.get(key, ""), document.document_id)
        found = (self.held[each] for each in same if each in self.held)
        others = (d for d in found if d.path != document.path)
        return next((d for d in others if self._exists(d)), None)

    def _exists(self, document: Document) -> bool:
        return archive.exists(Path(document.path), self.kb.settings.limits)

    def _keep(self, records: DocumentRecords, entry: Entry | None, *warnings: str) -> Ingested:
        """Store a document unless the store holds just that.

        A file that changed replaces what it was.
        """
        document = records.document
        warnings = (*document.warnings, *warnings)
        version = version_of(document.sha256, entry)
        former = self.by_path.get(document.path) or self._moved(document)
        label = self._label(document, former, entry)
        records = replace(records, document=replace(document, label=label))
        document = records.document
        same = former == document.document_id and self.versions.get(former) == version
        held = self.held.get(document.document_id)
        if same and held and (held.path, held.label) == (document.path, label):
            return Ingested(
                path=document.path, status="unchanged", records=records, warnings=warnings
            )
        known = former is not None or document.document_id in self.held
        self.kb.store.replace(records, version=version, former=former)
        self._remember(document, version, former)
        status = "updated" if known else "added"
        return Ingested(path=document.path, status=status, records=records, warnings=warnings)

    def _label(self, document: Document, former: str | None, entry: Entry | None) -> str | None:
        """The label given, else the manifest's, else that of the document it takes the place of."""
        replaced = (self.held.get(one) for one in (former, document.document_id) if one)
        kept = (one.label for one in replaced if one is not None and one.label)
        return self.label or (entry.label if entry else None) or next(kept, None)

    def _moved(self, document: Document) -> str | None:
        """The id of the same text whose file is gone: this one has taken its place."""
        twin = self.held.get(self.by_text.get(text_key(document.text), ""))
        return twin.document_id if twin is not None and not self._exists(twin) else None

    def _remember(self, document: Document, version: str, former: str | None) -> None:
        gone = self.held.pop(former, None) if former else None
        if gone is not None:
            self.by_path.pop(gone.path, None)
            if self.by_text.get(text_key(gone.text)) == gone.document_id:
                del self.by_text[text_key(gone.text)]
            self.versions.pop(gone.document_id, None)
        self.held[document.document_id] = document
        self.by_path[document.path] = document.document_id
        self.by_text.setdefault(text_key(document.text), document.document_id)
        self.versions[document.document_id] = version


def links_of(kb: KnowledgeBase) -> Links:
    """What cites what in the present state; laws from the library are not the users' own."""
    return Links(kb.snapshot(), _is_own)


def missing_documents(kb: KnowledgeBase) -> tuple[str, ...]:
    """The names of documents that are cited and not held.

    The users' documents cite them, and neither the store nor the law library holds them.
    """
    return tuple(cited.name for cited in links_of(kb).missing)


def _is_own(document: Document) -> bool:
    return not document.path.startswith(f"{LIBRARY}:")


def _wanted_laws(kb: KnowledgeBase) -> set[str]:
    snapshot, links = kb.snapshot(), links_of(kb)
    return {
        reference.title
        for document in snapshot.documents.values()
        if _is_own(document)
        for reference in snapshot.references_of(document.document_id)
        if reference.title is not None
        and _leads_to_law(reference, document)
        and links.meant(reference) is None
    }


def _leads_to_law(reference: Reference, document: Document) -> bool:
    """Whether the law a reference names is read in.

    Always for a policy, its enacting formula for a regulation.
    """
    if document.kind not in _REGULATIONS:
        return True
    sentence = document.text[reference.end :].split("。", 1)[0]
    return reference.relation is Relation.BASIS and "制定本" in squeeze(sentence)


def _likeness(document: Document, other: Document) -> str:
    """What is said of a document that is held with the text or under the name of another."""
    name = Path(other.path).name
    if text_key(other.text) == text_key(document.text):
        return f"与已收入的 {name} 文字相同，回答时只用一份"
    return f"与已收入的 {name} 字号或题名相同而文字不同，两份都保留，请核对"
