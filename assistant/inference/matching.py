"""How the words of a claim and of a passage meet: what the network is told of each token beside which token it is.

Telling near-copies apart (« 12 % » and « 21 % », « recule » and « progresse ») is what a small network learns last from
examples alone; told which words meet, it has learnt it after a few hundred steps (docs/experiments.md). After the
exact-match feature of Chen et al., ACL 2017, and the lexical relations of Chen et al., ACL 2018.
"""

import re
from enum import IntEnum
from functools import lru_cache
from typing import Any

from assistant.inference.lexicon import Sense, key_of, senses
from assistant.quantities import located_ranges
from index.analysis import STOP_WORDS, fold

_WORD = re.compile(r"\d+|[^\W\d_]+")
_NEGATIONS = frozenset("ne n pas plus jamais aucun aucune sans ni rien personne nul nulle guere".split())


class Match(IntEnum):
    """What a word is to the other text. The numbers are those the network has learnt."""

    NO_WORD = 0
    NEGATION = 1
    FUNCTION_WORD = 2
    SAME_FIGURE = 3
    OTHER_FIGURE = 4
    SAME_WORD = 5
    OTHER_WORD = 6
    OPPOSITE = 7
    SAME_SENSE = 8


def token_matches(claim: str, passage: str, encoding: Any) -> list[int]:
    """A Match for each token of ``encoding``, the pair as the tokenizer has it."""
    by_place = [
        {place: match for start, end, match in matches(ours, theirs) for place in range(start, end)}
        for ours, theirs in ((claim, passage), (passage, claim))
    ]
    return [
        Match.NO_WORD
        if which is None or end <= start
        # By its last letter: a token may begin with the space before the word.
        else by_place[which].get(end - 1, Match.NO_WORD)
        for which, (start, end) in zip(encoding.sequence_ids, encoding.offsets, strict=True)
    ]


def matches(text: str, other: str) -> list[tuple[int, int, Match]]:
    """Where the words and the quantities of ``text`` begin and end, in code points, and what each is to ``other``.

    « près d'un tiers » is the figure of a text that says 31 %. A quantity comes after its words.
    """
    theirs = {
        key
        for kind, key in (_kind(match.group()) for match in _WORD.finditer(other))
        if kind is Match.OTHER_WORD
    }
    meant = {sense for key in theirs for sense in senses().get(key, ())}
    found = [
        (each.start(), each.end(), _met(*_kind(each.group()), theirs, meant)) for each in _WORD.finditer(text)
    ]
    ranges = [each for _, _, each in located_ranges(other)]
    for start, end, ours in located_ranges(text):
        same = any(ours.holds(each.quantity) or each.holds(ours.quantity) for each in ranges)
        found.append((start, end, Match.SAME_FIGURE if same else Match.OTHER_FIGURE))
    return found


@lru_cache(maxsize=50_000)
def _kind(word: str) -> tuple[Match, str]:
    """What a word is by itself, before the other text is looked at, and what it is compared by."""
    folded = fold(word)
    if folded in _NEGATIONS:
        return Match.NEGATION, folded
    if folded in STOP_WORDS or len(folded) < 2:
        return Match.FUNCTION_WORD, folded
    return Match.OTHER_WORD, key_of(folded)


def _met(kind: Match, key: str, theirs: set[str], meant: set[Sense]) -> Match:
    """``theirs`` and ``meant``: the keys and the senses of the other text's words."""
    if kind is not Match.OTHER_WORD:
        return kind
    if key in theirs:
        return Match.SAME_WORD
    ours = senses().get(key, frozenset())
    if not ours.isdisjoint(meant):
        return Match.SAME_SENSE
    if any((axis, -pole) in meant for axis, pole in ours):
        return Match.OPPOSITE
    return kind
