"""Check one claim against the collection, cautiously.

*Supported* only where one sentence says it plainly: its words, its figures and its polarity.
*Refuted* only on a plain clash of figures: the same words and the same unit with another number.
Anything else is *not enough information*, which is never wrong to say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import CheckedClaim, Verdict
from assistant.citing import cite
from assistant.evidence import Sentence, coverage
from assistant.quantities import Quantity, find_quantities, same
from index.analysis import analyse, fold

# Share of the claim's weighted words that one sentence (with its titles) must hold; chosen for no
# false support on the claims of tests/assistant/test_checking.py and DACCORD (docs/experiments.md).
_SAYS_IT = 0.8
_SAME_SUBJECT = 0.75

# Two ways to deny, kept apart: « supporte sans protection » does not deny that it supports.
_NEGATED_VERB = re.compile(r"\b(?:ne|n')\s?\w|\b(?:aucune?|jamais|ni|non|pas|nul(?:le)?|rien)\b")
_WITHOUT = re.compile(r"\b(?:sans|hormis|sauf|excepte)\b")
_DOUBT = re.compile(
    r"\b(?:pourraient?|pourrait|peut|peuvent|devraient?|devrait|serai(?:en)?t|risquent?|possible|probable|envisagent?|"
    r"projets? de|souhaitent?|voudraient?|estiment?|prevoi(?:t|ent))\b"
)
_ALL = re.compile(
    r"\b(?:tous|toutes|toujours|chaque|uniquement|seulement|exclusivement|seuls?|seules?|entierement)\b"
)
_LESS = re.compile(r"\b(?:moins|inferieure?s?|baisse|diminu\w*|recul\w*|redui\w*)\b")
_MORE = re.compile(r"\b(?:plus|davantage|superieure?s?|hausse|augment\w*|progress\w*|croissan\w*)\b")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a text says besides its words."""

    quantities: list[Quantity]
    negated: tuple[bool, bool]
    doubtful: bool
    universal: bool
    direction: tuple[bool, bool]


def check_claim(claim: str, term_weights: dict[str, float], sentences: Sequence[Sentence]) -> CheckedClaim:
    """The verdict on ``claim``, whose terms weigh ``term_weights``, from the sentences that fit it best."""
    said = _read(claim)
    weights = {term: weight for term, weight in term_weights.items() if not term[0].isdigit()}
    if not weights:
        return _unsure(claim, "L'affirmation ne dit rien que les documents puissent confirmer.")
    for sentence in sentences:
        terms = analyse(
            " ".join((sentence.reading, *sentence.hit.passage.headings, sentence.hit.document.title))
        )
        own = coverage(weights, analyse(sentence.reading))
        found = coverage(weights, terms)
        passage = _read(sentence.reading)
        if found >= _SAYS_IT and own >= 0.6 and _agrees(said, passage):
            citation = cite(sentence.hit, sentence.start, sentence.end, marker=1, score=sentence.score)
            explanation = f"Un passage de « {sentence.hit.document.title} » le dit dans ces termes."
            return CheckedClaim(
                claim, Verdict.SUPPORTED, round(min(0.95, found), 2), explanation, (citation,)
            )
        clash = _clash(said, passage)
        if clash and found >= _SAME_SUBJECT and own >= 0.6:
            citation = cite(sentence.hit, sentence.start, sentence.end, marker=1, score=sentence.score)
            theirs, ours = clash
            explanation = f"Le passage dit {_written(theirs)}, l'affirmation {_written(ours)}."
            return CheckedClaim(claim, Verdict.REFUTED, round(min(0.9, found), 2), explanation, (citation,))
    return _unsure(claim, "Aucun passage ne dit assez clairement la même chose ni le contraire.")


def _unsure(claim: str, explanation: str) -> CheckedClaim:
    return CheckedClaim(claim, Verdict.NOT_ENOUGH_INFO, 0.5, explanation)


def _read(text: str) -> _Reading:
    folded = fold(text)
    return _Reading(
        quantities=find_quantities(text),
        negated=(_NEGATED_VERB.search(folded) is not None, _WITHOUT.search(folded) is not None),
        doubtful=_DOUBT.search(folded) is not None,
        universal=_ALL.search(folded) is not None,
        direction=(_LESS.search(folded) is not None, _MORE.search(folded) is not None),
    )


def _agrees(claim: _Reading, passage: _Reading) -> bool:
    """Every figure of the claim is in the passage, and nothing turns its sense around."""
    figures = all(any(same(ours, theirs) for theirs in passage.quantities) for ours in claim.quantities)
    # Several figures of one unit may belong to several groups: words alone cannot tell which is whose.
    shared = {quantity.unit for quantity in claim.quantities}
    ambiguous = any(sum(theirs.unit == unit for theirs in passage.quantities) > 1 for unit in shared)
    return (
        figures
        and not ambiguous
        and claim.negated == passage.negated
        and not (passage.doubtful and not claim.doubtful)
        and not (claim.universal and not passage.universal)
        and claim.direction == passage.direction
    )


def _clash(claim: _Reading, passage: _Reading) -> tuple[Quantity, Quantity] | None:
    """(the passage's figure, the claim's) where each has exactly one of a unit and they differ."""
    if claim.negated != passage.negated or claim.direction != passage.direction:
        return None
    years_ours = [q.value for q in claim.quantities if q.unit == "year"]
    years_theirs = [q.value for q in passage.quantities if q.unit == "year"]
    if years_ours and years_theirs and years_ours != years_theirs:
        return None  # another year is another fact
    for ours in claim.quantities:
        if ours.unit == "year":
            continue
        theirs = [quantity for quantity in passage.quantities if quantity.unit == ours.unit]
        mine = [quantity for quantity in claim.quantities if quantity.unit == ours.unit]
        if len(theirs) == len(mine) == 1 and not same(ours, theirs[0]):
            return theirs[0], ours
    return None


def _written(quantity: Quantity) -> str:
    number = f"{quantity.value:g}".replace(".", ",")
    return f"{number}\u00a0{quantity.unit}" if quantity.unit and quantity.unit != "year" else number
