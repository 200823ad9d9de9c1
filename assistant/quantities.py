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
_COUNTS = {
    word: number
    for number, word in enumerate(
        "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split(),
        start=1,
    )
} | {"une": 1}
_COUNT = "|".join(_COUNTS)
# « un quart », « les deux tiers », « trois auteurs sur quatre », « neuf sur dix », « la moitié », « une dizaine »
_FRACTION = re.compile(
    rf"\b(?:(?P<parts>{_COUNT}|le|les) (?P<kind>tiers|quarts?|cinquiemes?|dixiemes?)"
    rf"|(?P<number>{_COUNT}) (?:[a-z'-]+ )?sur (?P<of>{_COUNT}|100|cent)|(?P<half>la moitie))\b"
)
_KINDS = {"tier": 3, "quart": 4, "cinquieme": 5, "dixieme": 10}
_ROUGH = re.compile(
    r"\bune (dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|centaine)\b"
)
_ROUGHLY = {
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "centaine": 100,
}
_WORD = re.compile(rf"\b({'|'.join(word for word, number in _COUNTS.items() if number > 1)})\b")
_INVARIABLE = frozenset({"%", "mois", "fois"})
_YEAR = re.compile(r"(?:19|20)\d\d")


# What is said before a quantity, and how far the true one may then be from it.
_SLIGHTLY_MORE = re.compile(
    r"\b(?:un peu plus|legerement plus|un peu au-dessus|un peu au-dela) (?:de |d'|que )?(?:la |les |le |l')?$"
)
_SLIGHTLY_LESS = re.compile(
    r"\b(?:un peu moins|legerement moins|un peu en dessous) (?:de |d'|que )?(?:la |les |le |l')?$"
)
_MORE = re.compile(
    r"\b(?:plus|davantage|superieure?s?|au-dela|au-dessus|depass\w+|exced\w+) (?:de |d'|que |a |aux? )?(?:la |les |le |l')?$"
)
_LESS = re.compile(
    r"\b(?:moins|inferieure?s?|en dessous|au-dessous) (?:de |d'|que |a |aux? )?(?:la |les |le |l')?$"
)
_AT_LEAST = re.compile(r"\b(?:au moins|au minimum|a partir de)(?: de)? (?:la |les |le |l')?$")
_AT_MOST = re.compile(r"\b(?:au plus|au maximum|jusqu'(?:a|au|aux)|tout au plus) ?(?:la |les |le |l')?$")
_ABOUT = re.compile(
    r"\b(?:pres|environ|quelque|presque|autour|a peu pres|quasi|quasiment|approximativement|aux alentours|de l'ordre|a peine|grosso modo)"
    r" ?(?:de |d'|des |du )?(?:la |les |le |l')?$"
)
_BOUNDED = re.compile(
    rf"\b(?:un peu |legerement )?(?:plus|moins) (?:de |d'|que )(?:la |les |le |l')?(?=\d|moitie|(?:{_COUNT}|tiers|quart|dizaine|centaine)\b)"
)
_BEFORE_QUANTITY = re.compile(
    r"\b(?:un peu |legerement )?(?:plus|moins|pres|environ|quelque|presque|autour|a peu pres|quasi|quasiment|au moins|au plus|jusqu'a)"
    r" ?(?:de |d'|des )?(?:la |les |le |l')?(?=#)"
)
_HEDGE = 30  # characters before a quantity
_ABOUT_SHARE, _ABOUT_POINTS, _SLIGHT_SHARE = 0.12, 3.0, 0.25
_EXACT_SHARE, _WORDED_POINTS = 0.006, 2.0  # « la moitié » is said of 51 %
_MAJORITY = re.compile(r"\b(?:majorit\w+|la plupart)\b")
_MINORITY = re.compile(r"\bminorit\w+\b")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit (``%``, ``an``, ``euro``… or "" for a plain count; ``year`` for a year)."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Range:
    """What ``quantity`` as it is said leaves open: « près de la moitié » is true of 44 to 53 %."""

    quantity: Quantity
    low: float
    high: float

    def holds(self, other: Quantity) -> bool:
        """Whether what is said is true of ``other``."""
        return self.quantity.unit == other.unit and self.low <= other.value <= self.high


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of ``text`` in order of kind: digits first, then fractions and spelt numbers."""
    return [quantity for _, quantity, _ in _located(fold(text))]


def find_ranges(text: str) -> list[Range]:
    """The quantities of ``text``, each with what the words before it leave open; « la majorité » is more than half."""
    folded = fold(text)
    found = [
        _range(quantity, folded[max(0, start - _HEDGE) : start], worded)
        for start, quantity, worded in _located(folded)
    ]
    shares = any(each.quantity.unit == "%" for each in found)
    if _MAJORITY.search(folded) and not shares:
        found.append(Range(Quantity(50.0, "%"), 50.0, 100.0))
    if _MINORITY.search(folded) and not shares:
        found.append(Range(Quantity(50.0, "%"), 0.0, 50.0))
    return found


def without_bounds(folded: str) -> str:
    """A folded text without « plus de », « moins de » before its quantities, which compare with nothing else."""
    return _BOUNDED.sub("", folded)


def without_shares(folded: str) -> str:
    """A folded text without its quantities and what is said before them: « un peu plus d'un quart »."""
    for pattern in (_FRACTION, _ROUGH, _QUANTITY):
        folded = pattern.sub("#", folded)
    return _BEFORE_QUANTITY.sub(" ", folded).replace("#", " ")


def _located(folded: str) -> list[tuple[int, Quantity, bool]]:
    """(place, quantity, whether it is said in words) of each quantity."""
    found: list[tuple[int, Quantity, bool]] = []
    for match in _QUANTITY.finditer(folded):
        digits = re.sub(r"[ \u00a0\u202f]", "", match["number"]).replace(",", ".")
        unit = _unit(match["unit"] or "")
        if not unit and _YEAR.fullmatch(digits):
            unit = "year"
        found.append((match.start(), Quantity(float(digits), unit), False))
    left = folded
    for match in _FRACTION.finditer(folded):
        if match["half"]:
            share = 50.0
        elif match["kind"]:
            parts = {"le": 1, "les": 2}.get(match["parts"]) or _COUNTS[match["parts"]]
            share = 100 * parts / _KINDS[match["kind"].rstrip("s")]
        else:
            share = 100 * _COUNTS[match["number"]] / (_COUNTS.get(match["of"]) or 100)
        found.append((match.start(), Quantity(share, "%"), True))
        left = left[: match.start()] + " " * len(match.group()) + left[match.end() :]
    for match in _ROUGH.finditer(folded):
        found.append((match.start(), Quantity(float(_ROUGHLY[match[1]]), ""), True))
    found += [(match.start(), Quantity(float(_COUNTS[match[1]]), ""), True) for match in _WORD.finditer(left)]
    return found


def _range(quantity: Quantity, before: str, worded: bool) -> Range:
    value = quantity.value
    if quantity.unit == "year":
        return Range(quantity, value, value)
    share = quantity.unit == "%"
    most = 100.0 if share else float("inf")
    exact = max(_EXACT_SHARE * value, _WORDED_POINTS if worded else 0.0) if share else 0.0
    if worded and not share and value >= 10:
        exact = _ABOUT_SHARE * value
    about = max(_ABOUT_SHARE * value, _ABOUT_POINTS if share else 0.0)
    for pattern, low, high in (
        (_SLIGHTLY_MORE, value, (1 + _SLIGHT_SHARE) * value),
        (_SLIGHTLY_LESS, (1 - _SLIGHT_SHARE) * value, value),
        (_AT_LEAST, value, most),
        (_AT_MOST, 0.0, value),
        (_MORE, value, most),
        (_LESS, 0.0, value),
        (_ABOUT, value - about, value + about),
    ):
        if pattern.search(before):
            return Range(quantity, low, high)
    return Range(quantity, value - exact, value + exact)


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
