"""One French sentence that says what agrees or differs between a claim and the sentence that decides it."""

import re

from assistant.answers import Verdict
from assistant.evidence import Sentence
from assistant.quantities import Quantity, find_quantities, find_ranges, written
from index.analysis import fold

_NEGATED = re.compile(
    r"\b(?:ne|n')\b ?[^.;:]{0,60}?\b(?:pas|plus|jamais|aucune?|rien|guere|ni|que)\b|\b(?:aucune?|nul(?:le)?|sans)\b|\bloin d[e']"
)
_LONGEST = 160  # characters of the sentence that are quoted


def figure_instead(claim: str, passage: str) -> tuple[Quantity, Quantity] | None:
    """(the passage's figure, the claim's) where each has one of a unit that the other denies, other than a plain count."""
    ours, theirs = find_ranges(claim), find_ranges(passage)
    agreed = [each for each in theirs if any(mine.follows_from(each) for mine in ours)]
    for mine in ours:
        others = [each for each in theirs if each.quantity.unit == mine.quantity.unit and each not in agreed]
        if mine.quantity.unit in ("", "year") or any(mine.follows_from(each) for each in theirs):
            continue
        if len(others) == 1 and mine.excludes(others[0]):
            return others[0].quantity, mine.quantity
    return None


def explain(claim: str, verdict: Verdict, sentence: Sentence) -> str:
    """Why ``sentence`` gives ``verdict`` on ``claim``."""
    where = f"« {sentence.hit.document.title} »"
    if verdict is Verdict.SUPPORTED:
        agreed = [quantity for quantity in find_quantities(sentence.reading) if _held(claim, quantity)]
        if agreed:
            return f"Un passage de {where} donne le même chiffre\u00a0: {written(agreed[0])}."
        return f"Un passage de {where} dit la même chose en d'autres mots\u00a0: {_quoted(sentence.reading)}."
    instead = figure_instead(claim, sentence.reading)
    if instead is not None:
        theirs, ours = instead
        return f"Le passage dit {written(theirs)}, l'affirmation {written(ours)}."
    if (_NEGATED.search(fold(claim)) is None) != (_NEGATED.search(fold(sentence.reading)) is None):
        who = "nie ce que dit le passage" if _NEGATED.search(fold(claim)) else "affirme ce que le passage nie"
        return f"L'affirmation {who}\u00a0: {_quoted(sentence.reading)}."
    return f"Un passage de {where} dit autre chose\u00a0: {_quoted(sentence.reading)}."


def _held(claim: str, quantity: Quantity) -> bool:
    return quantity.unit != "year" and any(ours.holds(quantity) for ours in find_ranges(claim))


def _quoted(reading: str) -> str:
    body = reading.rstrip(" .;:,")
    if len(body) > _LONGEST:
        body = body[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
    return f"« {body.replace('« ', '“').replace(' »', '”')} »"
