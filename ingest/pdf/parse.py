"""The main path: a PDF file in, its text, blocks, pages and metadata out."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.errors import (
    DependencyError,
    EmptyFileError,
    FileNotDecryptedError,
    PdfReadError,
    WrongPasswordError,
)
from pypdf.generic import IndirectObject

from ingest.document import ParsedFile
from ingest.errors import NoTextError, ParseError
from ingest.pdf.assemble import assemble
from ingest.pdf.content import read_content
from ingest.pdf.hyphens import Vocabulary
from ingest.pdf.layout import read_page
from ingest.pdf.metadata import read_labels, read_metadata
from ingest.pdf.model import PageLayout
from ingest.pdf.resources import FontCache
from ingest.pdf.running import remove_running
from ingest.pdf.styles import measure_styles
from ingest.pdf.words import read_lines

logger = logging.getLogger(__name__)

_NO_TEXT = "PDF numérisé sans texte : passez-le d'abord à la reconnaissance de caractères (OCR)."
_LOCKED = "PDF protégé par un mot de passe : enregistrez-en une copie sans protection, puis ajoutez-la."
_LOCKED_OTHERWISE = (
    "PDF protégé par un certificat : enregistrez-en une copie sans protection, puis ajoutez-la."
)
_DAMAGED = (
    "PDF endommagé ou illisible : rouvrez-le dans un lecteur de PDF et enregistrez-en une nouvelle copie."
)
_NO_CRYPTO = "PDF chiffré : installez « pypdf[crypto] », ou enregistrez-en une copie sans protection."


def parse_pdf(path: Path) -> ParsedFile:
    """Read a PDF's text in reading order, with its headings, lists, tables, footnotes and pages.

    Pages that hold no text keep their place in ``pages``. A footnote stands at the end of its
    page's text; where the page's last paragraph goes on over the page, the note comes just before
    that paragraph, so that both keep their page. Raises NoTextError for a file of images, and
    ParseError for one that is locked or damaged; no other error leaves this function.
    """
    try:
        with _quiet_pypdf():
            return _parse(path)
    except ParseError:
        raise
    except (FileNotDecryptedError, WrongPasswordError) as error:
        raise ParseError(_LOCKED) from error
    except DependencyError as error:
        raise ParseError(_NO_CRYPTO) from error
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise ParseError(
            f"Fichier illisible ({path.name}) : vérifiez qu'il existe et que vous pouvez l'ouvrir."
        ) from error
    except Exception as error:  # pypdf raises many kinds on damaged files, not all its own
        raise ParseError(_DAMAGED) from error


def _parse(path: Path) -> ParsedFile:
    with path.open("rb") as stream:
        reader = _open_reader(stream)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ParseError(_LOCKED)
        layouts = _read_layouts(reader)
        labels = read_labels(reader, len(layouts))
        if not any(layout.lines for layout in layouts):
            raise NoTextError(_NO_TEXT)
        remove_running(layouts, labels, measure_styles(layouts).size)
        styles = measure_styles(layouts)
        vocabulary = Vocabulary()
        for layout in layouts:
            for line in layout.lines:
                vocabulary.add_line(line.text)
        drafts = []
        for number, layout in enumerate(layouts):
            drafts.extend(read_page(layout, number, styles))
        text, blocks, pages = assemble(drafts, labels, vocabulary, styles)
        if not blocks:
            raise NoTextError(_NO_TEXT)
        return ParsedFile(text, blocks, pages, read_metadata(reader, text, blocks, pages))


def _open_reader(stream: BinaryIO) -> PdfReader:
    """A reader; a file without its last lines gets others, so that pypdf rebuilds its table."""
    try:
        return PdfReader(stream)
    except EmptyFileError:
        raise
    except PdfReadError:
        stream.seek(0)
        data = stream.read()
        if b"%PDF-" not in data[:1024]:
            raise
        return PdfReader(BytesIO(data + b"\nstartxref\n0\n%%EOF\n"))
    except NotImplementedError as error:
        raise ParseError(_LOCKED_OTHERWISE) from error


def _read_layouts(reader: PdfReader) -> list[PageLayout]:
    """Every page's lines. A page that cannot be read is left blank if others can."""
    fonts = FontCache()
    hidden_layers = _hidden_layers(reader)
    layouts = []
    failure: Exception | None = None
    num_pages = len(reader.pages)
    for number in range(num_pages):
        try:
            layouts.append(read_lines(read_content(reader.pages[number], fonts, hidden_layers)))
        except Exception as error:  # a damaged page does not cost the others
            logger.warning("page %d illisible : %s", number + 1, error)
            failure = error
            layouts.append(PageLayout(595.0, 842.0, [], []))
    if failure is not None and not any(layout.lines for layout in layouts):
        raise ParseError(_DAMAGED) from failure
    if not num_pages:
        raise ParseError(_DAMAGED)
    return layouts


def _hidden_layers(reader: PdfReader) -> frozenset[int]:
    """The object numbers of the layers that are switched off when the file is opened."""
    try:
        properties: Any = reader.root_object["/OCProperties"]
        hidden = properties["/D"].get_object().get("/OFF", [])
        return frozenset(item.idnum for item in hidden.get_object() if isinstance(item, IndirectObject))
    except Exception:  # absent or malformed: every layer shows
        return frozenset()


@contextmanager
def _quiet_pypdf() -> Iterator[None]:
    """Keep pypdf's remarks on malformed files, in English, off the user's screen."""
    pypdf_logger = logging.getLogger("pypdf")
    level = pypdf_logger.level
    pypdf_logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        pypdf_logger.setLevel(level)
