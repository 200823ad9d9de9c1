"""The main path: an ODT file in (OpenDocument text), its text, blocks and metadata out.

content.xml is walked directly with lxml: odfpy builds its own tree by recursion, without limits, and
resolves neither styles nor list numbers, so it would add risk and no reading. odfpy makes the test files.
"""

from dataclasses import replace
from pathlib import Path

from lxml import etree

from ingest.archive import Archive
from ingest.dates import iso_date, printed_date
from ingest.document import Metadata, ParsedFile
from ingest.elements import child, local_name
from ingest.errors import ParseError
from ingest.languages import language_code
from ingest.odt.body import Walker
from ingest.odt.styles import Styles
from ingest.titles import first_title, plausible_title

_BROKEN = "Le fichier ODT est endommagé : ouvrez-le et enregistrez-le de nouveau."
_LOCKED = (
    "Le fichier ODT est protégé par un mot de passe : retirez la protection, puis ajoutez-le de nouveau."
)


def parse_odt(path: Path) -> ParsedFile:
    """Read an ODT file. Raises ParseError or NoTextError, and nothing else."""
    try:
        with Archive(path, "ODT") as archive:
            return _parse(archive)
    except ParseError:
        raise
    except Exception as error:  # whatever a hostile file provokes, memory exhaustion included
        raise ParseError(_BROKEN) from error


def _parse(archive: Archive) -> ParsedFile:
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise ParseError(_LOCKED)
    content = archive.read_xml("content.xml")
    body = child(content, "body", "text")
    if body is None:
        raise ParseError("Le fichier n’est pas un document texte ODT : vérifiez son extension.")
    style_root = archive.read_xml("styles.xml") if "styles.xml" in archive else None
    styles = Styles(child(style_root, "styles"), child(content, "automatic-styles"))
    walker = Walker(styles)
    walker.walk(body)
    parsed = walker.builder.build()
    meta = child(archive.read_xml("meta.xml"), "meta") if "meta.xml" in archive else None
    return replace(parsed, metadata=_metadata(parsed, meta, styles.language))


def _metadata(parsed: ParsedFile, meta: etree._Element | None, language: str) -> Metadata:
    said: dict[str, str] = {}
    for item in meta if meta is not None else ():
        said.setdefault(local_name(item), (item.text or "").strip())
    return Metadata(
        title=plausible_title(said.get("title", "")) or first_title(parsed),
        author=said.get("initial-creator", "") or said.get("creator", ""),
        date=printed_date(parsed)
        or iso_date(said.get("creation-date", ""))
        or iso_date(said.get("date", "")),
        language=language_code(language) or language_code(said.get("language", "")),
    )
