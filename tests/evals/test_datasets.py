import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from evals.datasets import Question, read_piaf, read_sheets
from ingest.errors import UsageError


def write(path: Path, lines: Iterable[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def test_sheets_of_one_title_all_answer_and_a_text_is_kept_once(tmp_path: Path) -> None:
    write(
        tmp_path / "documents.jsonl",
        [
            {"pid": "part-1", "text": "Le chèque\u2028sans provision.", "audience": "particuliers"},
            {"pid": "part-2", "text": "Même texte.", "audience": "particuliers"},
            {"pid": "prof-1", "text": "Le chèque du professionnel.", "audience": "professionnels"},
            {"pid": "prof-2", "text": "Même texte.", "audience": "professionnels"},
        ],
    )
    write(
        tmp_path / "questions.jsonl",
        [
            {"qid": "q1", "question": "Que faire d'un chèque ?", "pid": "part-1"},
            {"qid": "q2", "question": "Que faire d'un chèque ?", "pid": "prof-1"},
            {"qid": "q3", "question": "Quel texte ?", "pid": "prof-2"},
        ],
    )
    dataset = read_sheets(tmp_path)
    assert dataset.documents == {
        "part-1": "Le chèque\u2028sans provision.",
        "part-2": "Même texte.",
        "prof-1": "Le chèque du professionnel.",
    }
    cheque = Question("Que faire d'un chèque ?", frozenset({"part-1", "prof-1"}))
    assert dataset.questions == (cheque, cheque, Question("Quel texte ?", frozenset({"part-2"})))


def test_piaf_has_the_paragraphs_of_both_splits_and_the_questions_of_one(tmp_path: Path) -> None:
    write(tmp_path / "train.passages.jsonl", [{"pid": "t", "title": "T", "text": "Un texte."}])
    write(tmp_path / "dev.passages.jsonl", [{"pid": "d", "title": "D", "text": "L'air est sec."}])
    answers = [{"start": 10, "text": "sec"}, {"start": 6, "text": "est sec"}, {"start": 10, "text": "sec"}]
    write(
        tmp_path / "dev.questions.jsonl",
        [{"qid": "1", "question": "Comment est l'air ?", "pid": "d", "answers": answers}],
    )
    dataset = read_piaf(tmp_path, "dev")
    assert dataset.documents == {"t": "Un texte.", "d": "L'air est sec."}
    assert dataset.questions == (Question("Comment est l'air ?", frozenset({"d"}), ("sec", "est sec")),)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"train\.passages\.jsonl est introuvable"):
        read_piaf(tmp_path, "dev")
