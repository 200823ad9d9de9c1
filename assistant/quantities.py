"""Quantities as French texts write them, for comparing what a claim and a passage count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from text_to_num import find_numbers

from index.analysis import fold

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_UNIT = (
    r"%|pour ?cents?|(?:milliards?|millions?|milliers?)(?: d['e] ?euros)?|m€|mds?€|k€|euros?|€|ans?|annees?|mois|"
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
# « un quart », « les deux tiers », « trois auteurs sur quatre », « neuf professionnels de l'image sur dix », « la moitié »
_FRACTION = re.compile(
    rf"\b(?:(?P<parts>{_COUNT}|le) (?P<kind>tiers|quarts?|cinquiemes?|dixiemes?)"
    # « un » begins many a sentence that goes on with « sur »: one word or « X de Y » at most after it.
    rf"|(?P<number>une?(?= (?:[a-z'-]+ (?:d[e'] ?[a-z-]+ )?)?sur )|(?!une? )(?:{_COUNT}|\d{{1,2}})) (?P<among>(?:[a-z'-]+ ){{0,5}}?)"
    rf"sur (?P<of>{_COUNT}|\d{{1,2}}|100|cent)(?! ?(?:{_UNIT})\b)|(?P<half>la moitie))\b"
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
_WORD = re.compile(r"[^\W\d_]+")
_UNIT_AFTER = re.compile(rf"[ \u00a0\u202f](?:d')?(?P<unit>{_UNIT})(?!\w)")
_MULTIPLES = {"milliard": 1e9, "mds": 1e9, "md": 1e9, "million": 1e6, "m": 1e6, "millier": 1e3, "k": 1e3}
_BARE_MULTIPLE = re.compile(r"(?:milliards?|millions?|cents?)")
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
    """A number with its unit (``%``, ``an``, ``euro``… or "" for a plain count; ``year`` for a year).

    Millions are counted out: « 3 millions d'euros » is 3 000 000 ``euro``.
    """

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Range:
    """What ``quantity`` as it is said leaves open: « près de la moitié » is true of 44 to 53 %."""

    quantity: Quantity
    low: float
    high: float

    @property
    def is_bound(self) -> bool:
        """Whether the figure said is one end of what is meant: « plus de la moitié », « au plus trois »."""
        return self.low != self.high and self.quantity.value in (self.low, self.high)

    def holds(self, other: Quantity) -> bool:
        """Whether what is said is true of ``other``."""
        return self.quantity.unit == other.unit and self.low <= other.value <= self.high

    def follows_from(self, other: "Range") -> bool:
        """Whether what is said is true where ``other`` is: « moins de la moitié » of 46 %, not of « plus de 35 % »."""
        within = self.low <= other.low and other.high <= self.high
        return self.holds(other.quantity) and (within or not other.is_bound)

    def excludes(self, other: "Range") -> bool:
        """Whether both cannot be true of one thing: « 30 % » and « plus de 35 % »."""
        apart = other.high < self.low or self.high < other.low
        meet = self.is_bound and other.is_bound and (other.high == self.low or self.high == other.low)
        return self.quantity.unit == other.quantity.unit and (apart or meet)


@dataclass(frozen=True, slots=True)
class _Located:
    """A quantity between two places of a folded text; ``worded`` when it is one of the words that round: a third, a dozen."""

    start: int
    end: int
    quantity: Quantity
    worded: bool


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of ``text``, in order."""
    return [each.quantity for each in _located(fold(text))]


def located_ranges(text: str) -> list[tuple[int, int, Range]]:
    """The quantities of ``text`` as ``find_ranges`` has them, with where they begin and end in it, in code points."""
    folded = ""
    places = []
    for place, character in enumerate(text):
        part = fold(character)
        folded += part
        places += [place] * len(part)
    return [
        (places[each.start], places[each.end - 1] + 1, _range_of(each, folded)) for each in _located(folded)
    ]


def find_ranges(text: str) -> list[Range]:
    """The quantities of ``text``, each with what the words before it leave open; « la majorité » is more than half."""
    folded = fold(text)
    found = [_range_of(each, folded) for each in _located(folded)]
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
    """A folded text without its quantities and what is said before them: « un peu plus d'un quart ».

    Of « un photographe sur huit », the photographer stays.
    """
    folded = _FRACTION.sub(lambda match: f"# {match['among'] or ''}", folded)
    for pattern in (_ROUGH, _QUANTITY):
        folded = pattern.sub("#", folded)
    return _BEFORE_QUANTITY.sub(" ", folded).replace("#", " ")


def _located(folded: str) -> list[_Located]:
    """The quantities of a folded text, in order; what is read as one is not read as another."""
    found: list[_Located] = []
    left = folded

    def take(start: int, end: int, quantity: Quantity, *, worded: bool) -> None:
        nonlocal left
        found.append(_Located(start, end, quantity, worded))
        left = left[:start] + "_" * (end - start) + left[end:]

    for match in _FRACTION.finditer(folded):
        share = _share(match)
        if share is not None:
            take(match.start(), match.end(), Quantity(share, "%"), worded=True)
    for match in _QUANTITY.finditer(left):
        digits = re.sub(r"[ \u00a0\u202f]", "", match["number"]).replace(",", ".")
        quantity = _counted(float(digits), match["unit"] or "")
        if not quantity.unit and _YEAR.fullmatch(digits):
            quantity = Quantity(quantity.value, "year")
        take(match.start(), match.end(), quantity, worded=False)
    for match in _ROUGH.finditer(left):
        take(match.start(), match.end(), Quantity(float(_ROUGHLY[match[1]]), ""), worded=True)
    for start, end, value in _spelt(left):
        unit = _UNIT_AFTER.match(left, end)
        take(start, unit.end() if unit else end, _counted(value, unit["unit"] if unit else ""), worded=False)
    return sorted(found, key=lambda each: each.start)


def _share(match: re.Match[str]) -> float | None:
    """What a fraction is in percent; None for « deux sur deux »."""
    if match["half"]:
        return 50.0
    if match["kind"]:
        parts = 1 if match["parts"] == "le" else _COUNTS[match["parts"]]
        return 100 * parts / _KINDS[match["kind"].rstrip("s")]
    part, whole = (
        _COUNTS.get(each) or float({"cent": "100"}.get(each, each)) for each in match.group("number", "of")
    )
    return 100 * part / whole if 0 < part < whole else None


def _spelt(folded: str) -> Iterator[tuple[int, int, float]]:
    """(start, end, value) of the numbers from two up that are spelt in words."""
    words = list(_WORD.finditer(folded))
    for each in find_numbers([_Token(match.group()) for match in words], "fr", 1.0):
        said = folded[words[each.start].start() : words[each.end - 1].end()]
        # « 3 millions » is read with its digits; « un » is an article more often than a number.
        if not each.is_ordinal and each.value >= 2 and not _BARE_MULTIPLE.fullmatch(said) and "_" not in said:
            yield words[each.start].start(), words[each.end - 1].end(), float(each.value)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as ``find_numbers`` wants it."""

    word: str

    def text(self) -> str:
        return self.word

    def nt_separated(self, _before: "_Token") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def _counted(value: float, unit: str) -> Quantity:
    """« 3 », « millions d'euros »: 3 000 000 euros."""
    head = re.match(r"(milliard|million|millier|mds|md|m|k)s?(?= d|€|$)", unit)
    if head is None:
        return Quantity(value, _unit(unit))
    return Quantity(value * _MULTIPLES[head[1]], "euro" if "€" in unit or "euro" in unit else "")


def _range_of(located: _Located, folded: str) -> Range:
    before = folded[max(0, located.start - _HEDGE) : located.start]
    return _range(located.quantity, before, located.worded)


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
    value, multiple = quantity.value, ""
    for name, number_of in (("milliard", 1e9), ("million", 1e6)):
        if value >= number_of and value * 100 % number_of == 0:
            value, multiple = value / number_of, name
            break
    number = f"{value:,.2f}".rstrip("0").rstrip(".").replace(",", "\u202f").replace(".", ",")
    if multiple:
        plural = "s" if value >= 2 else ""
        return f"{number}\u00a0{multiple}{plural}" + (
            f" d'{quantity.unit}s" if quantity.unit == "euro" else ""
        )
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
