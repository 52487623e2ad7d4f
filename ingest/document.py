"""One file as records: text, header, outline and what is drawn from them. Writes nothing."""

import functools
import hashlib
from dataclasses import replace
from pathlib import Path

from ingest.header import Header, read_header
from ingest.laws import SOURCE, Law, law_path
from ingest.layout import LaidOut, lay_out
from ingest.manifest import Entry, matches
from ingest.outline import read_outline
from ingest.readers import load, parse
from ingest.references import read_references
from ingest.source import SourceText
from ingest.supports import read_supports
from ingest.targets import read_targets
from ingest.tasks import read_tasks
from kb.errors import SourceError
from kb.limits import LIMITS, Limits
from kb.model import Document, DocumentRecords, Level
from kb.organs import Organs
from kb.visible import visible

__all__ = ["identity", "read_document", "read_law", "version_of"]


_PLAIN = frozenset({Level.HEADER, Level.PREAMBLE, Level.PARAGRAPH, Level.TAIL})


def read_document(
    path: Path,
    organs: Organs,
    entry: Entry | None = None,
    document_id: str | None = None,
    limits: Limits = LIMITS,
) -> DocumentRecords:
    """Everything that one file holds. Raises SourceError with one line that says what is wrong."""
    content = load(path, limits)
    source = parse(content, path, limits)
    document, laid, header = _document(source, str(path), hashlib.sha256(content).hexdigest())
    if entry is not None:
        document = _with_entry(document, entry)
        if not matches(entry, content):
            warning = f"文件与清单记录的校验值不同：{path.name}"
            document = replace(document, warnings=(*document.warnings, warning))
    return _records(
        replace(document, document_id=document_id or identity(document)), laid, header, organs
    )


def _document(source: SourceText, path: str, sha256: str) -> tuple[Document, LaidOut, Header]:
    laid = lay_out(source)
    if not laid.text.strip():
        raise SourceError(f"{Path(path).name} 里没有文字；请检查文件内容")
    header = read_header(laid)
    document = Document(
        document_id="",
        path=path,
        sha256=sha256,
        text=laid.text,
        title=header.title or " ".join(visible(Path(path).stem).split()) or "未命名",
        kind=header.kind,
        number=header.number,
        registration_number=header.registration_number,
        issuers=header.issuers,
        region=header.region,
        level=header.level,
        addressees=header.addressees,
        copied_to=header.copied_to,
        written_on=header.written_on,
        published_on=header.published_on,
        effective_on=header.effective_on,
        expires_on=header.expires_on,
        pages=laid.pages,
        warnings=source.warnings,
    )
    return document, laid, header


def _records(document: Document, laid: LaidOut, header: Header, organs: Organs) -> DocumentRecords:
    clauses = read_outline(laid, header, document.document_id)
    if all(clause.level in _PLAIN for clause in clauses):
        warning = "没有读出章条或层次序号，按自然段收入"
        document = replace(document, warnings=(*document.warnings, warning))
    tasks = read_tasks(document, clauses, organs)
    return DocumentRecords(
        document=document,
        clauses=clauses,
        tasks=tasks,
        targets=read_targets(document, clauses, tasks),
        references=read_references(document, clauses),
        supports=read_supports(document, clauses, tasks),
    )


def _with_entry(document: Document, entry: Entry) -> Document:
    """The document with what its manifest adds: the text wins where both speak."""
    licence = f"；{entry.licence}" if entry.licence else ""
    return replace(
        document,
        number=document.number or entry.number,
        issuers=document.issuers or ((entry.issuer,) if entry.issuer else ()),
        written_on=document.written_on or entry.written_on,
        published_on=document.published_on or entry.published_on,
        effective_on=document.effective_on or entry.effective_on,
        expires_on=document.expires_on or entry.expires_on,
        repealed_on=entry.repealed_on,
        superseded_on=entry.superseded_on,
        status_note=entry.status_note,
        source=f"{entry.source}{licence}" if entry.source else None,
    )


def identity(document: Document) -> str:
    """A document's id: 12 hex digits from what names it, the same on every machine.

    A number names a document; without one, the title with the dates of the version (a law keeps its
    title when it is revised); without a date the text itself.
    """
    dates = [document.written_on, document.published_on, document.effective_on]
    version = [day.isoformat() for day in dates if day] or [document.text]
    parts = [document.number, document.title] if document.number else [document.title, *version]
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:12]


def read_law(law: Law, source: SourceText, organs: Organs) -> DocumentRecords:
    """A national law from the library, with the dates and the issuer that the library gives."""
    digest = hashlib.sha256("\n".join(line.text for line in source.lines).encode()).hexdigest()
    document, laid, header = _document(source, law_path(law), digest)
    document = replace(
        document,
        title=law.title,
        kind="法",
        issuers=(law.issuer,),
        region="全国",
        level="国家",
        written_on=law.version_on or law.published_on,
        published_on=law.version_on or law.published_on,
        effective_on=law.effective_on,
        source=SOURCE,
    )
    return _records(replace(document, document_id=identity(document)), laid, header, organs)


@functools.cache
def rules_version() -> str:
    """A fingerprint of the reading rules: a file is read again when they have changed."""
    folder = Path(__file__).parent
    names = ("organ*", "regions.*", "numerals.py", "squeeze.py")
    known = [path for name in names for path in (folder.parent / "kb").glob(name)]
    sources = sorted([*folder.rglob("*.py"), *known])
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def version_of(sha256: str, entry: Entry | None = None) -> str:
    """What the store keeps to tell whether a file must be read again.

    Its content, its manifest, the rules.
    """
    facts = f"{sha256}{entry}"
    return f"{hashlib.sha256(facts.encode()).hexdigest()[:16]}-{rules_version()}"
