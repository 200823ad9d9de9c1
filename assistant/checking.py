"""Check one claim against the collection, cautiously.

The reader says of each passage that it reads whether it confirms the claim, contradicts it or leaves it open. Its
word is not enough where forms can tell: a claim is confirmed only where its figures, years and names are in the
passage, and nothing that is merely possible confirms what is said to be certain. Anything else is *not enough
information*, which is never wrong to say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import CheckedClaim, Verdict
from assistant.citing import cite
from assistant.evidence import Evidence, Sentence
from assistant.quantities import Quantity, Range, find_quantities, find_ranges, written
from index.analysis import analyse, fold

# Probabilities from which the reader is believed; chosen on claims to work with (docs/experiments.md).
_CONFIRMS, _CONTRADICTS = 0.6, 0.55
_DOUBT = re.compile(
    r"\b(?:pourrai(?:en)?t|peut|peuvent|devrai(?:en)?t|serai(?:en)?t|risquent?|possible|probable|probablement|envisage\w*|"
    r"projets? de|souhait\w*|voudrai\w*|prevoi\w*|espere\w*|crai(?:nt|gnent)|reclame\w*|demande\w*|propose\w*|appelle\w*)\b"
)
# A name inside a sentence, and an acronym.
_NAME = re.compile(r"(?<=[\w,;)’'] )(?:[lLdD][’'])?([A-ZÉÈÀÂÇÎÔ][\w-]{2,})|\b([A-Z]{2,}\d*)\b")


@dataclass(frozen=True, slots=True)
class _Settled:
    """What the reader makes of the passage that says most of the claim, and the passage's best sentence for it."""

    sentence: Sentence
    confirms: float
    contradicts: float


def check_claim(claim: str, found: Evidence) -> CheckedClaim:
    """The verdict on ``claim`` from what was found on it."""
    settled = _most_settled(found)
    if settled is None:
        return _unsure(claim, "Aucun passage ne parle de ce que dit l'affirmation.")
    sentence = settled.sentence
    passage = "\n".join(
        (sentence.hit.document.title, *sentence.hit.passage.headings, sentence.hit.passage.reading)
    )
    citation = cite(sentence.hit, sentence.start, sentence.end, marker=1, score=sentence.score)
    title = sentence.hit.document.title
    clash = _clash(find_ranges(claim), find_quantities(sentence.reading), find_quantities(passage))
    if settled.confirms >= _CONFIRMS and settled.confirms > settled.contradicts:
        if clash is not None:
            return _unsure(
                claim,
                f"Le passage le plus proche dit {written(clash.theirs)}, l'affirmation {written(clash.ours)}.",
            )
        if missing := _missing(claim, passage):
            return _unsure(claim, f"Le passage le plus proche ne parle pas de « {missing} ».")
        if _DOUBT.search(fold(sentence.reading)) and not _DOUBT.search(fold(claim)):
            return _unsure(
                claim, "Le passage le plus proche le dit possible ou souhaité, l'affirmation le dit certain."
            )
        return CheckedClaim(
            claim,
            Verdict.SUPPORTED,
            round(settled.confirms, 2),
            f"Un passage de « {title} » le dit.",
            (citation,),
        )
    if settled.contradicts >= _CONTRADICTS:
        if missing := _missing_year(claim, passage):
            return _unsure(claim, f"Le passage le plus proche ne parle pas de {missing}.")
        explanation = (
            f"Le passage dit {written(clash.theirs)}, l'affirmation {written(clash.ours)}."
            if clash is not None
            else f"Un passage de « {title} » dit le contraire."
        )
        return CheckedClaim(claim, Verdict.REFUTED, round(settled.contradicts, 2), explanation, (citation,))
    return _unsure(claim, "Aucun passage ne dit assez clairement la même chose ni le contraire.")


def _most_settled(found: Evidence) -> _Settled | None:
    """The passage that the reader says confirms or contradicts most."""
    best: _Settled | None = None
    for hit in found.hits:
        reading = found.readings.get(hit.position)
        sentence = next((each for each in found.sentences if each.hit.position == hit.position), None)
        if reading is None or sentence is None:
            continue
        confirms, contradicts, _ = reading.verdict
        if best is None or max(confirms, contradicts) > max(best.confirms, best.contradicts):
            best = _Settled(sentence, confirms, contradicts)
    return best


@dataclass(frozen=True, slots=True)
class _Clash:
    ours: Quantity
    theirs: Quantity


def _clash(claimed: Sequence[Range], said: Sequence[Quantity], around: Sequence[Quantity]) -> _Clash | None:
    """A figure of the claim that is true of none of its unit in the passage, beside the one of the sentence."""
    for ours in claimed:
        if ours.quantity.unit == "year" or any(map(ours.holds, around)):
            continue
        theirs = [quantity for quantity in said if quantity.unit == ours.quantity.unit]
        if theirs:
            nearest = min(theirs, key=lambda each: abs(each.value - ours.quantity.value))
            return _Clash(ours.quantity, nearest)
    return None


def _missing(claim: str, passage: str) -> str:
    """A name, year or figure of ``claim`` that ``passage`` does not have; "" where it has them all."""
    if year := _missing_year(claim, passage):
        return year
    quantities = find_quantities(passage)
    for ours in find_ranges(claim):
        counts = ours.quantity.unit != "" or ours.quantity.value > _SMALL_COUNT
        if counts and ours.quantity.unit != "year" and not any(map(ours.holds, quantities)):
            return written(ours.quantity)
    terms = set(analyse(passage))
    for match in _NAME.finditer(claim):
        name = match[1] or match[2]
        if analyse(name) and not set(analyse(name)) & terms:
            return name
    return ""


_SMALL_COUNT = 10  # « trois précautions » may be counted by who claims


def _missing_year(claim: str, passage: str) -> str:
    years = [f"{each.value:.0f}" for each in find_quantities(claim) if each.unit == "year"]
    return next((year for year in years if year not in passage), "")


def _unsure(claim: str, explanation: str) -> CheckedClaim:
    return CheckedClaim(claim, Verdict.NOT_ENOUGH_INFO, 0.5, explanation)
