"""What words and figures alone decide on a claim, cautiously.

*Supported* only where one sentence says it plainly: its words, its figures and its polarity.
*Refuted* only on a plain clash of figures: the same words and the same unit with another number.
Anything else is left open.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import CheckedClaim, Verdict
from assistant.citing import cite
from assistant.evidence import Sentence
from assistant.quantities import (
    Quantity,
    Range,
    find_quantities,
    find_ranges,
    without_bounds,
    without_shares,
    written,
)
from assistant.question import coverage
from index.analysis import analyse, fold
from index.search import Index

# Share of the claim's words, weighted by rarity, that one sentence (with its titles) must hold, and that
# it must hold without them. A missing word as rare as « belges » is enough to fall below.
_SAYS_IT = 0.9
_OWN_WORDS = 0.6

# Two ways to deny, kept apart: « supporte sans protection » does not deny that it supports.
_NEGATED_VERB = re.compile(r"\b(?:ne\s|n')\w|\b(?:aucune?|jamais|ni|non|pas|nul(?:le)?|rien)\b")
_WITHOUT = re.compile(r"\b(?:sans|hormis|sauf|excepte)\b")
# What keeps a passage from saying that something is so: each kind must be in the claim as well.
_RESERVES = {
    "doubt": re.compile(
        r"\b(?:pourrai\w+|peut|peuvent|possible|probable|devrai\w+|serai(?:en)?t|risqu\w+|crai(?:nt|gn\w+)|redout\w+|menac\w+|"
        r"dout\w+|estim\w+)\b"
    ),
    "future": re.compile(r"\b(?:\w{2,}(?:era|eront|ira|iront|dra|dront)|sera|seront|aura|auront)\b"),
    "condition": re.compile(r"\b(?:si|s'ils?|a condition|a moins|sauf)\b"),
    "wish": re.compile(
        r"\b(?:reclam\w+|demand\w+|exig\w+|objectifs?|souhait\w+|veut|veulent|voul\w+|voudr\w+|propos\w+|promet\w*|promis\w*|"
        r"projet\w*|esper\w+|attend\w*|envisag\w+|prevoi\w+|prevu\w*)\b"
    ),
    "right": re.compile(r"\b(?:droit de|autoris\w+|permet\w*|doit|doivent|devr\w+)\b"),
    "refusal": re.compile(
        r"\b(?:refus\w+|rejet\w+|repouss\w+|ecart\w+|defend\w*|interdi\w+|nie(?:nt)?|dement\w*|contest\w+)\b"
    ),
}
# « A a soigné B », « A a été soigné par B ».
_BY = re.compile(r"\b(?:ete|est|sont|fut|furent|etai(?:en)?t) \w+ par\b")
# Small words that say more than they seem to: the passage must have those of the claim.
_NUANCES = re.compile(
    r"\b(?:deja|encore|aussi|egalement|surtout|d'abord|(?:lui|elle|eux|elles)-memes?|desormais|jamais|avant|apres)\b"
)
_ALL = re.compile(
    r"\b(?:tous|toutes|toujours|chaque|uniquement|seulement|exclusivement|seuls?|seules?|entierement)\b"
)
_LESS = re.compile(r"\b(?:moins|inferieure?s?|baisse|diminu\w*|recul\w*|redui\w*)\b")
_MORE = re.compile(r"\b(?:plus|davantage|superieure?s?|hausse|augment\w*|progress\w*|croissan\w*)\b")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a text says besides its words; ``ranges`` are its quantities with what they leave open."""

    quantities: list[Quantity]
    ranges: list[Range]
    negated: tuple[bool, bool]
    reserves: frozenset[str]
    nuances: frozenset[str]
    passive: bool
    universal: bool
    direction: tuple[bool, bool]


def decide_by_words(index: Index, claim: str, sentences: Sequence[Sentence]) -> CheckedClaim | None:
    """The verdict on ``claim`` from the sentences that fit it best, where one settles it; else None."""
    said = _read(claim)
    words = [term for term in analyse(without_shares(fold(claim))) if not term[0].isdigit()]
    weights = {term: index.lexical.idf(term) for term in words}
    if not weights:
        return None
    for sentence in sentences:
        own = analyse(sentence.reading)
        titles = analyse(" ".join((*sentence.hit.passage.headings, sentence.hit.document.title)))
        found = coverage(weights, [*own, *titles])
        if found < _SAYS_IT or coverage(weights, own) < _OWN_WORDS or not _same_order(words, own):
            continue
        passage = _read(sentence.reading)
        clash = _clash(said, passage)
        if clash is None and not _agrees(said, passage):
            continue
        citation = cite(sentence.hit, sentence.start, sentence.end, marker=1, score=sentence.score)
        if clash:
            theirs, ours = clash
            explanation = f"Le passage dit {written(theirs)}, l'affirmation {written(ours)}."
            return CheckedClaim(claim, Verdict.REFUTED, round(0.9 * found, 2), explanation, (citation,))
        explanation = f"Un passage de « {sentence.hit.document.title} » le dit dans ces termes."
        return CheckedClaim(claim, Verdict.SUPPORTED, round(0.95 * found, 2), explanation, (citation,))
    return None


def _read(text: str) -> _Reading:
    folded = fold(text)
    unbounded = without_bounds(folded)
    return _Reading(
        quantities=find_quantities(text),
        ranges=find_ranges(text),
        negated=(_NEGATED_VERB.search(folded) is not None, _WITHOUT.search(folded) is not None),
        reserves=frozenset(name for name, pattern in _RESERVES.items() if pattern.search(folded)),
        nuances=frozenset(_NUANCES.findall(folded)),
        passive=_BY.search(folded) is not None,
        universal=_ALL.search(folded) is not None,
        direction=(_LESS.search(unbounded) is not None, _MORE.search(unbounded) is not None),
    )


def _agrees(claim: _Reading, passage: _Reading) -> bool:
    """Every figure of the claim is in the passage, and nothing turns its sense around."""
    figures = all(any(map(ours.follows_from, passage.ranges)) for ours in claim.ranges)
    # Several figures of one unit may belong to several groups: words alone cannot tell which is whose.
    shared = {quantity.unit for quantity in claim.quantities}
    ambiguous = any(sum(theirs.unit == unit for theirs in passage.quantities) > 1 for unit in shared)
    return (
        figures
        and not ambiguous
        and claim.negated == passage.negated
        and passage.reserves <= claim.reserves
        and claim.nuances <= passage.nuances
        and claim.passive == passage.passive
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
    for ours in claim.ranges:
        unit = ours.quantity.unit
        if unit == "year":
            continue
        theirs = [each for each in passage.ranges if each.quantity.unit == unit]
        mine = [each for each in claim.ranges if each.quantity.unit == unit]
        if len(theirs) == len(mine) == 1 and ours.excludes(theirs[0]):
            return theirs[0].quantity, ours.quantity
    return None


def _same_order(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the words two texts share come in the same order, by their longest common subsequence.

    « Les auteurs paient les producteurs » is not what « les producteurs paient les auteurs » says.
    """
    ours = [word for word in words if word in set(others)]
    theirs = [word for word in others if word in set(words)]
    lengths = [0] * (len(theirs) + 1)
    for word in ours:
        previous = 0
        for position, other in enumerate(theirs, start=1):
            previous, lengths[position] = (
                lengths[position],
                previous + 1 if word == other else max(lengths[position], lengths[position - 1]),
            )
    return lengths[-1] == len(ours)
