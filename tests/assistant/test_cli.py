"""The command line, run as its users and other programs run it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assistant.page.users import load_users
from index.search import Index

SHARED = Path(__file__).parents[3] / "shared"


def _sourcier(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_help_is_in_french() -> None:
    done = _sourcier("--help")
    assert done.returncode == 0
    assert "Utilisation" in done.stdout
    assert "Répond à une question" in done.stdout
    assert "Show this message" not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["cherche"],
        ["search", "a", "--top-k", "zéro"],
        ["documents", "--inconnue"],
        ["batch", "x", "a", "b"],
        ["check"],
        ["check", "Une phrase.", "--file", "a.md"],
        ["check", "Une phrase.", "-o", "a.html"],
    ],
)
def test_bad_usage_is_one_french_sentence_and_code_2(arguments: list[str]) -> None:
    done = _sourcier(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "--help" in done.stderr


@pytest.mark.parametrize("command", [["ask", "Pourquoi ?"], ["documents"], ["text", "a.md"], ["search", "a"]])
def test_an_absent_index_is_one_french_sentence_and_code_1(command: list[str], tmp_path: Path) -> None:
    done = _sourcier(*command, "--index", str(tmp_path / "nulle-part"))
    assert done.returncode == 1
    assert done.stderr.startswith("sourcier : Aucun index dans")
    assert "sourcier ingest" in done.stderr
    assert "Traceback" not in done.stderr


def test_documents_and_text_need_no_model(
    make_index: Callable[[Mapping[str, str]], Index], tmp_path: Path
) -> None:
    text = "# Été\n\nŒuvre & cœur ; 50\u202f% d'écoute.\n"
    make_index({"été.md": text})
    listed = _sourcier("documents", "--index", str(tmp_path / "index"), "--json")
    assert [doc["title"] for doc in json.loads(listed.stdout)["documents"]] == ["Été"]
    assert _sourcier("text", "été.md", "--index", str(tmp_path / "index")).stdout == text


def test_an_unknown_document_is_said(
    make_index: Callable[[Mapping[str, str]], Index], tmp_path: Path
) -> None:
    make_index({"a.md": "Bonjour à tous.\n"})
    done = _sourcier("text", "b.md", "--index", str(tmp_path / "index"))
    assert done.returncode == 1
    assert "« b.md »" in done.stderr


def test_an_index_made_with_another_model_is_refused(
    make_index: Callable[[Mapping[str, str]], Index], tmp_path: Path
) -> None:
    make_index({"a.md": "Bonjour à tous.\n"})
    done = _sourcier("ask", "Qui est là ?", "--index", str(tmp_path / "index"))
    assert done.returncode == 1
    assert "SOURCIER_EMBEDDING_MODEL" in done.stderr


def test_a_folder_without_documents_is_said(tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    done = _sourcier("ingest", str(tmp_path / "vide"), "--index", str(tmp_path / "index"))
    assert done.returncode == 1
    assert "Aucun fichier à lire" in done.stderr


def test_names_of_documents_are_whole_in_a_pipe(
    make_index: Callable[[Mapping[str, str]], Index], tmp_path: Path
) -> None:
    name = f"{'dossier-au-nom-long/' * 6}note.md"
    make_index({name: "# Une note\n\nBonjour à tous.\n"})
    assert name in _sourcier("documents", "--index", str(tmp_path / "index")).stdout


@pytest.mark.slow
def test_ask_prints_one_json_document_and_a_cited_answer(example_index: Path) -> None:
    question = "Quelle part des producteurs a essayé des outils d'IA ?"
    answer = json.loads(_sourcier("ask", question, "--index", str(example_index), "--json").stdout)
    assert answer["status"] == "answered"
    assert "70" in answer["answer"]
    assert "[1]" in answer["answer"]
    citation = answer["citations"][0]
    text = _sourcier("text", citation["document"], "--index", str(example_index)).stdout
    assert text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("rapport.pdf", "en « .pdf »"),
        ("nulle-part/rapport.html", "vérifiez son dossier"),
        ("brouillon.md", "un autre nom"),
    ],
)
def test_a_report_that_cannot_be_is_said_before_the_model_loads(
    tmp_path: Path, report: str, said: str
) -> None:
    draft = tmp_path / "brouillon.md"
    draft.write_text("La mâche supporte le gel.\n", encoding="utf-8")
    done = _sourcier("check", "--file", str(draft), "-o", str(tmp_path / report), "--index", str(tmp_path))
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert draft.read_text("utf-8") == "La mâche supporte le gel.\n"


@pytest.mark.slow
def test_a_draft_is_checked_shown_and_reported(example_index: Path, tmp_path: Path) -> None:
    draft, report = tmp_path / "brouillon.md", tmp_path / "rapport.html"
    draft.write_text("70 % des producteurs ont essayé l'IA. Est-ce beaucoup ?\n", encoding="utf-8")
    report.write_text("un rapport d'avant", encoding="utf-8")
    done = _sourcier(
        "check", "--file", str(draft), "-o", str(report), "--json", "--index", str(example_index)
    )
    assert done.returncode == 0, done.stderr
    (claim, question) = json.loads(done.stdout)["items"]
    assert (claim["status"], question["reason"]) == ("supported", "question")
    (citation, *_) = claim["evidence"]
    text = _sourcier("text", citation["document"], "--index", str(example_index)).stdout
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert "1 affirmation : 1 confirmée" in done.stderr
    assert "✔" in report.read_text("utf-8")
    shown = _sourcier("check", "--file", str(draft), "--index", str(example_index))
    assert shown.returncode == 0
    assert "✔ confirmé" in shown.stdout


@pytest.mark.slow
def test_the_page_is_not_opened_to_other_machines_without_accounts(tmp_path: Path) -> None:
    done = _sourcier("chat", "--host", "0.0.0.0", "--index", str(tmp_path / "absent"))
    assert done.returncode == 1
    assert "--no-login" in done.stderr
    told = _sourcier("chat", "--host", "0.0.0.0", "--no-login", "--index", str(tmp_path / "absent"))
    assert "--no-login" not in told.stderr  # it went on to the index, which is not there
    assert told.returncode == 1


def test_an_account_is_written_and_admitted(tmp_path: Path) -> None:
    file = tmp_path / "users.txt"
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "user", "camille"],
        input="un mot de passe\n" * 2,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        start_new_session=True,  # no terminal to ask on
        env={**os.environ, "SOURCIER_USERS": str(file)},
    )
    assert done.returncode == 0, done.stderr
    assert load_users(file).admits("camille", "un mot de passe")
    assert "SOURCIER_USERS" in _sourcier("user", "camille").stderr


def test_doctor_finds_nothing_wrong(example_index: Path) -> None:
    done = _sourcier("doctor", "--index", str(example_index))
    assert done.returncode == 0, done.stdout
    assert "✗" not in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the contract's own checker is not beside the project")
def test_the_contract_is_kept_on_the_example_collection() -> None:
    command = f"{sys.executable} -m assistant.cli"
    checker = [sys.executable, str(SHARED / "check_contract.py"), "--sourcier", command]
    done = subprocess.run(
        [*checker, "evals/corpus"], capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stdout
