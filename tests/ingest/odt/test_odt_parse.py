"""Whole ODT files: made with odfpy, locked, empty, real."""

import zipfile
from pathlib import Path

import pytest
from odf.dc import Title
from odf.meta import CreationDate, InitialCreator
from odf.opendocument import OpenDocumentText
from odf.text import H, List, ListItem, P, S, Tab
from odt_builder import SPACES, read

from ingest.document import BlockKind, Metadata
from ingest.errors import NoTextError, ParseError
from ingest.odt import parse_odt

SHARED = Path(__file__).parents[4] / "shared"


def test_document_of_odfpy(tmp_path: Path) -> None:
    made = OpenDocumentText()
    made.meta.addElement(Title(text="Le rapport"))
    made.meta.addElement(InitialCreator(text="Zoé Martin"))
    made.meta.addElement(CreationDate(text="2023-02-01T10:00:00"))
    made.text.addElement(H(outlinelevel=2, text="Contexte"))
    paragraph = P(text="Un")
    paragraph.addElement(S(c=3))
    paragraph.addText("deux")
    paragraph.addElement(Tab())
    paragraph.addText("trois")
    made.text.addElement(paragraph)
    listed = List()
    for text in ("pomme", "poire"):
        entry = ListItem()
        entry.addElement(P(text=text))
        listed.addElement(entry)
    made.text.addElement(listed)
    path = tmp_path / "a.odt"
    made.save(str(path))
    parsed = parse_odt(path)
    assert parsed.text == "Contexte\n\nUn deux trois\n\n• pomme\n• poire"
    assert [(block.kind, block.level) for block in parsed.blocks] == [
        (BlockKind.HEADING, 2),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.LIST_ITEM, 1),
        (BlockKind.LIST_ITEM, 1),
    ]
    assert parsed.metadata == Metadata("Le rapport", "Zoé Martin", "", "2023-02-01", "")


def test_encrypted_and_empty_files(tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("content.xml", b"\x8a\x00chiffre")
        made.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(ParseError, match="mot de passe"):
        parse_odt(path)
    with pytest.raises(NoTextError):
        read(tmp_path, "<text:p/>")
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("content.xml", f"<office:document-content {SPACES}/>")
    with pytest.raises(ParseError, match="pas un document texte"):
        parse_odt(path)


def test_every_document_of_the_shared_folder_is_read() -> None:
    paths = sorted((SHARED / "documents").glob("*.odt"))
    if not paths:
        pytest.skip("les documents partagés ne sont pas ici")
    assert all(parse_odt(path).blocks for path in paths)
