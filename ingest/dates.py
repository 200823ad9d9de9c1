"""Dates as documents print them."""

import re

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
    rf"\b(?:(?P<day>\d{{1,2}}|1er)\s+)?(?P<month>{_MONTH})\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?!\d)")
_SLASHED = re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:19|20)\d\d)\b")


def find_date(text: str) -> str:
    """The first date in ``text`` as ``YYYY-MM-DD`` or ``YYYY-MM``, or "" where there is none."""
    found = [match for pattern in (_PRINTED, _ISO, _SLASHED) if (match := pattern.search(text))]
    for match in sorted(found, key=lambda match: match.start()):
        month_text = match["month"].lower()
        month = _MONTHS.get(month_text) or int(month_text)
        day = int(re.sub(r"\D", "", match["day"])) if match["day"] else None
        if 1 <= month <= 12 and (day is None or 1 <= day <= 31):
            return f"{match['year']}-{month:02d}" + (f"-{day:02d}" if day else "")
    year = re.fullmatch(r"\s*((?:19|20)\d\d)\s*", text)
    return year.group(1) if year else ""
