"""Searches kept to some documents."""

from collections.abc import Callable, Mapping

import pytest

from index.records import Document
from index.scope import Scope
from index.search import Index
from ingest.document import Metadata, ParsedFile
from ingest.errors import UsageError

MakeIndex = Callable[[Mapping[str, str]], Index]


def _document(name: str, *metadata: str) -> Document:
    return Document(name, "0" * 64, "", ParsedFile("Texte", (), (), Metadata(*metadata)), ())


REPORT = _document("rapports/barometre.pdf", "Baromètre des métiers", "", "CNC", "2024-05-19", "fr")
NOTE = _document("notes/note.md", "Note de conjoncture", "", "Arcom", "2023", "en")


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        (Scope(), [REPORT, NOTE]),
        (Scope(documents=("rapports/barometre.pdf",)), [REPORT]),
        (Scope(documents=("BAROMETRE des metiers",)), [REPORT]),
        (Scope(institutions=("arcom",)), [NOTE]),
        (Scope(years=("2024",)), [REPORT]),
        (Scope(years=("2023", "2024")), [REPORT, NOTE]),
        (Scope(languages=("FR",)), [REPORT]),
        (Scope(institutions=("CNC",), years=("2023",)), None),
    ],
)
def test_documents_fit_one_value_of_each_field(scope: Scope, found: list[Document] | None) -> None:
    if found is None:
        with pytest.raises(UsageError, match=r"institution « CNC », année « 2023 »"):
            scope.among([REPORT, NOTE])
    else:
        assert scope.among([REPORT, NOTE]) == found


def test_search_keeps_to_its_scope(make_index: MakeIndex) -> None:
    index = make_index({"a.md": "# A\n\nLa guitare au casque.", "b.md": "# B\n\nLa guitare sans casque."})
    assert {hit.document.name for hit in index.search("guitare", 5)} == {"a.md", "b.md"}
    hits = index.search("guitare", 5, Scope(documents=("b.md",)))
    assert [(hit.document.name, hit.rank) for hit in hits] == [("b.md", 1)]
