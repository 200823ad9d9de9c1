"""The sentences a claim is compared with, each between its neighbours: what the network reads beside the claim."""

from collections.abc import Sequence

from assistant.evidence import Sentence

# Sentences on each side: « Il », « cette part » speak of the one before.
_NEIGHBOURS = 1


def windows(sentences: Sequence[Sentence], count: int) -> list[tuple[Sentence, str]]:
    """The first ``count`` of ``sentences``, which come best first, each with its text and that of its neighbours.

    Neighbours are of the same passage.
    """
    by_passage: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        by_passage.setdefault(sentence.hit.position, []).append(sentence)
    for of_passage in by_passage.values():
        of_passage.sort(key=lambda each: each.start)
    return [
        (sentence, _window(sentence, by_passage[sentence.hit.position])) for sentence in sentences[:count]
    ]


def _window(sentence: Sentence, of_passage: Sequence[Sentence]) -> str:
    place = next(i for i, each in enumerate(of_passage) if each is sentence)
    around = of_passage[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]
    return " ".join(each.reading for each in around)
