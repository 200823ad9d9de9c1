"""The main path: a DOCX file in (WordprocessingML, transitional or strict), its text, blocks and metadata out.

The XML is walked directly with lxml: python-docx gives no footnotes, text boxes, content controls
nor list numbers, which hold text that answers need, and it refuses files that Word opens. Elements
are matched on local names, since strict and transitional files differ in namespaces only.
"""

from dataclasses import replace
from pathlib import Path

from ingest.archive import Archive
from ingest.dates import iso_date, printed_date
from ingest.document import Metadata, ParsedFile
from ingest.docx.body import Walker
from ingest.docx.numbering import Numbering
from ingest.docx.package import Package
from ingest.docx.styles import Styles
from ingest.elements import local_name
from ingest.errors import ParseError
from ingest.languages import language_code
from ingest.titles import first_title, plausible_title

_BROKEN = "Le fichier DOCX est endommagé : ouvrez-le et enregistrez-le de nouveau."


def parse_docx(path: Path) -> ParsedFile:
    """Read a DOCX file. Raises ParseError or NoTextError, and nothing else."""
    try:
        with Archive(path, "DOCX") as archive:
            return _parse(Package(archive))
    except ParseError:
        raise
    except Exception as error:  # whatever a hostile file provokes, memory exhaustion included
        raise ParseError(_BROKEN) from error


def _parse(package: Package) -> ParsedFile:
    document = package.document()
    if local_name(document) != "document":
        raise ParseError("Le fichier n’est pas un document Word : vérifiez son extension.")
    styles = Styles(package.part("styles"))
    walker = Walker(styles, Numbering(package.part("numbering"), styles))
    for kind in ("footnote", "endnote"):
        walker.read_notes(package.part(kind + "s"), kind)
    walker.walk(document)
    parsed = walker.builder.build()
    return replace(parsed, metadata=_metadata(parsed, package, styles.language))


def _metadata(parsed: ParsedFile, package: Package, language: str) -> Metadata:
    core = package.core_properties()
    return Metadata(
        title=plausible_title(core.get("title", "")) or first_title(parsed),
        author=core.get("creator", ""),
        date=printed_date(parsed) or iso_date(core.get("created", "")) or iso_date(core.get("modified", "")),
        language=language_code(language) or language_code(core.get("language", "")),
    )
