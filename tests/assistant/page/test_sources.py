"""Files added and removed as the page does it, over a real index with the keyword embedder."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from keyword_embedder import KeywordEmbedder
from sample_documents import GARDEN, SURVEY

from assistant.engine import Assistant
from assistant.page.latest import Latest
from assistant.page.library import Library, Upload, UploadState, safe_name
from assistant.page.sources import (
    document_choices,
    institution_choices,
    scope_of,
    sources_html,
    uploads_html,
    year_choices,
)
from assistant.page.words import french
from index.search import Index
from ingest.errors import UsageError

MakeIndex = Callable[[Mapping[str, str]], Index]


@pytest.fixture
def latest(make_index: MakeIndex, tmp_path: Path, embedder: KeywordEmbedder) -> Latest:
    make_index({"enquete.md": SURVEY})
    return Latest(Assistant.open(tmp_path / "index", embedder))


@pytest.fixture
def library(latest: Latest, tmp_path: Path) -> Library:
    return Library(latest, tmp_path / "index")


def _file(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / "depot" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_file_that_is_added_answers(latest: Latest, library: Library, tmp_path: Path) -> None:
    *steps, last = library.add([_file(tmp_path, "Le potager.md", GARDEN)])
    assert [(each.name, each.state) for each in last] == [("Le potager.md", UploadState.ADDED)]
    assert last[0].passages == 1
    assert {state for [each] in steps for state in [each.state]} >= {
        UploadState.WAITING,
        UploadState.EMBEDDING,
    }
    answer = latest.get().ask("Quand se sèment les poireaux ?")
    assert answer.citations[0].document == str(tmp_path / "index" / "documents" / "Le potager.md")


def test_a_bad_file_is_named_with_its_reason_and_stops_no_other(
    latest: Latest, library: Library, tmp_path: Path
) -> None:
    files = [
        _file(tmp_path, "vide.txt", ""),
        _file(tmp_path, "photo.jpg", b"\xff\xd8"),
        _file(tmp_path, "abime.pdf", b"%PDF-1.7 rien"),
        _file(tmp_path, "copie.md", SURVEY),
        _file(tmp_path, "potager.md", GARDEN),
    ]
    *_, last = library.add(files)
    assert [each.state for each in last] == [UploadState.FAILED] * 4 + [UploadState.ADDED]
    assert "Format non pris en charge" in last[1].reason
    assert "PDF endommagé" in last[2].reason
    assert last[3].reason == "Même contenu que enquete.md."
    kept = sorted(path.name for path in (tmp_path / "index" / "documents").iterdir())
    assert kept == ["potager.md"]  # nothing of what failed stays
    assert len(latest.documents) == 2


def test_two_files_of_one_name_are_two_documents(latest: Latest, library: Library, tmp_path: Path) -> None:
    list(library.add([_file(tmp_path, "note.md", GARDEN)]))
    list(library.add([_file(tmp_path, "note.md", "# Autre\n\nLe thym aime le soleil.\n")]))
    *_, [again] = library.add([_file(tmp_path, "note.md", GARDEN)])
    assert again.state is UploadState.ADDED
    assert [Path(each.name).name for each in latest.documents[1:]] == ["note.md", "note (2).md"]


def test_a_document_that_is_removed_answers_no_more_and_files_of_others_stay(
    latest: Latest, library: Library, tmp_path: Path
) -> None:
    list(library.add([_file(tmp_path, "potager.md", GARDEN)]))
    ours = tmp_path / "index" / "documents" / "potager.md"
    library.forget(str(ours))
    library.forget("enquete.md")
    assert not ours.exists()
    assert (tmp_path / "documents" / "enquete.md").exists()
    assert list(latest.documents) == []
    with pytest.raises(UsageError, match="Aucun document"):
        library.forget("enquete.md")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\Note.PDF", "Note.pdf"),
        (".cache.md", "cache.md"),
        ("a\n<b>\x00.md", "a__b__.md"),
        ("e\u0301te\u0301.md", "été.md"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_name_that_is_nothing_is_refused() -> None:
    with pytest.raises(UsageError):
        safe_name(" ... ")


def test_the_table_tells_each_document_and_its_state(
    latest: Latest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / "documents")
    page = BeautifulSoup(sources_html(latest.documents, french), "html.parser")
    cells = [cell.get_text() for cell in page.select("tbody td")]
    assert cells[0] == "Enquête sur l'écoute"
    assert cells[2] == "2021"
    assert cells[5] == "✔ à jour"
    file = tmp_path / "documents" / "enquete.md"
    file.write_text("autre", encoding="utf-8")
    tomorrow = time.time() + 86_400
    os.utime(file, (tomorrow, tomorrow))  # times of files are finer than those of documents
    assert "≠ fichier changé" in sources_html(latest.documents, french).replace("</span>", "").replace(
        '<span aria-hidden="true">', ""
    )
    monkeypatch.chdir(tmp_path)
    assert "fichier introuvable" in sources_html(latest.documents, french)


def test_uploads_show_a_bar_while_they_last_and_text_of_files_as_text() -> None:
    uploads = [
        Upload("a.md", UploadState.EMBEDDING, done=3, total=12),
        Upload("<img src=x>.pdf", UploadState.FAILED, reason="<b>non</b>"),
    ]
    page = BeautifulSoup(uploads_html(uploads, french), "html.parser")
    [bar] = page.select("progress")
    assert (bar["value"], bar["max"]) == ("3", "12")
    assert not page.select("img, b")
    assert "3 passages sur 12" in page.get_text()


def test_filters_are_what_the_documents_have(make_index: MakeIndex) -> None:
    documents = make_index({"enquete.md": SURVEY, "potager.md": GARDEN}).documents
    assert document_choices(documents)[1] == ("Le potager d'hiver", "potager.md")
    assert institution_choices(documents) == []
    assert year_choices(documents) == ["2021"]
    scope = scope_of(None, [], ["2021"])
    assert [each.name for each in scope.among(documents)] == ["enquete.md"]
    assert not scope_of([], None, [])
