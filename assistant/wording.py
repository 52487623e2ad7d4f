"""An answer in a language model's words, of which only what the clauses bear out is kept."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from assistant.context import Context
from assistant.draft import Draft
from assistant.evidence import evidence_of, finds_nothing, messages
from assistant.ground import Evidence, Grounds, Sentences
from assistant.llm import LanguageModel
from assistant.provisions import status_note
from assistant.understand import Turn
from kb.errors import ModelError
from kb.model import Answer, Citation, Facts

__all__ = ["worded"]

_INSTEAD = "以下为原文摘引"
_SHOWN = 60  # characters of a sentence that was left out


def worded(
    model: LanguageModel, context: Context, draft: Draft, history: Sequence[Turn] = ()
) -> Iterator[Answer]:
    """The answer after each sentence that stands; the last one is whole.

    Where the model fails, or nothing of what it says stands, that is the draft's own answer, with
    a line on why.
    """
    question = draft.question
    extractive = draft.answer()
    evidence = evidence_of(context, draft)
    if not evidence:
        yield extractive
        return
    writing = _Writing(Grounds(evidence, context.organs, question), extractive, model.name)
    chat = messages(question, evidence, _fence(evidence), history)
    cutter = Sentences()
    try:
        with closing(model.stream(chat)) as pieces:
            for piece in pieces:
                for sentence in cutter.feed(piece):
                    if writing.add(sentence):
                        yield writing.answer()
            writing.add(cutter.rest())
    except ModelError as error:
        yield replace(extractive, problems=(*extractive.problems, f"{error}（{_INSTEAD}）"))
        return
    yield writing.finished(context)


def _fence(evidence: Sequence[Evidence]) -> str:
    """A mark that stands in none of the documents."""
    while True:
        fence = secrets.token_hex(8)
        if not any(fence in each.document.text for each in evidence):
            return fence


class _Writing:
    """An answer that grows by sentences that stand."""

    def __init__(self, grounds: Grounds, extractive: Answer, name: str) -> None:
        self._grounds = grounds
        self._extractive = extractive
        self._name = name
        self._text = ""
        self._citations: list[Citation] = []
        self._dropped: list[str] = []
        self._nothing = False

    def add(self, sentence: str) -> bool:
        """Whether the sentence stands and was added."""
        if not sentence.strip():
            return False
        verdict = self._grounds.check(sentence)
        if not verdict.stands:
            if finds_nothing(verdict.text):
                self._nothing = True
            elif verdict.faults:
                text = " ".join(verdict.text.split())
                shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"
                self._dropped.append(
                    f"略去语言模型的一句“{shown}”：{'；'.join(dict.fromkeys(verdict.faults))}"
                )
            return False
        self._text += _marked(verdict.text, "".join(map(self._cite, verdict.evidence)))
        if sentence.endswith("\n"):
            self._text += "\n"
        return True

    def answer(self) -> Answer:
        """The answer so far."""
        return replace(
            self._extractive,
            text=self._text.strip(),
            citations=tuple(self._citations),
            facts=Facts(values=tuple(citation.quote for citation in self._citations)),
            problems=(*self._extractive.problems, *self._dropped),
            model=self._name,
        )

    def finished(self, context: Context) -> Answer:
        """The whole answer, with a note on each cited document that is not in force."""
        if not self._text.strip():
            why = (
                "语言模型认为条款没有回答这个问题"
                if self._nothing
                else "语言模型的回答没有一句与条款相符"
            )
            return replace(
                self._extractive,
                problems=(*self._extractive.problems, f"{why}（{_INSTEAD}）", *self._dropped),
            )
        documents = dict.fromkeys(citation.document_id for citation in self._citations)
        notes = [status_note(context, context.document(each)) for each in documents]
        self._text = "\n".join([self._text.strip(), *filter(None, dict.fromkeys(notes))])
        return self.answer()

    def _cite(self, evidence: Evidence) -> str:
        """The marker of a piece of evidence, numbered as it is first cited."""
        document, clause = evidence.document, evidence.clause
        for citation in self._citations:
            if (citation.document_id, citation.start) == (document.document_id, evidence.start):
                return f"[{citation.marker}]"
        self._citations.append(
            Citation(
                marker=len(self._citations) + 1,
                document_id=document.document_id,
                document_title=document.title,
                number=document.number,
                clause_id=clause.clause_id,
                clause_label=clause.label,
                quote=evidence.text,
                start=evidence.start,
                end=evidence.end,
                page=document.page_at(evidence.start),
            )
        )
        return f"[{len(self._citations)}]"


def _marked(sentence: str, markers: str) -> str:
    """A sentence with its markers before the stop that ends it; a quotation keeps its own stop."""
    stem = sentence.rstrip("。；！？!?;")
    return f"{stem}{markers}{sentence[len(stem) :] or '。'}"
