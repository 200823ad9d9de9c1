"""What each system is worth on the reference questions. Pure functions of what it returned."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evals.judging import holds, is_right
from evals.metrics import mrr_at_k, recall_at_k
from evals.peers.interface import Found, Passage
from evals.reference_set import ReferenceQuestion, Unanswerable
from ingest.sentences import sentence_spans

DEPTH = 10  # passages asked of every system, and counted
WORD_BUDGET = 500


@dataclass(frozen=True, slots=True)
class SystemRun:
    """What a system gave, by id of question.

    ``answers``: results as ``sourcier ask`` gives them; ``can_refuse``: whether it ever says that it does not know.
    """

    name: str
    indexing_seconds: float
    found: Mapping[str, Sequence[Passage]]
    answers: Mapping[str, Mapping[str, Any]]
    can_refuse: bool
    latencies_ms: Sequence[float]


@dataclass(frozen=True, slots=True)
class Judged:
    """``gold``: every span that proves the answer; ``facts``: see evals.judging; none of either: unanswerable."""

    identifier: str
    gold: tuple[Passage, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """``found_first`` and ``right``: one 0 or 1 a question that has an answer; ``refused``: None without refusals."""

    name: str
    found_first: list[float]
    recall_at_5: float
    mrr_at_10: float
    recall_within_words: float
    words_per_passage: float
    facts_in_first: float
    right: list[float]
    refused: float | None
    latency_ms: float
    indexing_seconds: float


def judged(question: ReferenceQuestion | Unanswerable) -> Judged:
    """A question as peers are judged on it: a span of any alternative is gold."""
    if isinstance(question, Unanswerable):
        return Judged(question.id)
    spans = (span for group in question.alternatives for span in group)
    return Judged(
        question.id,
        tuple(Passage(span.document, span.start, span.end) for span in spans),
        tuple(tuple(variants) for variants in question.answers),
    )


def figures(run: SystemRun, questions: Sequence[Judged], texts: Mapping[str, str]) -> Figures:
    """The figures of a run; a question without a result counts as one where nothing was found."""
    answerable = [question for question in questions if question.gold]
    unanswerable = [question for question in questions if not question.gold]
    ranked = [run.found.get(question.identifier, ())[:DEPTH] for question in answerable]
    ranks = [
        first_relevant(passages, question.gold) for passages, question in zip(ranked, answerable, strict=True)
    ]
    within = [
        first_relevant(first_words(passages, texts, WORD_BUDGET), question.gold) is not None
        for passages, question in zip(ranked, answerable, strict=True)
    ]
    sizes = [len(text_of(passage, texts).split()) for passages in ranked for passage in passages]
    refusals = [
        run.answers.get(question.identifier, {}).get("status") == "abstained" for question in unanswerable
    ]
    return Figures(
        name=run.name,
        found_first=[float(rank == 1) for rank in ranks],
        recall_at_5=recall_at_k(ranks, 5),
        mrr_at_10=mrr_at_k(ranks, DEPTH),
        recall_within_words=sum(within) / len(within),
        words_per_passage=float(np.median(sizes)) if sizes else 0.0,
        facts_in_first=sum(
            _holds_facts(passages[:1], question, texts)
            for passages, question in zip(ranked, answerable, strict=True)
        )
        / len(answerable),
        right=[
            float(is_right(dict(run.answers.get(question.identifier, {})), question.facts))
            for question in answerable
        ],
        refused=sum(refusals) / len(refusals) if run.can_refuse and refusals else None,
        latency_ms=float(np.median(run.latencies_ms)),
        indexing_seconds=run.indexing_seconds,
    )


def first_relevant(ranked: Sequence[Passage], gold: Sequence[Passage]) -> int | None:
    """Rank, from 1, of the first passage that overlaps a span of ``gold``; None on a miss."""
    relevant = (any(_overlap(passage, span) for span in gold) for passage in ranked)
    return next((rank for rank, is_relevant in enumerate(relevant, start=1) if is_relevant), None)


def first_words(ranked: Sequence[Passage], texts: Mapping[str, str], budget: int) -> list[Passage]:
    """The first ``budget`` words of ``ranked``, whatever the size of its passages: the last one may be cut."""
    kept: list[Passage] = []
    for passage in ranked:
        words = list(re.finditer(r"\S+", text_of(passage, texts)))[:budget]
        if not words:
            break
        kept.append(Passage(passage.document, passage.start, passage.start + words[-1].end()))
        budget -= len(words)
    return kept


def answer_of(found: Found, texts: Mapping[str, str]) -> dict[str, Any]:
    """A peer's result in the form of ``sourcier ask``: what it answers, else its first passage's first sentence."""
    if found.answer is not None:
        return {"status": "answered" if found.answer else "abstained", "answer": found.answer}
    for passage in found.passages[:1]:
        text = texts[passage.document]
        for start, end in sentence_spans(text, passage.start, passage.end)[:1]:
            return {"status": "answered", "answer": text[start:end]}
    return {"status": "abstained", "answer": ""}


def text_of(passage: Passage, texts: Mapping[str, str]) -> str:
    """The words of a passage."""
    return texts[passage.document][passage.start : passage.end]


def _holds_facts(passages: Sequence[Passage], question: Judged, texts: Mapping[str, str]) -> bool:
    """Whether one of ``passages`` holds every fact, whatever its length."""
    return any(all(holds(text_of(passage, texts), fact) for fact in question.facts) for passage in passages)


def _overlap(one: Passage, other: Passage) -> bool:
    return one.document == other.document and one.start < other.end and other.start < one.end
