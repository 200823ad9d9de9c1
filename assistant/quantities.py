"""Quantities as French texts write them, for comparing what a claim and a passage count."""

import re
from dataclasses import dataclass

from index.analysis import fold

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_UNIT = (
    r"%|pour ?cents?|milliards?(?: d['e] ?euros)?|millions?(?: d['e] ?euros)?|milliers?|euros?|€|ans?|annees?|mois|"
    r"semaines?|jours?|heures?|minutes?|points?|pages?|fois"
)
_QUANTITY = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMBER})(?![\d])(?:[ \u00a0\u202f]?(?P<unit>{_UNIT})(?!\w))?"
)
_FRACTIONS = (
    (r"\b(?:la moitie|un sur deux|une sur deux)\b", 50.0),
    (r"\b(?:deux tiers)\b", 200 / 3),
    (r"\b(?:un tiers|le tiers)\b", 100 / 3),
    (r"\b(?:trois quarts)\b", 75.0),
    (r"\b(?:un quart|le quart)\b", 25.0),
    (r"\b(?:un cinquieme|un sur cinq)\b", 20.0),
    (r"\b(?:un dixieme|un sur dix)\b", 10.0),
    (r"\bneuf sur dix\b", 90.0),
)
_WORDS = {
    word: number
    for number, word in enumerate(
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split(),
        start=2,
    )
}
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b(?! (?:tiers|quarts?|sur))")
_INVARIABLE = frozenset({"%", "mois", "fois"})
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit (``%``, ``an``, ``euro``… or "" for a plain count; ``year`` for a year)."""

    value: float
    unit: str


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of ``text`` in order of kind: digits first, then fractions and spelt numbers."""
    folded = fold(text)
    found: list[Quantity] = []
    for match in _QUANTITY.finditer(folded):
        digits = re.sub(r"[ \u00a0\u202f]", "", match["number"]).replace(",", ".")
        unit = _unit(match["unit"] or "")
        if not unit and _YEAR.fullmatch(digits):
            unit = "year"
        found.append(Quantity(float(digits), unit))
    for pattern, value in _FRACTIONS:
        found.extend(Quantity(value, "%") for _ in re.finditer(pattern, folded))
    found.extend(Quantity(float(_WORDS[match.group()]), "") for match in _WORD.finditer(folded))
    return found


def same(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities say the same. Counts and years must be equal; « un tiers » is 33,3 %."""
    if left.unit != right.unit:
        return False
    tolerance = 0.006 * max(left.value, right.value) if left.unit == "%" else 0.0
    return abs(left.value - right.value) <= tolerance


def written(quantity: Quantity) -> str:
    """A quantity as French writes it: « 1 619 », « 33,3 % », « 3 mois »."""
    number = f"{quantity.value:,.2f}".rstrip("0").rstrip(".").replace(",", "\u202f").replace(".", ",")
    if quantity.unit in {"", "year"}:
        return number if quantity.unit == "" else f"{quantity.value:.0f}"
    if quantity.unit in _INVARIABLE or quantity.value < 2:
        return f"{number}\u00a0{quantity.unit}"
    return f"{number}\u00a0{quantity.unit}s"


def _unit(unit: str) -> str:
    if unit.startswith(("%", "pour")):
        return "%"
    if unit.startswith(("€", "euro")):
        return "euro"
    if unit.startswith("an"):
        return "an"
    first = unit.split(" ")[0]
    return first if first in _INVARIABLE else first.rstrip("s")
