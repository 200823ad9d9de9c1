"""A draft as it is handed over, a file or pasted text: its text, its blocks, and the part each plays."""

import re
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.evidence import is_address, is_record_line
from index.analysis import fold
from ingest.archive import Archive
from ingest.document import Block, BlockKind, ParsedFile
from ingest.errors import NoTextError, ParseError, UsageError
from ingest.formats import READABLE, file_format
from ingest.reading import plain
from ingest.sandbox import ParserProcess

MAX_CHARACTERS = 1_000_000  # some four hundred pages
_LONGEST_TITLE = 80

_BIBLIOGRAPHY = re.compile(
    r"(?:[\divx]+[.)]?\s*)*(?:bibliographie|references?(?: bibliographiques)?|webographie|sitographie|sources(?: citees)?|"
    r"travaux cites|ouvrages cites|oeuvres citees|liens utiles|pour aller plus loin)\b.{0,40}"
)
# No start inside a run of dots: time stays linear whatever the text.
_CONTENTS_LINE = re.compile(r"(?<!\.)(?<!\.[ \t])(?:\.[ \t]?){4,}[ \t]*\d*$|…\s*\d+$|\t\d+$")
_CAPTION = re.compile(
    r"(?:figures?|fig\.|tableaux?|graphiques?|illustrations?|schemas?|cartes?|encadres?|photos?) ?\d+\s*[:.–—-]"
)
# « Dupont, J. (2021). Titre », « DUPONT Jean, Titre, Paris, Éditeur, 2021 », « [3] Dupont… ».
_ENTRY = re.compile(
    r"(?:\[\w{1,12}\]|\d{1,3}\.)?\s*(?:"
    r"[A-ZÉÈÀ][\w'’-]+,\s(?:[A-ZÉÈ][\w-]*\.?[-\s]?){1,3}.{0,200}\(?(?:19|20)\d\d[a-z]?\)?"
    r"|[A-ZÉÈÀ][A-ZÉÈÀ'’-]{2,}\s(?:[A-ZÉÈ][\w-]*\.?\s?){1,3},\s.{3,200}(?:19|20)\d\d"
    r"|[A-ZÉÈÀ][\w'’&\s-]{1,60}\s\((?:19|20)\d\d[a-z]?\)[.,]\s)"
)
_CITES = re.compile(
    r"\b(?:isbn|issn|doi ?:|doi\.org|op\. ?cit|ibid|consulte le|disponible (?:en ligne|sur)|en ligne sur|hal-\d)"
)
_SEES = re.compile(r"(?:voir|cf\.?|source|sources|d'apres|ibid|in)\b ?:? ")


class Role(StrEnum):
    """What a block of a draft is for."""

    PROSE = "prose"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    NOTE = "note"
    REFERENCE = "reference"
    CAPTION = "caption"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a draft and its role."""

    role: Role
    block: Block


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to check. ``parts`` are in reading order; offsets are those of ``text``.

    ``name`` is the file's, "" for pasted text; ``format`` as ``ingest.formats`` calls it, and pasted text is
    "markdown". ``original`` holds the bytes of a DOCX, which its report is made of, else nothing.
    """

    title: str
    text: str
    parts: tuple[Part, ...]
    name: str = ""
    format: str = "markdown"
    original: bytes = b""


def read_draft(path: Path) -> Draft:
    """The draft in a file. Raises UsageError where there is none, ParseError where it cannot be read."""
    known = file_format(path)
    if known is None:
        raise UsageError(f"Le brouillon {path.name} n'est pas d'un format lu : donnez-le en {READABLE}.")
    if not path.is_file():
        raise UsageError(f"Le brouillon {path} est introuvable : vérifiez son chemin.")
    with ParserProcess() as parser:
        parsed = parser.parse(path, known)
    return _draft(parsed, path.name, known, _original(path) if known == "docx" else b"")


def _original(path: Path) -> bytes:
    """The bytes of a DOCX that has been read; none where what it holds besides text is out of bounds."""
    try:
        with Archive(path, "DOCX") as archive:
            archive.require_bounded()
        return path.read_bytes()
    except (ParseError, OSError):
        return b""


def pasted_draft(text: str) -> Draft:
    """The draft that ``text`` is, its Markdown marks, if any, being structure. Raises as ``read_draft``."""
    if not text.strip():
        raise UsageError("Le brouillon est vide : collez au moins une phrase.")
    _require_short(len(text))
    with tempfile.TemporaryDirectory(prefix="sourcier-") as folder, ParserProcess() as parser:
        path = Path(folder) / "brouillon.md"
        path.write_text(text, encoding="utf-8", errors="replace", newline="")
        parsed = parser.parse(path, "markdown")
    return _draft(parsed, "", "markdown", b"")


def _draft(parsed: ParsedFile, name: str, known: str, original: bytes) -> Draft:
    _require_short(len(parsed.text))
    if not re.search(r"\w", parsed.text):
        raise NoTextError("Le brouillon ne contient aucun texte : vérifiez que c'est le bon fichier.")
    title = parsed.metadata.title or name or "Texte collé"
    return Draft(title, parsed.text, tuple(_parts(parsed)), name, known, original)


def _require_short(length: int) -> None:
    if length > MAX_CHARACTERS:
        raise UsageError(
            f"Le brouillon est trop long ({length} caractères, {MAX_CHARACTERS} au plus) : découpez-le en chapitres."
        )


def _parts(parsed: ParsedFile) -> list[Part]:
    parts: list[Part] = []
    within = 0  # level of the heading that opened a bibliography, else 0
    for block in parsed.blocks:
        shown = plain(parsed.text[block.start : block.end])
        opens = len(shown) <= _LONGEST_TITLE and _BIBLIOGRAPHY.fullmatch(fold(shown).strip(" :*"))
        if block.kind is BlockKind.HEADING:
            if not within or block.level <= within:
                within = block.level if opens else 0
            parts.append(Part(Role.HEADING, block))
        elif block.kind is BlockKind.PARAGRAPH and opens:
            within = 6
            parts.append(Part(Role.HEADING, block))
        else:
            parts.append(Part(_role(parsed.text, block, shown, within=bool(within)), block))
    return parts


def _role(text: str, block: Block, shown: str, *, within: bool) -> Role:
    raw = text[block.start : block.end]
    if block.kind is BlockKind.TABLE_ROW:
        return Role.TABLE_ROW
    if raw.startswith(("```", "~~~")) or (block.start == 0 and raw.startswith("---\n")):
        return Role.CODE
    if within or is_reference(shown, note=block.kind is BlockKind.FOOTNOTE):
        return Role.REFERENCE
    if _CAPTION.match(fold(shown)):
        return Role.CAPTION
    if _CONTENTS_LINE.search(raw.strip()):
        return Role.HEADING
    if block.kind is BlockKind.FOOTNOTE:
        return Role.NOTE
    return Role.LIST_ITEM if block.kind is BlockKind.LIST_ITEM else Role.PROSE


def is_reference(shown: str, *, note: bool = False) -> bool:
    """Whether a line points at a work rather than says something; a note may do so in fewer words."""
    folded = fold(shown)
    if is_record_line(shown) or is_address(shown) or _CITES.search(folded):
        return True
    shown = re.sub(r"^(?:[-*+•–—]|\[\^?\w+\]:?|<sup>\d+</sup>|\d{1,3})\s+", "", shown)
    return _ENTRY.match(shown) is not None or (note and _SEES.match(fold(shown)) is not None)
