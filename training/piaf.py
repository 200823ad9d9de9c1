"""PIAF 1.1: French Wikipedia paragraphs with questions and the spans that answer them (CC BY-SA)."""

from dataclasses import dataclass
from pathlib import Path

from evals.datasets import read_json_lines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and the article it comes from."""

    paragraph_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadingQuestion:
    """A question, the paragraph that answers it, and the half-open spans accepted as answers, code points."""

    question_id: str
    text: str
    paragraph_id: str
    spans: tuple[tuple[int, int], ...]


def load_paragraphs(folder: Path, split: str) -> dict[str, Paragraph]:
    """The paragraphs of ``split`` ("train" or "dev") by id."""
    lines = read_json_lines(folder / f"{split}.passages.jsonl")
    return {line["pid"]: Paragraph(line["pid"], line["title"], line["text"]) for line in lines}


def load_questions(folder: Path, split: str) -> list[ReadingQuestion]:
    """The questions of ``split``, in the file's order."""
    return [
        ReadingQuestion(
            line["qid"],
            line["question"],
            line["pid"],
            tuple(
                dict.fromkeys((a["start"], a["start"] + len(a["text"])) for a in line["answers"] if a["text"])
            ),
        )
        for line in read_json_lines(folder / f"{split}.questions.jsonl")
    ]
