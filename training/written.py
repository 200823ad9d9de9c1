"""Passages of reports, surveys and slides with questions written for the training: training/questions/*.jsonl.

A line a passage: {"document": …, "passage": …, "questions": [{"question": …, "answer": words of the passage or
null, "kind": …}]}. Questions whose answer is null are near misses: the right subject, but the passage does not say
what is asked. Passages of one ``document`` (the file's, where none is named) speak of the same things, and none
answers what another does. ``reports.dev.jsonl`` is kept apart to measure.
"""

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from evals.datasets import Dataset, read_json_lines
from evals.ranking import open_index
from index.embedding import load_embedder
from index.search import Index
from training.clumsy import clumsy
from training.negatives import confused_by_search
from training.piaf import Paragraph, ReadingQuestion
from training.reader_examples import ReaderExample

WRITTEN = Path(__file__).with_name("questions")
_DEV = ".dev.jsonl"
_NUM_CONFUSED = 2  # passages that do not answer, for each question that one answers
_TITLED = 0.3
_INDEXES = {False: Path(".sourcier/written-index"), True: Path(".sourcier/written-dev-index")}


@dataclass(frozen=True, slots=True)
class WrittenPassage:
    """``questions``: each with the half-open span of its answer in ``text``, None where it has none."""

    text: str
    document: str
    questions: tuple[tuple[str, tuple[int, int] | None], ...]


def load_written(folder: Path = WRITTEN, *, dev: bool = False) -> list[WrittenPassage]:
    """The passages to train on, or those kept apart. Raises ValueError for an answer that is not in its passage."""
    files = sorted(path for path in folder.glob("*.jsonl") if path.name.endswith(_DEV) is dev)
    return [passage for path in files for passage in load_passages(path)]


def load_passages(path: Path) -> list[WrittenPassage]:
    """The passages of one file, in its order. Raises ValueError as ``load_written`` does."""
    return [
        WrittenPassage(
            line["passage"],
            _document(line, path),
            tuple(
                (asked["question"], _place(line["passage"], asked["answer"])) for asked in line["questions"]
            ),
        )
        for line in read_json_lines(path)
    ]


def written_examples(
    passages: Sequence[WrittenPassage], confused: Mapping[tuple[str, str], Sequence[str]], rng: random.Random
) -> list[ReaderExample]:
    """Every question beside its passage, and those that it answers beside NUM_CONFUSED that do not.

    ``confused``: by passage and question, texts that search puts near the question, the nearest first.
    """
    examples = []
    for passage in passages:
        for question, span in passage.questions:
            asked = clumsy(question, rng)
            examples.append(_titled(ReaderExample(asked, passage.text, span is not None, span), passage, rng))
            close = confused.get((passage.text, question), ()) if span else ()
            places = {min(int(rng.expovariate(0.4)), len(close) - 1) for _ in range(_NUM_CONFUSED) if close}
            examples += [ReaderExample(asked, close[place], False) for place in sorted(places)]
    return examples


def confused_written(passages: Sequence[WrittenPassage], index: Index) -> dict[tuple[str, str], list[str]]:
    """For each passage and question that it answers, what the search of ``index`` puts near and does not answer.

    The documents of ``index`` are those of ``written_dataset``.
    """
    paragraphs = {
        _id(passage): Paragraph(_id(passage), passage.document, passage.text) for passage in passages
    }
    asked = [
        ReadingQuestion(f"{_id(passage)} {question}", question, _id(passage), (span,))
        for passage in passages
        for question, span in passage.questions
        if span
    ]
    found = confused_by_search(asked, paragraphs, index)
    return {
        (paragraphs[each.paragraph_id].text, each.text): [
            paragraphs[close].text for close in found[each.question_id]
        ]
        for each in asked
    }


def written_dataset(passages: Sequence[WrittenPassage]) -> Dataset:
    """The passages as documents, to be searched; the same text has the same name whatever else is there."""
    return Dataset({_id(passage): passage.text for passage in passages}, ())


def written_index(*, dev: bool = False) -> Index:
    """The index of ``written_dataset``, of the passages to train on or of those kept apart, made where it lacks."""
    return open_index(
        written_dataset(load_written(dev=dev)), _INDEXES[dev], load_embedder(None), Console(stderr=True)
    )


def _id(passage: WrittenPassage) -> str:
    """The name of the passage among the documents of ``written_dataset``."""
    return hashlib.sha256(passage.text.encode()).hexdigest()[:16]


def _titled(example: ReaderExample, passage: WrittenPassage, rng: random.Random) -> ReaderExample:
    """At times under the name of its document, as passages are read under their titles."""
    if rng.random() > _TITLED:
        return example
    title = passage.document + "\n"
    span = example.span and (example.span[0] + len(title), example.span[1] + len(title))
    return ReaderExample(example.question, title + example.passage, example.answers, span)


def _document(line: dict[str, Any], path: Path) -> str:
    return str(line.get("document", path.name.removesuffix(".jsonl")))


def _place(passage: str, answer: str | None) -> tuple[int, int] | None:
    if answer is None:
        return None
    start = passage.index(answer)
    return start, start + len(answer)
