"""The committed reference sets: every span exists and proves its answer, and the two halves share nothing."""

from pathlib import Path

import pytest

from evals.reference_set import load_reference_set, problems
from ingest.formats import file_format, parser_for

ROOT = Path(__file__).parents[2]
EVALS = ROOT / "evals"
FOLDERS = {"examples": EVALS / "corpus", "reports": ROOT.parent / "shared" / "corpus"}
SETS = ("examples_dev", "examples_final", "reports_dev", "reports_final")
# Claims only, in words close to the documents.
PLAIN = ("examples_plain", "reports_plain")


def _texts(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        pytest.skip(f"{folder.name} is not beside the project")
    return {path.name: parser_for(file_format(path) or "")(path).text for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("name", [*SETS, *PLAIN])
def test_every_span_exists_and_holds_its_facts(name: str) -> None:
    texts = _texts(FOLDERS[name.split("_")[0]])
    assert problems(load_reference_set(EVALS / name), texts) == []


@pytest.mark.parametrize("name", ["examples_dev", "examples_final", "reports_final"])
def test_the_place_of_every_answer_is_marked(name: str) -> None:
    assert all(question.alternatives for question in load_reference_set(EVALS / name).questions)


@pytest.mark.parametrize("collection", FOLDERS)
def test_what_gives_the_final_figure_is_not_worked_with(collection: str) -> None:
    dev, final = (load_reference_set(EVALS / f"{collection}_{half}") for half in ("dev", "final"))
    openings = [
        {turn.text for dialogue in half.dialogues for turn in dialogue.turns} for half in (dev, final)
    ]
    asked = [set(half.texts.values()) - turns for half, turns in zip((dev, final), openings, strict=True)]
    assert not asked[0] & asked[1]
    assert len(asked[0]) + len(asked[1]) >= 110


def test_unanswerable_questions_say_why_and_most_are_near_misses() -> None:
    items = [item for name in SETS for item in load_reference_set(EVALS / name).unanswerable]
    assert len(items) >= 60
    assert all(item.why.strip() for item in items)
    assert sum(item.kind == "near_miss" for item in items) >= 40
