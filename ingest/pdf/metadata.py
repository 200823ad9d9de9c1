"""What the file says of itself, and what its first page says better."""

import re
from datetime import date
from typing import Any

from pypdf import PdfReader

from ingest.document import Block, BlockKind, Metadata, Page

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier",
            "février fevrier",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août aout",
            "septembre",
            "octobre",
            "novembre",
            "décembre decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"(?:\b(?P<day>\d{{1,2}}|1er|1ᵉʳ)[\s\u00a0\u202f]+)?\b(?P<month>{_MONTH})[\s\u00a0\u202f]+(?P<year>(?:19|20)\d\d)\b"
    r"|\b(?P<nday>\d{1,2})[/.](?P<nmonth>\d{1,2})[/.](?P<nyear>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_CREATION = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?")
_NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)\b.*|sans[ -]titre.*|untitled.*|title|titre|document\s?\d*|"
    r"présentation\s*(?:powerpoint)?\s*\d*|powerpoint presentation|diapositive \d+|doc\d*|\(?anonymous\)?|"
    r"(?:file|https?):\S+|.*\.(?:docx?|odt|rtf|pptx?|xlsx?|indd|qxd|pdf|tex|html?|dvi|ai|cdr|pub|ps)|unspecified|null)$",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"^(?:user|utilisateur|admin(?:istrateur|istrator)?|unknown|anonymous|\(?anonymous\)?|auteur|author|owner|pc|null|unspecified|anonyme|[a-z0-9._-]+)$",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:loi|ordonnance|décret|arrêté|directive|règlement|circulaire|code|article|art)\b", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd]+")
_MAX_DATED = 160  # characters: a longer block tells of other dates


def read_metadata(
    reader: PdfReader, text: str, blocks: tuple[Block, ...], pages: tuple[Page, ...]
) -> Metadata:
    """Title, author, date and language; a field the file leaves out stays empty."""
    info = _read_info(reader)
    title = info.get("/Title", "")
    if not _is_title(title):
        title = _first_title(text, blocks, pages)
    author = info.get("/Author", "")
    if _NO_AUTHOR.match(author) or not any(map(str.isalpha, author)):
        author = ""
    printed = next(filter(None, map(printed_date, _dated_blocks(text, blocks, pages))), "")
    return Metadata(
        title=title,
        author=author,
        date=printed or _creation_date(info),
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


def printed_date(text: str) -> str:
    """The first date written out in the text, as precise as it is written."""
    for match in _DATE.finditer(text):
        groups = match.groupdict()
        if groups["nyear"]:
            day, month, year = int(groups["nday"]), int(groups["nmonth"]), int(groups["nyear"])
        else:
            day_text = re.sub(r"\D", "", groups["day"] or "") or ("1" if groups["day"] else "")
            day, month, year = int(day_text or 0), _MONTHS[groups["month"].lower()], int(groups["year"])
        if not day:
            return f"{year:04}-{month:02}"
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            continue
    return ""


def _is_title(text: str) -> bool:
    """Whether the title given reads as one, not as a file name or a program's placeholder."""
    if len(text) < 4 or not any(map(str.isalpha, text)) or text.endswith(":"):
        return False
    return not _NO_TITLE.match(text) and (" " in text or "_" not in text)


def _dated_blocks(text: str, blocks: tuple[Block, ...], pages: tuple[Page, ...]) -> list[str]:
    """The short blocks of the first page that may give the document's date, not that of a law."""
    end = pages[1].start if len(pages) > 1 else len(text)
    texts = [text[block.start : block.end] for block in blocks if block.start < end]
    return [text for text in texts if len(text) <= _MAX_DATED and not _LAW.search(text)]


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
            found[key] = " ".join(_CONTROL.sub(" ", value).split())[:500]
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
    match = re.match(r"([A-Za-z]{2})(?:[-_]|$)", str(value or ""))
    return match[1].lower() if match else ""
