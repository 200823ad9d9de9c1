"""How well the reader points at answers, and tells a passage that answers from one that does not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.reader import Reader
from evals.datasets import Question
from evals.metrics import exact_match, span_f1


@dataclass(frozen=True, slots=True)
class ReadingScores:
    """``f1`` and ``exact``: of the span read in the gold document, one a question, in [0, 1].

    ``with_answer`` and ``without``: the reader's probability that the gold document answers, and that
    another, close to the question, does; one pair for each question that has such another document.
    """

    f1: list[float] = field(default_factory=list)
    exact: list[float] = field(default_factory=list)
    with_answer: list[float] = field(default_factory=list)
    without: list[float] = field(default_factory=list)


def read_answers(
    reader: Reader,
    questions: Iterable[Question],
    ranked: Iterable[Sequence[str]],
    documents: Mapping[str, str],
) -> ReadingScores:
    """Read each question, which has one gold document and accepted answers, in whole documents.

    ``ranked[i]``: ids of the documents closest to question i, best first.
    """
    scores = ReadingScores()
    for question, closest in zip(questions, ranked, strict=True):
        (gold,) = question.gold
        text = documents[gold]
        other = closest_without_answer(question, closest, documents)
        readings = reader.read(question.text, [text] if other is None else [text, other])
        span = readings[0].span
        said = text[span[0] : span[1]] if span is not None else ""
        scores.f1.append(max(span_f1(said, answer) for answer in question.answers))
        scores.exact.append(max(exact_match(said, answer) for answer in question.answers))
        if other is not None:
            scores.with_answer.append(readings[0].answers)
            scores.without.append(readings[1].answers)
    return scores


def closest_without_answer(
    question: Question, ranked: Iterable[str], documents: Mapping[str, str]
) -> str | None:
    """Text of the first document that is not gold and does not hold an accepted answer to the letter."""
    for pid in ranked:
        text = documents[pid]
        if pid not in question.gold and not any(answer in text for answer in question.answers):
            return text
    return None
