"""Measures systems on question sets: `python -m evals run --set SET… --system SYSTEM…`."""

import argparse
import re
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals import ranking
from evals.answer_run import answers
from evals.cache import Replies
from evals.encoded import StoredEncoder
from evals.external import external
from evals.home import Home, open_home
from evals.material import Material, OfHome, Passages
from evals.needs import Judge
from evals.outcome import Outcome
from evals.places import CACHE, RUNS, SHARED, remember
from evals.question_sets import SetError
from evals.record_runs import NoDocumentsError, records
from evals.retrieval_run import retrieval
from evals.runs import TASKS, Run, commit, machine
from evals.sets import RECORDS, Job, MissingError, find, names
from evals.speed_run import speed
from evals.systems import Asked, Spec, System, own, read_spec
from evals.table import tables
from kb.embedding import load_encoder
from kb.errors import PolicyKBError
from kb.settings import load_settings

__all__ = ["main"]

_ABOUT = """量一个或几个系统在题目上的表现；每个（任务、题目、系统）存成一个文件夹。

--set      题目：.jsonl 文件，BEIR 或 TREC 格式的文件夹，或下面的名字
--system   被测的系统，可写“名字=系统”：
             policykb            本项目（默认）
             lexical、dense      本项目只用全文、只用向量（只做检索）
             bm25s、llamaindex   常见的另外两种搭法（只做检索）
             python:模块:函数    收一个请求（dict），返回回复
             command:命令        收一个请求文件（{file} 或最后一个参数），每行印一条回复
             http://… https://…  每题 POST 一个请求，返回回复
           请求和回复同 policykb search --batch、ask --batch 的 JSON

问过的题不再问；中断后再运行同一条命令，从停下的地方接着做。外部系统改动以后用 --fresh 重问。"""

_UNSAFE = re.compile(r"[^\w.\-]+")
_INTERRUPTED = 130
_JOBS = 4  # questions asked at a time of what waits for another machine


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs, prints tables and the folders; 1 where nothing could be run, 2 on wrong usage."""
    options = _parser().parse_args(arguments)
    begun = datetime.now(UTC)
    try:
        specs = [read_spec(text) for text in options.system]
        runs, folders = _all(options, specs, begun)
    except (SetError, ValueError, PolicyKBError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\n停下了；已得到的回复都留着，再运行一次接着做", file=sys.stderr)
        return _INTERRUPTED
    for line in tables(runs):
        print(line)
    if not runs:
        print("一项也没有运行", file=sys.stderr)
        return 1
    remember(folders)
    print("\n结果：")
    for folder in folders:
        print(f"  {folder}")
    return 0


def _parser() -> argparse.ArgumentParser:
    named = "\n".join(f"  {name:<20}{about}" for name, about in names())
    parser = argparse.ArgumentParser(
        prog="python -m evals run",
        description=_ABOUT,
        epilog=f"有名字的题目（没有 ../shared 的跳过）：\n{named}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--set", nargs="+", required=True, metavar="SET", help="题目")
    add("--system", nargs="+", default=["policykb"], metavar="SYSTEM", help="系统")
    add("--task", nargs="+", choices=TASKS, default=TASKS, metavar="TASK", help="、".join(TASKS))
    add(
        "--documents",
        type=Path,
        nargs="+",
        default=[],
        metavar="PATH",
        help="题目所问的文件和文件夹；有名字的题目自带",
    )
    add("--out", type=Path, default=RUNS, metavar="DIR", help=f"结果放在哪里（{RUNS}）")
    add(
        "--jobs",
        type=int,
        default=0,
        metavar="N",
        help="同时问几题；默认 http 和语言模型 4，其余 1（耗时才准）",
    )
    add("--timeout", type=float, default=60, metavar="秒", help="外部系统一题的时限（60）")
    add("--fresh", action="store_true", help="全部重问，不用存下的回复")
    add("--cache", type=Path, default=CACHE, metavar="DIR", help="存放回复、索引、向量的地方")
    add("--shared", type=Path, default=SHARED, help=argparse.SUPPRESS)
    return parser


def _all(
    options: argparse.Namespace, specs: Sequence[Spec], begun: datetime
) -> tuple[list[Run], list[Path]]:
    runs: list[Run] = []
    folders: list[Path] = []
    stamp = begun.astimezone().strftime("%Y%m%d-%H%M%S")
    for job in _jobs(options):
        material = _material(job, options.cache)
        for spec in specs:
            if not _does(spec, job):
                print(f"{spec.name} 不做 {job.set} 的 {job.task}，跳过", file=sys.stderr)
                continue
            try:
                run, outcome = _run(job, spec, material, options)
            except NoDocumentsError as error:
                print(f"跳过 {job.set}：{error}", file=sys.stderr)
                continue
            name = _UNSAFE.sub("_", f"{stamp}-{job.task}-{job.set}-{spec.name}")
            folder = _free(options.out / name)
            runs.append(run)
            folders.append(run.save(folder))
            if outcome.qrels is not None and outcome.rankings is not None:
                ranking.write(folder, outcome.qrels, outcome.rankings, spec.name)
    return runs, folders


def _jobs(options: argparse.Namespace) -> Iterator[Job]:
    """The jobs of all sets; a named set whose material is not there is skipped by name."""
    for text in options.set:
        found = False
        try:
            for job in find(text, options.documents, options.shared, options.task):
                found = True
                yield job
        except MissingError as error:
            print(f"跳过 {text}：{error}", file=sys.stderr)
            continue
        if not found:
            print(f"{text} 没有这样的任务：{'、'.join(options.task)}", file=sys.stderr)


def _does(spec: Spec, job: Job) -> bool:
    return spec.spec == "policykb" if job.set in RECORDS else spec.does(job.task)


def _material(job: Job, cache: Path) -> Material | None:
    if job.collection is not None:
        encoder = StoredEncoder(load_encoder(load_settings().embedding_model), cache / "vectors")
        return Passages(job.collection, encoder, cache)
    if job.questions is not None:
        return OfHome(open_home(job.documents, cache))
    return None


def _run(
    job: Job, spec: Spec, material: Material | None, options: argparse.Namespace
) -> tuple[Run, Outcome]:
    started, begun = datetime.now().astimezone(), time.perf_counter()
    if job.questions is None or material is None:
        outcome, about = (
            speed(options.cache) if job.task == "speed" else records(job.set, options.shared)
        )
    else:
        outcome, about = _asked(job, spec, material, options)
    run = Run(
        task=job.task,
        set=job.set,
        system=spec.name,
        commit=commit(),
        started=started.isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - begun, 1),
        machine=machine(),
        measures=outcome.measures,
        results=outcome.results,
        notes=(*about.pop("notes", ()), *outcome.notes),
        **about,
    )
    return run, outcome


def _asked(
    job: Job, spec: Spec, material: Material, options: argparse.Namespace
) -> tuple[Outcome, dict[str, Any]]:
    """A set of questions put to a system, and what a run says of them."""
    assert job.questions is not None
    assert job.task in ("retrieval", "answers")
    system = _system(job.task, spec, material, options)
    replies = Replies(
        options.cache / "replies", job.task, system.key, material.digest, fresh=options.fresh
    )
    title = f"{job.set} {job.task} {spec.name}"
    home = material.home if isinstance(material, OfHome) else None
    if job.task == "answers":
        assert home is not None
        outcome = answers(job.questions, system, home, replies, title)
    else:
        by_document = job.collection is not None and job.collection.by_document
        judge = Judge(home.sources if home else None, by_document)
        outcome = retrieval(job.questions, system, judge, replies, title)
    return outcome, {
        "set_digest": job.questions.digest(),
        "corpus_digest": material.digest,
        "documents": material.documents,
        "model": system.model,
        "settings": dict(system.settings),
        "notes": (*job.questions.notes, *_unread(home)),
    }


def _system(task: Asked, spec: Spec, material: Material, options: argparse.Namespace) -> System:
    waits = spec.spec.startswith("http") or (spec.own and load_settings().llm)
    jobs = options.jobs or (_JOBS if waits else 1)
    if spec.own:
        return own(spec, task, material, jobs)
    return external(spec, task, options.timeout, jobs)


def _unread(home: Home | None) -> Iterator[str]:
    if home is not None and home.failed:
        yield f"有 {len(home.failed)} 份文件读不了：{'；'.join(home.failed)}"


def _free(folder: Path) -> Path:
    """A folder that is not there yet, by this name or the next."""
    at = 1
    found = folder
    while found.exists():
        at += 1
        found = folder.with_name(f"{folder.name}-{at}")
    return found
