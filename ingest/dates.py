"""Dates as documents print them, and as files stamp them."""

import re
from datetime import date

from ingest.document import ParsedFile

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january",
            "février fevrier february",
            "mars march",
            "avril april",
            "mai may",
            "juin june",
            "juillet july",
            "août aout august",
            "septembre september",
            "octobre october",
            "novembre november",
            "décembre decembre december",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(_MONTHS)
_PRINTED = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}|1er|1ᵉʳ)\s+)?(?P<month>{_MONTH})\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?!\d)")
_SLASHED = re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:19|20)\d\d)\b")
_STAMP = re.compile(r"((?:19|20)\d\d)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?!\d)")

_TOP_CHARS = 1_500
_DATE_BLOCK_CHARS = 80
_OTHER_DATE = re.compile(
    r"\b(loi|décret|arrêté|ordonnance|article|directive|règlement|circulaire|avant|jusqu|limite|depuis"
    r"|échéance|née? le)\b",
    re.IGNORECASE,
)


def find_date(text: str) -> str:
    """The first date in ``text`` as ``YYYY-MM-DD`` or ``YYYY-MM``, or "" where there is none.

    A year counts only where it is all the text.
    """
    found = [match for pattern in (_PRINTED, _ISO, _SLASHED) for match in pattern.finditer(text)]
    for match in sorted(found, key=lambda match: match.start()):
        if written := _written(match):
            return written
    year = re.fullmatch(r"\s*((?:19|20)\d\d)\s*", text)
    return year.group(1) if year else ""


def _written(match: re.Match[str]) -> str:
    """A date found, as ISO 8601 writes it; "" if the calendar has no such day."""
    name = match["month"].lower()
    month = _MONTHS.get(name) or int(name)
    try:
        day = date(int(match["year"]), month, int(re.sub(r"\D", "", match["day"] or "1")))
    except ValueError:
        return ""
    return day.isoformat() if match["day"] else f"{day:%Y-%m}"


def iso_date(stamp: str) -> str:
    """The day, month or year that opens an ISO 8601 stamp; "" if none does."""
    match = _STAMP.match(stamp.strip())
    return "-".join(part for part in match.groups() if part) if match else ""


def printed_date(parsed: ParsedFile) -> str:
    """The date printed near the top, in a line short enough to be there for it; else ""."""
    for block in parsed.blocks:
        if block.start > _TOP_CHARS:
            break
        line = parsed.text[block.start : block.end]
        if len(line) > _DATE_BLOCK_CHARS or _OTHER_DATE.search(line):
            continue
        found = find_date(line)
        if found:
            return found
    return ""
