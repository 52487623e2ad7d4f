"""The seed as other formats hold it, and what every format of it must give."""

from pathlib import Path

from ingest.document import read_document
from ingest.layout import lay_out
from ingest.readers import read
from kb.model import DocumentRecords
from kb.organs import Organs
from kb.squeeze import squeeze

SEED = "衢政办发〔2024〕3号.txt"


def seed_paragraphs(shared: Path) -> list[str]:
    return lay_out(read(shared / "seeds" / SEED)).text.split("\n")


def facts(records: DocumentRecords) -> dict[str, object]:
    """What a document says, without offsets and white space."""
    document = records.document
    return {
        "number": document.number and squeeze(document.number),
        "registration": document.registration_number,
        "title": squeeze(document.title),
        "issuers": document.issuers,
        "dates": (document.written_on, document.published_on, document.effective_on),
        "addressees": document.addressees,
        "copied": tuple(map(squeeze, document.copied_to)),
        "tasks": [
            (
                task.number,
                squeeze(task.title),
                [(a.department, squeeze(a.as_written), a.role) for a in task.assignments],
            )
            for task in records.tasks
        ],
        "targets": [(t.indicator, t.value, t.unit, t.due) for t in records.targets],
        "clauses": [(c.level, c.marker, squeeze(c.heading)) for c in records.clauses],
    }


def seed_facts(shared: Path) -> dict[str, object]:
    return facts(read_document(shared / "seeds" / SEED, Organs.load()))
