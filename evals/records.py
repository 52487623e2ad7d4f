"""The records of documents without indexes: nothing is encoded, nothing can be searched."""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm
from typing_extensions import override

from ingest.pipeline import ingest
from kb.errors import SourceError
from kb.knowledge import KnowledgeBase, Progress
from kb.settings import load_settings

__all__ = ["add_sources", "records_of"]

_CORPUS = Path("corpus")


class _WithoutIndexes(KnowledgeBase):
    @override
    def catch_up(self, progress: Progress) -> None:
        """Leave the indexes empty."""


def add_sources(parser: argparse.ArgumentParser) -> None:
    """The options that say where the records come from."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--documents",
        type=Path,
        nargs="+",
        default=[_CORPUS],
        metavar="PATH",
        help="文件或文件夹，默认 corpus",
    )
    group.add_argument("--home", type=Path, metavar="DIR", help="已有的知识库")


@contextmanager
def records_of(options: argparse.Namespace) -> Iterator[KnowledgeBase]:
    """What the options of `add_sources` name, with the national laws it leads to.

    Raises SourceError where nothing is there.
    """
    if options.home is not None:
        settings = load_settings(options.home)
        if not settings.database.is_file():
            raise SourceError(f"{options.home} 不是知识库；请先用 policykb ingest 收入文件")
        yield KnowledgeBase(settings)
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        kb = _WithoutIndexes(load_settings(Path(folder)))
        _read(kb, options.documents)
        yield kb
        kb.store.close()


def _read(kb: KnowledgeBase, paths: Sequence[Path]) -> None:
    if missing := [str(path) for path in paths if not path.exists()]:
        raise SourceError(f"没有这个文件或文件夹：{'、'.join(missing)}")
    with tqdm(desc="读取文件", unit="份", mininterval=1, disable=None) as bar:

        def advance(_: str, done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        report = ingest(kb, paths, advance)
    for file in report.files:
        if file.error:
            tqdm.write(f"读不了 {Path(file.path).name}：{file.error}")
    if not kb.store.versions():
        raise SourceError(f"没有读到一份文件：{'、'.join(map(str, paths))}")
