"""Which sentences of its passage a written claim is learnt beside: those that decide it.

The sentence with the most words of the claim is not the one that decides it for half of the claims; so the network, as
trained so far, says which does (multiple-instance learning; Dietterich et al., Artificial Intelligence, 1997).
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.analysis import analyse
from ingest.sentences import sentence_spans
from training.claims import VERDICTS, ClaimExample, WrittenClaim

_NUM_OWN, _NUM_OTHER = 3, 4
_NEIGHBOURS = 1
_LEAST_DECIDED = 0.2  # probability that any sentence of the passage decides, below which a claim is left out
_EMPTY, _CERTAIN = 0.8, 0.6
_MADE_OPEN = 0.4  # of the decided claims are seen beside sentences that leave them open as well
_RARE = 1 / 8  # of the passages: words in more of them find no other passage
_OPEN = VERDICTS.index("not_enough_info")

_Window = tuple[str, frozenset[str]]
"""A sentence with its neighbours, and the terms of the sentence alone."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """A claim, and what it may be read beside: sentences with their neighbours, those of most common words first.

    ``own``: of its passage, one at least; ``other``: of other passages, one each.
    """

    claim: str
    verdict: int
    own: tuple[str, ...]
    other: tuple[str, ...]


def candidates(claims: Sequence[WrittenClaim]) -> list[Candidates]:
    """Those of each claim, in order; the other passages are those of the other claims."""
    windows = {text: _windows(text) for text in {each.passage.text for each in claims}}
    holding: dict[str, set[str]] = {}
    for text, of_text in windows.items():
        for _, terms in of_text:
            for term in terms:
                holding.setdefault(term, set()).add(text)
    weights = {term: math.log(1 + len(windows) / (1 + len(texts))) for term, texts in holding.items()}
    return [_candidates_of(each, windows, holding, weights) for each in claims]


def chosen(
    found: Sequence[Candidates],
    judged: Sequence[Sequence[Sequence[float]]],
    rng: random.Random,
) -> list[ClaimExample]:
    """Each claim beside the sentences that decide it, and some beside others that leave them open.

    ``judged``: for each of ``own``, the probabilities of VERDICTS; only those of decided claims are looked at.
    """
    examples = []
    for each, of_each in zip(found, judged, strict=True):
        if each.verdict == _OPEN:
            examples.append(ClaimExample(each.claim, each.own[0], _OPEN))
            continue
        best = _most_telling(of_each, each.verdict)
        decided = 1 - of_each[best][_OPEN]
        if decided < _LEAST_DECIDED:
            continue
        examples.append(ClaimExample(each.claim, each.own[best], each.verdict))
        empty = [text for text, said in zip(each.own, of_each, strict=True) if said[_OPEN] > _EMPTY]
        beside = empty if decided > _CERTAIN and empty else each.other
        if beside and rng.random() < _MADE_OPEN:
            examples.append(ClaimExample(each.claim, rng.choice(beside), _OPEN))
    return examples


def _candidates_of(
    claim: WrittenClaim,
    windows: Mapping[str, list[_Window]],
    holding: Mapping[str, set[str]],
    weights: Mapping[str, float],
) -> Candidates:
    terms = set(analyse(claim.claim)) & weights.keys()

    def common(window: _Window) -> float:
        return sum(weights[term] for term in terms & window[1])

    alike: dict[str, float] = {}
    for term in sorted(terms):
        if len(holding[term]) < _RARE * len(windows):
            for text in holding[term] - {claim.passage.text}:
                alike[text] = alike.get(text, 0.0) + weights[term]
    own = sorted(windows[claim.passage.text], key=common, reverse=True)[:_NUM_OWN]
    others = sorted(alike, key=lambda text: (-alike[text], text))[:_NUM_OTHER]
    return Candidates(
        claim.claim,
        claim.verdict,
        tuple(text for text, _ in own),
        tuple(max(windows[text], key=common)[0] for text in others),
    )


def _most_telling(judged: Sequence[Sequence[float]], verdict: int) -> int:
    """Where the claim is most decided, its verdict counted twice: the network is often wrong on which way."""
    return max(range(len(judged)), key=lambda i: judged[i][verdict] + judged[i][1 - verdict] / 2)


def _windows(text: str) -> list[_Window]:
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    return [
        (
            " ".join(sentences[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]),
            frozenset(analyse(sentence)),
        )
        for place, sentence in enumerate(sentences)
    ]
