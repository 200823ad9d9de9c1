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

from evals.datasets import read_json_lines
from training.clumsy import clumsy
from training.reader_examples import ReaderExample

WRITTEN = Path(__file__).with_name("questions")
_DEV = ".dev.jsonl"


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
            line.get("document", path.name.removesuffix(".jsonl")),
            tuple(
                (asked["question"], _place(line["passage"], asked["answer"])) for asked in line["questions"]
            ),
        )
        for path in files
        for line in read_json_lines(path)
    ]


def written_examples(passages: Sequence[WrittenPassage], rng: random.Random) -> list[ReaderExample]:
    """Every question beside its passage, and one a passage beside another that is not about it."""
    examples = []
    for passage in passages:
        for question, span in passage.questions:
            examples.append(ReaderExample(clumsy(question, rng), passage.text, span is not None, span))
        answered = [question for question, span in passage.questions if span]
        other = rng.choice(passages)
        if answered and other is not passage:
            examples.append(ReaderExample(clumsy(rng.choice(answered), rng), other.text, False))
    return examples


def _place(passage: str, answer: str | None) -> tuple[int, int] | None:
    if answer is None:
        return None
    start = passage.index(answer)
    return start, start + len(answer)
