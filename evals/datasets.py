"""The data sets that search and reading are measured on: documents, and questions that some of them answer."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import UsageError


@dataclass(frozen=True, slots=True)
class Question:
    """``gold``: ids of the documents that answer, one at least; ``answers``: the words accepted, if known."""

    text: str
    gold: frozenset[str]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """``documents`` maps an id to a text; no two texts are equal, as an index keeps one of them only."""

    documents: dict[str, str]
    questions: tuple[Question, ...]


def read_piaf(folder: Path, split: str) -> Dataset:
    """The paragraphs of PIAF, train and dev, and the questions of ``split`` ("train" or "dev"). Raises UsageError."""
    texts = {
        line["pid"]: line["text"]
        for name in ("train", "dev")
        for line in read_json_lines(folder / f"{name}.passages.jsonl")
    }
    documents, kept = _distinct(texts)
    questions = (
        Question(
            line["question"],
            frozenset({kept[line["pid"]]}),
            tuple(dict.fromkeys(answer["text"] for answer in line["answers"])),
        )
        for line in read_json_lines(folder / f"{split}.questions.jsonl")
    )
    return Dataset(documents, tuple(questions))


def read_sheets(folder: Path) -> Dataset:
    """The sheets of service-public.fr and the questions that are their titles.

    A question is answered by every sheet with that title: one may be written for each audience. Raises
    UsageError.
    """
    documents, kept = _distinct(
        {line["pid"]: line["text"] for line in read_json_lines(folder / "documents.jsonl")}
    )
    lines = list(read_json_lines(folder / "questions.jsonl"))
    gold: dict[str, set[str]] = {}
    for line in lines:
        gold.setdefault(line["question"], set()).add(kept[line["pid"]])
    return Dataset(
        documents, tuple(Question(line["question"], frozenset(gold[line["question"]])) for line in lines)
    )


def _distinct(texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The texts without repeats, by the first id of each; and for every id, the one its text is kept by."""
    owners: dict[str, str] = {}
    kept = {pid: owners.setdefault(text, pid) for pid, text in texts.items()}
    return {pid: text for text, pid in owners.items()}, kept


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, one a line. Raises UsageError if it is not there."""
    # Not splitlines: texts hold U+2028, which JSON leaves as it is.
    try:
        with path.open(encoding="utf-8") as file:
            yield from (json.loads(line) for line in file if line.strip())
    except FileNotFoundError as error:
        raise UsageError(f"Le fichier {path} est introuvable : vérifiez le dossier donné.") from error
