"""Whole DOCX files: made with python-docx, empty, damaged, real."""

import datetime
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx_builder import kinds, par, read

from ingest.docx import parse_docx
from ingest.errors import NoTextError, ParseError

SHARED = Path(__file__).parents[4] / "shared"


def test_document_of_python_docx(tmp_path: Path) -> None:
    made = docx.Document()
    made.core_properties.title = "Microsoft Word - essai.docx"
    made.core_properties.author = "Zoé Martin"
    made.core_properties.created = datetime.datetime(2023, 2, 1)
    made.add_heading("Rapport sur les films", 0)
    made.add_paragraph("Paris, le 19 mai 2024")
    made.add_heading("Contexte", 1)
    made.add_paragraph("Premier\tpoint\nsuite.")
    made.add_paragraph("pomme", style="List Bullet")
    made.add_paragraph("poire", style="List Bullet 2")
    made.add_paragraph("un", style="List Number")
    made.add_paragraph("deux", style="List Number")
    table = made.add_table(rows=2, cols=2)
    for number, text in enumerate(("Année", "Films", "2023", "12")):
        table.cell(number // 2, number % 2).text = text
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    made.sections[0].header.paragraphs[0].text = "En-tête répété"
    path = tmp_path / "a.docx"
    made.save(str(path))
    parsed = parse_docx(path)
    assert parsed.text == (
        "Rapport sur les films\n\nParis, le 19 mai 2024\n\nContexte\n\nPremier point suite.\n\n"
        "• pomme\n• poire\n1. un\n2. deux\n\nAnnée | Films\n2023 | 12"
    )
    assert kinds(parsed) == [
        ("heading", 1),
        ("paragraph", 0),
        ("heading", 1),
        ("paragraph", 0),
        ("list_item", 1),
        ("list_item", 2),
        ("list_item", 1),
        ("list_item", 1),
        ("table_row", 0),
        ("table_row", 0),
    ]
    assert parsed.blocks[-2].cells == ()
    assert parsed.blocks[-1].cells == (("Année", "2023"), ("Films", "12"))
    assert parsed.metadata.title == "Rapport sur les films"
    assert (parsed.metadata.author, parsed.metadata.date) == ("Zoé Martin", "2024-05-19")


def test_empty_document_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(NoTextError):
        read(tmp_path, par(" "))


def test_other_formats_and_damage_are_parse_errors(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/document.xml", "<workbook/>")
    with pytest.raises(ParseError, match="pas un document Word"):
        parse_docx(path)
    with pytest.raises(ParseError, match="endommagé"):
        read(tmp_path, f"<w:tc>{par('x')}</w:tc>")  # a cell without a table


def test_every_document_of_the_shared_folder_is_read() -> None:
    folder = SHARED / "documents"
    paths = sorted(folder.glob("*.docx"))
    if not paths:
        pytest.skip("les documents partagés ne sont pas ici")
    assert all(parse_docx(path).blocks for path in paths)
