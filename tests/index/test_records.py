"""Documents come back from a generation as they went in."""

from pathlib import Path

import pytest

from index.records import (
    Document,
    document_id,
    find_document,
    load_documents,
    load_skipped,
    save_documents,
    save_skipped,
)
from ingest.document import Block, BlockKind, Metadata, Page, ParsedFile
from ingest.errors import UsageError
from ingest.splitting import Passage

SHA256 = "0123456789abcdef" * 4
# Characters that end a line for one tool or another, beyond the basic plane, and typographic.
TEXT = "Été\u00a0: l’œuvre\u2028deux\u0085 \U0001f3ac | 3 €\n| Ville |\n| Lyon |"


def make_document(name: str = "notes/été\n«\u0301».md", title: str = "Le titre") -> Document:
    blocks = (
        Block(BlockKind.HEADING, 0, 3, level=2),
        Block(BlockKind.TABLE_ROW, 27, 35, cells=(("Ville", "Lyon"), ("", "3"))),
    )
    parsed = ParsedFile(
        TEXT, blocks, (Page(0, "iv"), Page(5, "5")), Metadata(title, "A. Roy", "CNC", "2024-05", "fr")
    )
    passages = (
        Passage("0123456789abcdef:0-3", 0, 3, TEXT[0:3], "Été", 1, ("A", "B")),
        Passage("0123456789abcdef:6-13", 6, 13, TEXT[6:13], "l’œuvre"),
    )
    return Document(name, SHA256, "2026-11-22T08:00:00+00:00", parsed, passages)


def test_documents_come_back_equal_and_in_order(tmp_path: Path) -> None:
    documents = [make_document("b.md"), make_document("a.md"), make_document()]
    save_documents(tmp_path, documents)
    assert load_documents(tmp_path) == documents


def test_no_documents(tmp_path: Path) -> None:
    save_documents(tmp_path, [])
    assert load_documents(tmp_path) == []


def test_passages_text_is_stored_once(tmp_path: Path) -> None:
    save_documents(tmp_path, [make_document()])
    written = (tmp_path / "documents.jsonl").read_text(encoding="utf-8")
    assert written.count("deux") == 1


def test_skipped_files_come_back(tmp_path: Path) -> None:
    skipped = {"été\n.txt": ("ab" * 32, "Le fichier est vide."), "b.pdf": ("cd" * 32, "")}
    save_skipped(tmp_path, skipped)
    assert load_skipped(tmp_path) == skipped


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        pytest.param("notes/a.md", "Le titre", "Le titre", id="own"),
        pytest.param("notes/2024/a.md", "", "a.md", id="file-name"),
        pytest.param("a.md", "", "a.md", id="file-name-alone"),
    ],
)
def test_title_is_the_documents_own_else_its_file_name(name: str, title: str, expected: str) -> None:
    assert make_document(name, title).title == expected


def test_document_id_follows_the_content() -> None:
    assert document_id(SHA256) == "0123456789abcdef"


def test_document_is_found_by_its_exact_name() -> None:
    documents = [make_document("a.md"), make_document("notes/a.md")]
    assert find_document(documents, "notes/a.md") is documents[1]


@pytest.mark.parametrize("name", ["A.md", "./a.md", "", "notes/"])
def test_unknown_document_is_a_usage_error_that_names_it(name: str) -> None:
    with pytest.raises(UsageError, match=f"« {name} »"):
        find_document([make_document("a.md")], name)
