import json
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import Verdict
from evals.reference_set import Span, Turn, document_named, load_reference_set, problems
from ingest.errors import UsageError

TEXTS = {"dossier/note.md": "Les producteurs sont 70 % à s'en servir.", "autre.md": "Rien ici."}
QUESTION = {
    "id": "q1",
    "question": "Quelle part des producteurs ?",
    "type": "figure",
    "level": "lexical",
    "answers": [["70 %", "sept sur dix"]],
    "evidence": [{"document": "note.md", "start": 0, "end": 40}],
    "alternatives": [[{"document": "autre.md", "start": 0, "end": 9}]],
}
UNANSWERABLE = {"id": "u1", "question": "Et les monteurs ?", "kind": "near_miss", "why": "Ils n'y sont pas."}
CLAIM = {
    "id": "c1",
    "claim": "Les producteurs sont 30 %.",
    "verdict": "refuted",
    "kind": "figure",
    "evidence": [{"document": "note.md", "start": 0, "end": 40}],
}
DIALOGUE = {
    "id": "d1",
    "turns": [
        {"question": "Qui s'en sert ?", "kind": "first", "answers": [["producteurs"]]},
        {"question": "merci", "kind": "small_talk", "answers": None},
    ],
}


def _write(path: Path, *lines: Any) -> Path:
    path.write_text(
        "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines),
        encoding="utf-8",
    )
    return path


def test_a_folder_and_one_file_of_every_kind_of_line_read_alike(tmp_path: Path) -> None:
    folder = tmp_path / "jeu"
    folder.mkdir()
    for name, line in (
        ("questions", QUESTION),
        ("unanswerable", UNANSWERABLE),
        ("claims", CLAIM),
        ("dialogues", DIALOGUE),
    ):
        _write(folder / f"{name}.jsonl", line)
    read = load_reference_set(folder)
    one = load_reference_set(_write(tmp_path / "jeu.jsonl", DIALOGUE, CLAIM, "", UNANSWERABLE, QUESTION))
    assert read == one
    assert read.name == "jeu"
    (question,) = read.questions
    assert question.alternatives == ((Span("note.md", 0, 40),), (Span("autre.md", 0, 9),))
    assert question.answers == (("70 %", "sept sur dix"),)
    assert read.claims[0].verdict is Verdict.REFUTED
    assert read.dialogues[0].turns[1] == Turn("d1.1", "merci", "small_talk", ())
    assert list(read.texts) == ["q1", "u1", "c1", "d1.0", "d1.1"]


def test_a_file_may_be_missing(tmp_path: Path) -> None:
    _write(tmp_path / "claims.jsonl", CLAIM)
    assert [claim.id for claim in load_reference_set(tmp_path).claims] == ["c1"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "ligne 2 : ce n'est pas du JSON valide"),
        ("[1]", "ligne 2 : un objet JSON est attendu"),
        ({"question": "Qui ?"}, "ligne 2 : il manque le texte de « id »"),
        ({"id": "q2"}, "ligne 2 : il manque « question », « claim » ou « turns »"),
        ({"id": "q2", "question": "Qui ?"}, "dites pourquoi (« why »)"),
        ({**QUESTION, "id": "q2", "answers": ["70 %"]}, "« answers » est une liste de faits"),
        ({**QUESTION, "id": "q2", "answers": [[]]}, "« answers » est une liste de faits"),
        ({**QUESTION, "id": "q2", "evidence": [{"document": "a", "start": 4, "end": 4}]}, "la fin après le début"),
        ({**QUESTION, "id": "q2", "alternatives": 3}, "« alternatives » doit être"),
        ({**CLAIM, "id": "q2", "verdict": "vrai"}, "le verdict « vrai » n'existe pas"),
        ({"id": "q2", "turns": []}, "« turns » doit être une liste"),
        (UNANSWERABLE, "l'identifiant « u1 » est déjà pris"),
    ],
)  # fmt: skip
def test_a_line_that_is_wrong_is_said_with_its_file_and_number(tmp_path: Path, line: Any, said: str) -> None:
    path = _write(tmp_path / "jeu.jsonl", UNANSWERABLE, line)
    with pytest.raises(UsageError) as caught:
        load_reference_set(path)
    assert str(path) in str(caught.value)
    assert said in str(caught.value)


def test_what_is_no_reference_set_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ne peut pas être lu"):
        load_reference_set(tmp_path / "absent.jsonl")
    with pytest.raises(UsageError, match="n'a aucun des fichiers"):
        load_reference_set(tmp_path)
    with pytest.raises(UsageError, match="est vide"):
        load_reference_set(_write(tmp_path / "vide.jsonl"))


def test_a_document_is_named_by_the_end_of_its_path() -> None:
    names = {"a/note.md": "", "b/note.md": "", "a/autre.md": "", "seul.md": ""}
    assert document_named("seul.md", names) == "seul.md"
    assert document_named("autre.md", names) == "a/autre.md"
    assert document_named("b/note.md", names) == "b/note.md"
    assert document_named("note.md", names) is None  # two of them
    assert document_named("utre.md", names) is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (QUESTION, None),
        ({**QUESTION, "evidence": [{"document": "x.md", "start": 0, "end": 4}]}, "« x.md » n'est pas dans l'index"),
        ({**QUESTION, "evidence": [{"document": "note.md", "start": 30, "end": 41}]}, "[30:41] n'existe pas"),
        ({**QUESTION, "evidence": [{"document": "note.md", "start": 0, "end": 20}]}, "ne porte « 70 % »"),
        ({**QUESTION, "evidence": [], "alternatives": []}, None),
        ({**QUESTION, "answers": [["80 %"]], "evidence": [], "alternatives": []}, "ne porte « 80 % »"),
        (CLAIM, None),
        ({**CLAIM, "evidence": []}, "n'a pas de passage qui le montre"),
        ({**CLAIM, "verdict": "not_enough_info", "evidence": []}, None),
        (DIALOGUE, None),
        ({"id": "d", "turns": [{"question": "Et ?", "answers": [["Cannes"]]}]}, "aucun document ne porte « Cannes »"),
    ],
)  # fmt: skip
def test_a_set_that_does_not_fit_its_documents_is_found_out(
    tmp_path: Path, line: Any, said: str | None
) -> None:
    found = problems(load_reference_set(_write(tmp_path / "jeu.jsonl", line)), TEXTS)
    assert len(found) == (said is not None)
    assert said is None or said in found[0]
