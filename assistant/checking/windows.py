"""The sentences a claim is compared with, each between its neighbours: what the network reads beside the claim."""

from collections.abc import Sequence

from assistant.evidence import Sentence
from assistant.inference.matching import Match, matches

# Sentences on each side: « Il », « cette part » speak of the one before.
_NEIGHBOURS = 1
# Weight of the words that have a sense of the sentence's, or its contrary, beside the search's score of it: with it, eight
# sentences hold the one that decides for 40 reworded claims of 46, without it for 36 (docs/experiments.md).
_BY_SENSE = 0.4
_CONTENT = (Match.SAME_WORD, Match.OTHER_WORD, Match.SAME_SENSE, Match.OPPOSITE)


def windows(claim: str, sentences: Sequence[Sentence], count: int) -> list[tuple[Sentence, str]]:
    """The ``count`` of ``sentences`` that fit ``claim`` best, best first, each with its text and that of its neighbours.

    Neighbours are of the same passage.
    """
    by_passage: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        by_passage.setdefault(sentence.hit.position, []).append(sentence)
    for of_passage in by_passage.values():
        of_passage.sort(key=lambda each: each.start)
    best = sorted(sentences, key=lambda each: each.score + _BY_SENSE * _same_sense(claim, each), reverse=True)
    return [(sentence, _window(sentence, by_passage[sentence.hit.position])) for sentence in best[:count]]


def _same_sense(claim: str, sentence: Sentence) -> float:
    """The share of the claim's words that are others than the sentence's, of the same sense or of the contrary one."""
    met = [match for _, _, match in matches(claim, sentence.reading)]
    content = sum(match in _CONTENT for match in met)
    return sum(match in (Match.SAME_SENSE, Match.OPPOSITE) for match in met) / content if content else 0.0


def _window(sentence: Sentence, of_passage: Sequence[Sentence]) -> str:
    place = next(i for i, each in enumerate(of_passage) if each is sentence)
    around = of_passage[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]
    return " ".join(each.reading for each in around)
