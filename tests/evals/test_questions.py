"""The reference questions: every span exists and proves its answer, and the two halves share nothing."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evals.judging import holds
from ingest.formats import file_format, parser_for

ROOT = Path(__file__).parents[2]
EVALS = ROOT / "evals"
EXAMPLES = ROOT / "evals" / "corpus"
REPORTS = ROOT.parent / "shared" / "corpus"
Line = Mapping[str, Any]


def _lines(name: str) -> list[Line]:
    return [json.loads(line) for line in (EVALS / name).read_text(encoding="utf-8").splitlines()]


def _texts(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        pytest.skip(f"{folder.name} is not beside the project")
    return {path.name: parser_for(file_format(path) or "")(path).text for path in sorted(folder.iterdir())}


def _evidence(line: Line) -> list[Mapping[str, Any]]:
    return [*line["evidence"], *(span for group in line.get("alternatives", ()) for span in group)]


@pytest.mark.parametrize(
    ("name", "folder"),
    [("examples_dev", EXAMPLES), ("examples_final", EXAMPLES), ("reports_final", REPORTS)],
)
def test_every_span_exists_and_the_spans_together_hold_every_fact(name: str, folder: Path) -> None:
    texts = _texts(folder)
    for line in _lines(f"{name}/questions.jsonl"):
        quotes = [texts[span["document"]][span["start"] : span["end"]] for span in _evidence(line)]
        assert all(quote.strip() for quote in quotes), line["id"]
        for fact in line["answers"]:
            assert any(holds(quote, fact) for quote in quotes), (line["id"], fact)


@pytest.mark.parametrize(("collection", "folder"), [("examples", EXAMPLES), ("reports", REPORTS)])
def test_every_fact_of_a_dialogue_stands_in_its_collection(collection: str, folder: Path) -> None:
    whole = "\n".join(_texts(folder).values())
    for half in ("dev", "final"):
        for dialogue in _lines(f"{collection}_{half}/dialogues.jsonl"):
            for turn in dialogue["turns"]:
                assert all(holds(whole, fact) for fact in turn["answers"] or ()), turn["question"]


@pytest.mark.parametrize("collection", ["examples", "reports"])
def test_what_gives_the_final_figure_is_not_worked_with(collection: str) -> None:
    halves = [
        {
            line["question"]
            for kind in ("questions", "unanswerable")
            for line in _lines(f"{collection}_{half}/{kind}.jsonl")
        }
        for half in ("dev", "final")
    ]
    assert not halves[0] & halves[1]
    assert len(halves[0]) + len(halves[1]) >= 110


def test_unanswerable_questions_say_why_and_most_are_near_misses() -> None:
    paths = sorted(EVALS.glob("*/unanswerable.jsonl"))
    lines = [line for path in paths for line in _lines(str(path.relative_to(EVALS)))]
    assert len(lines) >= 60
    assert all(line["why"].strip() for line in lines)
    assert sum(line["kind"] == "near_miss" for line in lines) >= 40
