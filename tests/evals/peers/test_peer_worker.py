"""A peer is run in a process of its own, without its libraries here: how it ends is what is tested."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evals.peers import worker
from evals.peers.interface import Build, CannotRunError, Found, Passage, Search

REQUEST = {
    "documents": {"a.md": "Il pleut.", "b.md": "Il neige."},
    "questions": [{"id": "q1", "text": "neige"}],
    "model": "",
    "top_k": 1,
    "started": 0.0,
}


def by_words(documents: Mapping[str, str], _model: str, top_k: int) -> Search:
    def search(question: str) -> Found:
        names = [name for name, text in documents.items() if question in text]
        return Found([Passage(name, 0, len(documents[name])) for name in names[:top_k]])

    return search


def without_model(_documents: Mapping[str, str], _model: str, _top_k: int) -> Search:
    raise CannotRunError("son modèle manque")


def run_worker(build: Build, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    module = ModuleType("evals.peers.systems.of_test")
    module.__dict__["build"] = build
    monkeypatch.setitem(sys.modules, module.__name__, module)
    source, target = folder / "request.json", folder / "response.json"
    source.write_text(json.dumps(REQUEST), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["worker", "of_test", str(source), str(target)])
    worker.main()
    response: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return response


def test_the_response_has_a_result_a_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    response = run_worker(by_words, tmp_path, monkeypatch)
    (result,) = response["results"]
    assert result.pop("elapsed_ms") >= 0
    assert result == {
        "id": "q1",
        "passages": [{"document": "b.md", "start": 0, "end": 9}],
        "answer": None,
    }
    assert response["indexing_seconds"] > 0


def test_a_peer_that_cannot_run_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_worker(without_model, tmp_path, monkeypatch) == {"reason": "son modèle manque"}
