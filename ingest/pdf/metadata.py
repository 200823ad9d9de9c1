"""What the file says of itself, and what its first page says better."""

import re
from datetime import date
from typing import Any

from pypdf import PdfReader

from ingest.characters import clean
from ingest.dates import find_date
from ingest.document import Block, BlockKind, Metadata, Page
from ingest.languages import language_code
from ingest.titles import plausible_title

_CREATION = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?")
_NO_AUTHOR = re.compile(
    r"^(?:user|utilisateur|admin(?:istrateur|istrator)?|unknown|anonymous|\(?anonymous\)?|auteur|author|owner|pc|null|unspecified|anonyme|[a-z0-9._-]+)$",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:loi|ordonnance|décret|arrêté|directive|règlement|circulaire|code|article|art)\b", re.IGNORECASE
)
_MAX_FIELD = 500  # characters of a title or an author
_MAX_DATED = 160  # characters: a longer block tells of other dates


def read_metadata(
    reader: PdfReader, text: str, blocks: tuple[Block, ...], pages: tuple[Page, ...]
) -> Metadata:
    """Title, author, date and language; a field the file leaves out stays empty."""
    info = _read_info(reader)
    author = info.get("/Author", "")
    if _NO_AUTHOR.match(author) or not any(map(str.isalpha, author)):
        author = ""
    return Metadata(
        title=plausible_title(info.get("/Title", "")) or _first_title(text, blocks, pages),
        author=author,
        date=_printed_date(text, blocks, pages) or _creation_date(info),
        language=_language(reader),
    )


def read_labels(reader: PdfReader, num_pages: int) -> list[str]:
    """The printed label of each page, its 1-based number where the file gives none."""
    numbers = [str(number) for number in range(1, num_pages + 1)]
    try:
        labels = [str(label).strip() for label in reader.page_labels]
    except Exception:  # malformed labels: the numbers serve
        return numbers
    if len(labels) != num_pages:
        return numbers
    return [label or number for label, number in zip(labels, numbers, strict=True)]


def _printed_date(text: str, blocks: tuple[Block, ...], pages: tuple[Page, ...]) -> str:
    """The date in the short blocks of the first page that do not tell of a law.

    A year alone is left: it may head a column or mark an axis.
    """
    end = pages[1].start if len(pages) > 1 else len(text)
    shown = (text[block.start : block.end] for block in blocks if block.start < end)
    found = (find_date(block) for block in shown if len(block) <= _MAX_DATED and not _LAW.search(block))
    return next((date for date in found if "-" in date), "")


def _read_info(reader: PdfReader) -> dict[str, str]:
    """The document information dictionary, its strings cleaned; empty where it is malformed."""
    try:
        raw: Any = reader.metadata or {}
        items = [(str(key), raw.get(key)) for key in ("/Title", "/Author", "/CreationDate")]
    except Exception:  # a malformed dictionary says nothing
        return {}
    found = {}
    for key, value in items:
        if isinstance(value, bytes):
            value = value.decode("latin-1")
        if isinstance(value, str):
            found[key] = clean(value.replace("\ufffd", " "))[:_MAX_FIELD]
    return found


def _first_title(text: str, blocks: tuple[Block, ...], pages: tuple[Page, ...]) -> str:
    """The highest heading of the first page that has text."""
    first = [block for block in blocks if len(pages) < 2 or block.start < max(pages[1].start, 1)]
    headings = [block for block in first if block.kind is BlockKind.HEADING]
    if not headings:
        return ""
    best = min(headings, key=lambda block: (block.level, block.start))
    return " ".join(text[best.start : best.end].split())


def _creation_date(info: dict[str, str]) -> str:
    match = _CREATION.match(info.get("/CreationDate", ""))
    if not match:
        return ""
    year, month, day = (int(group or 0) for group in match.groups())
    try:
        return date(year, month, day).isoformat() if year >= 1990 else ""
    except ValueError:
        return str(year) if 1990 <= year <= 2100 else ""


def _language(reader: PdfReader) -> str:
    try:
        value: Any = reader.root_object.get("/Lang", "")
        value = value.get_object() if hasattr(value, "get_object") else value
    except Exception:  # malformed: the caller detects the language
        return ""
    return language_code(str(value or ""))
