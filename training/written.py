"""Passages of reports, surveys and slides with questions written for the training: training/questions/*.jsonl.

A line a passage: {"document": …, "passage": …, "questions": [{"question": …, "answer": words of the passage or
null, "kind": …}]}. Questions whose answer is null are near misses: the right subject, but the passage does not say
what is asked. Passages of one ``document`` (the file's, where none is named) speak of the same things, and none
answers what another does. ``reports.dev.jsonl`` is kept apart to measure.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.datasets import read_json_lines
from training.clumsy import clumsy
from training.reader_examples import ReaderExample

WRITTEN = Path(__file__).with_name("questions")
_DEV = ".dev.jsonl"
_MAX_SIBLINGS, _NUM_SIBLINGS = 10, 2


@dataclass(frozen=True, slots=True)
class WrittenPassage:
    """``questions``: each with the half-open span of its answer in ``text``, None where it has none."""

    text: str
    document: str
    questions: tuple[tuple[str, tuple[int, int] | None], ...]


def load_written(folder: Path = WRITTEN, *, dev: bool = False) -> list[WrittenPassage]:
    """The passages to train on, or those kept apart. Raises ValueError for an answer that is not in its passage."""
    files = sorted(path for path in folder.glob("*.jsonl") if path.name.endswith(_DEV) is dev)
    return [
        WrittenPassage(
            line["passage"],
            _document(line, path),
            tuple(
                (asked["question"], _place(line["passage"], asked["answer"])) for asked in line["questions"]
            ),
        )
        for path in files
        for line in read_json_lines(path)
    ]


def written_examples(passages: Sequence[WrittenPassage], rng: random.Random) -> list[ReaderExample]:
    """Every question beside its passage; some beside others of the document, and one beside any other passage."""
    by_document: dict[str, list[WrittenPassage]] = {}
    for passage in passages:
        by_document.setdefault(passage.document, []).append(passage)
    examples = []
    for passage in passages:
        for question, span in passage.questions:
            examples.append(ReaderExample(clumsy(question, rng), passage.text, span is not None, span))
        answered = [question for question, span in passage.questions if span]
        close = by_document[passage.document]
        # Passages of a whole file speak of one field, but may answer each other's questions.
        others = [each for each in close if each is not passage] if len(close) <= _MAX_SIBLINGS else []
        others = [*rng.sample(others, min(_NUM_SIBLINGS, len(others))), rng.choice(passages)]
        for question, other in zip(
            rng.sample(answered, min(len(others), len(answered))), others, strict=False
        ):
            if other is not passage:
                examples.append(ReaderExample(clumsy(question, rng), other.text, False))
    return examples


def _document(line: dict[str, Any], path: Path) -> str:
    return str(line.get("document", path.name.removesuffix(".jsonl")))


def _place(passage: str, answer: str | None) -> tuple[int, int] | None:
    if answer is None:
        return None
    start = passage.index(answer)
    return start, start + len(answer)
