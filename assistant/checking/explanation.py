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


def figures_missing(claim: str, passage: str) -> list[Quantity]:
    """The quantities of ``claim`` that ``passage`` does not hold, with what is said of them (« près de »)."""
    theirs = find_quantities(passage)
    return [ours.quantity for ours in find_ranges(claim) if not any(map(ours.holds, theirs))]


def explain(claim: str, verdict: Verdict, sentence: Sentence) -> str:
    """Why ``sentence`` gives ``verdict`` on ``claim``."""
    where = f"« {sentence.hit.document.title} »"
    if verdict is Verdict.SUPPORTED:
        agreed = [quantity for quantity in find_quantities(sentence.reading) if _held(claim, quantity)]
        if agreed:
            return f"Un passage de {where} donne le même chiffre\u00a0: {written(agreed[0])}."
        return f"Un passage de {where} dit la même chose en d'autres mots\u00a0: {_quoted(sentence.reading)}."
    for ours in figures_missing(claim, sentence.reading):
        for theirs in find_quantities(sentence.reading):
            if theirs.unit == ours.unit:
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
