"""Whether a sentence says yes or no to a question, by what can be shown: figures, negations, opposites.

Says nothing unless the sentence settles it: a wrong « Oui » is worse than none.
"""

import re

from assistant.quantities import Quantity, find_quantities, same
from index.analysis import analyse, fold

_LONGEST = 300  # characters of a question that are looked at
_COURTESY = r"(?:et |mais |dis(?:-| )moi,? |dites(?:-| )moi,? |au fait,? |stp,? |bonjour,? )*"
_ASKS = re.compile(
    rf"^{_COURTESY}(?:(?:est|es|et)[- ]ce qu(?:e |')|y a-t-il|peut-on|faut-il|doit-on|a-t-on|existe-t-il"
    r"|[^?]*?\b[\w']+-(?:t-)?(?:il|elle|on|ils|elles)\b)"
)
_ASKS_ELSE = re.compile(
    r"\b(?:qui|quoi|quels?|quelles?|lequel|laquelle|lesquels|lesquelles|comment|pourquoi|quand|ou|combien)\b|\bqu'|^que\b"
)
# Shares of the question's words: fewer, and the sentence may speak of something near. Where the sentence says
# the opposite (« recule » for « augmente »), one of them is missing anyhow.
_SHARED, _SHARED_OPPOSITE = 0.75, 0.5
_NEGATED = re.compile(
    r"\b(?:ne|n')\b ?[^.;:]{0,60}?\b(?:pas|plus|jamais|aucune?|rien|guere|ni)\b|\b(?:aucune?|nul(?:le)?|sans|non)\b|\bloin d[e']"
)
_DOUBTFUL = re.compile(
    r"\b(?:pourrai(?:en)?t|peut|peuvent|devrai(?:en)?t|risquent?|possible|probable|faux|fausse|crai(?:nt|gnent)|craign\w*|"
    r"se demande\w*|certains?|certaines?|semblent?|si)\b"
)
_LESS = re.compile(
    r"\b(?:moins|inferieure?s?|baiss\w*|diminu\w*|recul\w*|redui\w*|minorit\w*|frein\w*|ralenti\w*|perd\w*)\b"
)
_MORE = re.compile(
    r"\b(?:plus|davantage|superieure?s?|hausse\w*|augment\w*|progress\w*|croissan\w*|majorit\w*|acceler\w*|gagn\w*)\b"
)
# Compared with a figure otherwise than by being it: only the bounds below are understood.
_COMPARED = re.compile(
    r"\b(?:plus|moins|environ|pres|presque|depass\w*|jusqu|quasi\w*|autour|davantage|plupart)\b"
)
# « plus d'un spectateur sur deux », « la majorité »: what a percentage must be, above or below.
_BOUNDS = (
    (re.compile(r"\b(?:plus|davantage) (?:de la moitie|d'une? \w+ sur deux|de 50 ?%)|\bmajorit\w*"), 50.0, 1),
    (re.compile(r"\bmoins (?:de la moitie|d'une? \w+ sur deux|de 50 ?%)|\bminorit\w*"), 50.0, -1),
    (re.compile(r"\bplus d'une? (?:tiers|\w+ sur trois)"), 100 / 3, 1),
    (re.compile(r"\bmoins d'une? (?:tiers|\w+ sur trois)"), 100 / 3, -1),
    (re.compile(r"\bplus d'une? (?:quart|\w+ sur quatre)"), 25.0, 1),
    (re.compile(r"\bmoins d'une? (?:quart|\w+ sur quatre)"), 25.0, -1),
)
_BOUND = re.compile("|".join(pattern.pattern for pattern, _, _ in _BOUNDS))


def asks_yes_or_no(question: str) -> bool:
    """Whether ``question`` can be answered by « oui » or « non »."""
    folded = " ".join(fold(question[:_LONGEST]).split())
    bare = re.sub(rf"^{_COURTESY}(?:(?:est|es|et)[- ]ce qu(?:e |'))?", "", folded)
    return _ASKS.search(folded) is not None and not _ASKS_ELSE.search(bare.split("?")[0])


def says_yes(question: str, reading: str) -> bool | None:
    """Whether ``reading``, which answers ``question``, says yes; None where its form does not tell."""
    asked, said = fold(question), fold(reading)
    bounded = _BOUND.search(asked) is not None
    terms = set(analyse(_BOUND.sub(" ", asked)))
    shared = len(terms & set(analyse(reading)))
    if shared < (1 if bounded else 2) or shared < _SHARED_OPPOSITE * len(terms) or _DOUBTFUL.search(said):
        return None
    ours, theirs = find_quantities(question), find_quantities(reading)
    years = [[quantity.value for quantity in each if quantity.unit == "year"] for each in (ours, theirs)]
    if years[0] and years[0] != years[1]:
        return None
    denied = [_NEGATED.search(text) is not None for text in (asked, said)]
    if bounded or any(quantity.unit not in ("", "year") for quantity in ours):
        return None if any(denied) else _figures_say_yes(asked, ours, theirs)
    directions = [(_LESS.search(text) is not None, _MORE.search(text) is not None) for text in (asked, said)]
    if directions[0] != directions[1]:
        opposite = sorted(directions) == [(False, True), (True, False)] and not any(denied)
        return False if opposite else None
    if shared < _SHARED * len(terms):
        return None
    return denied[0] == denied[1]


def _figures_say_yes(asked: str, ours: list[Quantity], theirs: list[Quantity]) -> bool | None:
    for pattern, bound, side in _BOUNDS:
        if pattern.search(asked):
            shares = [quantity.value for quantity in theirs if quantity.unit == "%"]
            return (shares[0] - bound) * side > 0 if len(shares) == 1 else None
    if _COMPARED.search(asked):
        return None
    for quantity in ours:
        alike = [other for other in theirs if other.unit == quantity.unit]
        if quantity.unit not in ("", "year") and len(alike) == 1:
            return same(alike[0], quantity)
    return None
