import json
from pathlib import Path

import pytest

from assistant.batch import run_batch
from assistant.engine import Assistant
from ingest.errors import UsageError


def _run(assistant: Assistant, tmp_path: Path, kind: str, lines: list[str]) -> list[dict[str, object]]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    run_batch(assistant, kind, source, target, top_k=2)  # type: ignore[arg-type]  # the kinds under test
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_ids_and_order_are_kept(assistant: Assistant, tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"q{n}", "text": "Quand se sèment les poireaux ?"}) for n in (3, 1, 2)]
    assert [line["id"] for line in _run(assistant, tmp_path, "ask", lines)] == ["q3", "q1", "q2"]


def test_a_bad_line_carries_its_error_and_the_others_go_on(assistant: Assistant, tmp_path: Path) -> None:
    lines = [
        '{"id": "vide", "text": ""}',
        "pas du JSON",
        '["liste"]',
        '{"id": "sans"}',
        '{"id": "ok", "text": "mâche"}',
    ]
    results = _run(assistant, tmp_path, "search", lines)
    assert [line["id"] for line in results] == ["vide", None, None, "sans", "ok"]
    assert ["error" in line for line in results] == [True, True, True, True, False]
    assert len(results[-1]["hits"]) == 2  # type: ignore[arg-type]  # a list of hits


def test_each_kind_answers_in_its_own_shape(assistant: Assistant, tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": "La mâche supporte le gel sans protection."})
    turns = json.dumps({"id": "a", "turns": ["Quand se sèment les poireaux ?", "et la mâche ?"]})
    assert _run(assistant, tmp_path, "check", [line])[0]["verdict"] == "supported"
    assert len(_run(assistant, tmp_path, "chat", [turns])[0]["turns"]) == 2  # type: ignore[arg-type]  # a list


def test_a_file_that_is_not_there_is_said(assistant: Assistant, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="vérifiez les deux chemins"):
        run_batch(assistant, "ask", tmp_path / "absent.jsonl", tmp_path / "out.jsonl", top_k=1)
