"""Whether a sentence says yes or no to a question, by what can be shown: figures, negations, opposites.

Says nothing unless the sentence settles it: a wrong « Oui » is worse than none.
"""

import re

from assistant.quantities import find_quantities
from index.analysis import analyse, fold

_COURTESY = r"(?:et |mais |dis(?:-| )moi,? |dites(?:-| )moi,? |au fait,? |stp,? |bonjour,? )*"
_ASKS = re.compile(
    rf"^{_COURTESY}(?:(?:est|es|et)[- ]ce qu(?:e |')|y a-t-il|peut-on|faut-il|doit-on|a-t-on|existe-t-il"
    r"|[^?]*?\b[\w']+-(?:t-)?(?:il|elle|on|ils|elles)\b)"
)
_ASKS_ELSE = re.compile(
    r"\b(?:qui|quoi|quels?|quelles?|lequel|laquelle|lesquels|lesquelles|comment|pourquoi|quand|qaund|ou|combien\w*)\b"
    r"|\bqu'|^que\b"
)
# Shares of the question's words: fewer, and the sentence may speak of something near. Where the sentence says
# the opposite (« recule » for « augmente »), one of them is missing anyhow.
_SHARED, _SHARED_OPPOSITE = 0.75, 0.5
_NEGATED = re.compile(
    r"\b(?:ne|n')\b ?[^.;:]{0,60}?\b(?:pas|plus|jamais|aucune?|rien|guere|ni)\b|\b(?:aucune?|nul(?:le)?)\b|\bloin d[e']"
)
_LESS = re.compile(
    r"\b(?:moins|inferieure?s?|baisse\w*|diminu\w*|recul\w*|redui\w*|minorit\w*|freiner|ralentir|perd\w*)\b"
)
_MORE = re.compile(
    r"\b(?:plus|davantage|superieure?s?|hausse\w*|augment\w*|progress\w*|croissan\w*|majorit\w*|accelere\w*|gagn\w*)\b"
)
# « plus d'un spectateur sur deux », « la majorité »: what a percentage must be, above or below.
_BOUNDS = (
    (re.compile(r"\b(?:plus|davantage) (?:de la moitie|d'un \w+ sur deux|de 50 ?%)|\bmajorit\w*"), 50.0, 1),
    (re.compile(r"\bmoins (?:de la moitie|d'un \w+ sur deux|de 50 ?%)|\bminorit\w*"), 50.0, -1),
    (re.compile(r"\bplus d'un (?:tiers|\w+ sur trois)"), 100 / 3, 1),
    (re.compile(r"\bmoins d'un (?:tiers|\w+ sur trois)"), 100 / 3, -1),
    (re.compile(r"\bplus d'un (?:quart|\w+ sur quatre)"), 25.0, 1),
    (re.compile(r"\bmoins d'un (?:quart|\w+ sur quatre)"), 25.0, -1),
)


def asks_yes_or_no(question: str) -> bool:
    """Whether ``question`` can be answered by « oui » or « non »."""
    folded = " ".join(fold(question).split())
    bare = re.sub(rf"^{_COURTESY}(?:(?:est|es|et)[- ]ce qu(?:e |'))?", "", folded)
    return _ASKS.search(folded) is not None and not _ASKS_ELSE.search(bare.split("?")[0])


def says_yes(question: str, reading: str) -> bool | None:
    """Whether ``reading``, which answers ``question``, says yes; None where its form does not tell."""
    asked, said = fold(question), fold(reading)
    shares = [quantity.value for quantity in find_quantities(reading) if quantity.unit == "%"]
    for pattern, bound, side in _BOUNDS:
        if pattern.search(asked):
            if len(shares) == 1:
                return (shares[0] - bound) * side > 0
            same = pattern.search(said) is not None
            return True if same else None
    ours, theirs = find_quantities(question), find_quantities(reading)
    for quantity in ours:
        alike = [other.value for other in theirs if other.unit == quantity.unit]
        if len(alike) == 1 and quantity.unit != "year":
            return alike[0] == quantity.value
    asked_terms = set(analyse(question))
    shared = len(asked_terms & set(analyse(reading)))
    if shared < 2 or shared < _SHARED_OPPOSITE * len(asked_terms):
        return None
    directions = [(_LESS.search(text) is not None, _MORE.search(text) is not None) for text in (asked, said)]
    if directions[0] != directions[1]:
        return False if sorted(directions) == [(False, True), (True, False)] else None
    if shared < _SHARED * len(asked_terms):
        return None
    return (_NEGATED.search(asked) is None) == (_NEGATED.search(said) is None)
