"""``sourcier eval`` as its users run it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from evals.reference_set import load_reference_set
from index.search import Index

EVALS = Path(__file__).parents[2] / "evals"


def _sourcier(*arguments: str, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "evals.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=cwd,
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["eval", "nulle-part"], 1, "Le jeu de référence nulle-part ne peut pas être lu"),
        (["eval", "evals/examples_dev", "--index", "nulle-part"], 1, "sourcier ingest"),
        (["eval", "evals/examples_dev", "--inconnue"], 2, "l'option --inconnue n'existe pas"),
        (["eval", "evals/examples_dev", "--compare", "nulle-part"], 1, "Le résultat nulle-part ne peut pas être lu"),
        (["eval", "init"], 2, "il manque SORTIE"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_french_sentence(arguments: list[str], code: int, said: str) -> None:
    done = _sourcier(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_help_names_the_command_and_those_of_the_assistant() -> None:
    listed = _sourcier("--help").stdout
    assert "eval " in listed
    assert "doctor " in listed
    assert "Ébauche un jeu de référence" in _sourcier("eval", "--help").stdout


def test_init_drafts_a_set_without_the_model(
    make_index: Callable[[Mapping[str, str]], Index], tmp_path: Path
) -> None:
    make_index(
        {"note.md": "# Note\n\nParmi les musiciens interrogés, 62 % écoutent leurs maquettes au casque.\n"}
    )
    target = tmp_path / "jeu.jsonl"
    done = _sourcier("eval", "init", str(target), "--index", str(tmp_path / "index"))
    assert done.returncode == 0, done.stderr
    assert "à relire" in done.stdout
    assert load_reference_set(target).questions[0].answers == (("62 %",),)


@pytest.mark.slow
def test_a_set_is_run_reported_and_compared(example_index: Path, tmp_path: Path) -> None:
    small = tmp_path / "petit"
    small.mkdir()
    for name in ("questions", "unanswerable"):
        lines = (EVALS / "examples_dev" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        (small / f"{name}.jsonl").write_text("\n".join(lines[:2]), encoding="utf-8")
    command = ["eval", str(small), "--index", str(example_index), "--to"]
    first = _sourcier(*command, str(tmp_path / "avant"))
    assert first.returncode == 0, first.stderr
    assert "réponses justes" in first.stdout
    written = sorted(path.name for path in (tmp_path / "avant").iterdir())
    assert written == ["chiffres.json", "rapport.html", "rapport.md", "run.json"]
    again = _sourcier(*command, str(tmp_path / "apres"), "--compare", str(tmp_path / "avant"))
    assert "Les mêmes questions dans les deux évaluations" in again.stdout
    figures = json.loads((tmp_path / "apres" / "chiffres.json").read_text(encoding="utf-8"))
    assert figures["figures"]["quotes_verbatim"]["value"] == 1
    assert {each["difference"] for each in figures["comparison"]} == {0}


@pytest.mark.slow
def test_an_index_of_other_documents_is_said_with_what_to_do(tmp_path: Path) -> None:
    shutil.copy(EVALS / "corpus" / "glossaire.md", tmp_path)
    index = ["--index", str(tmp_path / "index")]
    assert _sourcier("ingest", "glossaire.md", *index, cwd=tmp_path).returncode == 0
    done = _sourcier("eval", "evals/examples_dev", *index)
    assert done.returncode == 1
    assert "sourcier ingest evals/corpus --index .sourcier/demo" in done.stderr
