"""Builds the PDF and DOCX files of the example collection from the sources beside this file.

    python -m evals.corpus_sources.build_corpus [folder]

The folder is ``evals/corpus`` unless given. Building twice gives the same bytes: dates come from the
sources, and the archive entries of a DOCX carry a fixed time. The fonts are those ReportLab ships.
The Markdown, HTML and plain text files of ``evals/corpus`` are written by hand, not built.
"""

import io
import os
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from evals.corpus_sources.note_pages import draw_note
from evals.corpus_sources.slide_pages import draw_slides
from evals.corpus_sources.source_text import Source, read_source

HERE = Path(__file__).resolve().parent
NO_BREAK, NARROW_NO_BREAK = "\u00a0", "\u202f"
# The earliest time a zip entry can carry.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def main(folder: Path) -> None:
    """Build every file into ``folder``, which must exist."""
    # ReportLab's Vera font has no narrow no-break space: its PDFs use the plain one.
    for name, draw in (("note-cinema-audiovisuel", draw_note), ("diapositives-chiffres", draw_slides)):
        source = read_source(HERE / f"{name}.md", narrow_space=NO_BREAK)
        os.environ["SOURCE_DATE_EPOCH"] = str(int(_day(source).timestamp()))
        draw(source, folder / f"{name}.pdf")
    for name in ("fiche-barometre-cnc", "recommandations-choiseul"):
        source = read_source(HERE / f"{name}.md", narrow_space=NARROW_NO_BREAK)
        (folder / f"{name}.docx").write_bytes(_freeze(_write_docx(source)))


def _day(source: Source) -> datetime:
    return datetime.fromisoformat(source.fields["date"]).replace(tzinfo=UTC)


def _write_docx(source: Source) -> Document:
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(11)
    _speak_french(document)
    properties = document.core_properties
    properties.title, properties.author = source.fields["title"], source.fields["author"]
    properties.subject, properties.language = source.fields["subject"], "fr-FR"
    properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = _day(source).replace(tzinfo=None)
    document.add_heading(source.fields["title"], level=0)
    document.add_paragraph(source.fields["printed_date"])
    for block in source.blocks:
        if block.kind == "heading":
            document.add_heading(block.text, level=1)
        elif block.kind == "item":
            document.add_paragraph(block.text, style="List Bullet")
        elif block.kind == "table":
            table = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
            for cells, texts in zip(table.rows, block.rows, strict=True):
                for cell, text in zip(cells.cells, texts, strict=True):
                    cell.text = text
            for head in table.rows[0].cells:
                head.paragraphs[0].runs[0].bold = True
            document.add_paragraph()
        else:
            document.add_paragraph(block.text)
    return document


def _speak_french(document: Document) -> None:
    """Set the language of the default style: the template of python-docx is in English."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-FR")


def _freeze(document: Document) -> bytes:
    """The bytes of ``document`` with every archive entry at the same fixed time."""
    saved, frozen = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as entries, zipfile.ZipFile(frozen, "w") as archive:
        for entry in entries.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _ZIP_TIME)
            archive.writestr(fixed, entries.read(entry), zipfile.ZIP_DEFLATED, 9)
    return frozen.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "corpus")
