"""How well the tokens of a sentence meet those of a question, from the token vectors of its passage."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.passage_text import text_in_context
from index.search import Hit, Index

# Share of its cosine that a token of the titles, or of the line that introduces a list, counts for;
# chosen on PIAF train questions (docs/experiments.md).
CONTEXT_SHARE = 0.7

_WORD = re.compile(r"[^\W_]+")
# Half-open code points.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence, and the line that introduces it, stand in the text of their passage in context.

    Half-open code points; an empty span where it was not found, or where there is no such line.
    """

    sentence: Span
    lead: Span


def sentence_places(hit: Hit, readings: Sequence[tuple[str, str]]) -> list[Place]:
    """The places of the sentences of a passage: ``readings`` are each with the line before its list, or ""."""
    text = text_in_context(hit.document, hit.passage)
    locator = _Locator(text, len(text) - len(hit.passage.reading))
    leads = {lead: locator.anywhere(lead) for lead in {lead for _, lead in readings}}
    return [Place(locator.following(reading), leads[lead]) for reading, lead in readings]


def sentence_maxsims(
    index: Index, query: str, hits: Sequence[Hit], places: Sequence[Sequence[Place]]
) -> list[NDArray[np.float32]]:
    """MaxSim of ``query`` with the sentences at ``places`` in each of ``hits``, in their order, in [0, 1].

    A token of the question takes its best cosine with a token of the sentence, or CONTEXT_SHARE of its
    best with one of the titles or of the line that introduces it.
    """
    asked = index.query_tokens(query)
    weights = index.tokens.weights(asked.ids)
    cosines = index.tokens.cosines(asked, [hit.position for hit in hits])
    return [
        weights @ _sentence_cosines(index, hit, of_hit, of_passage)
        if len(of_hit)
        else np.zeros(0, np.float32)
        for hit, of_hit, of_passage in zip(hits, places, cosines, strict=True)
    ]


def _sentence_cosines(
    index: Index, hit: Hit, places: Sequence[Place], cosines: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What each token of the question takes from each sentence, ``(num_query_tokens, num_sentences)``."""
    spans = index.tokens.tokens(hit.position).spans
    text = text_in_context(hit.document, hit.passage)
    titles = np.zeros(len(cosines), np.float32)
    for span in _title_lines(text, hit):
        titles = np.maximum(titles, CONTEXT_SHARE * _best(cosines, spans, span))
    leads: dict[Span, NDArray[np.float32]] = {}
    taken = []
    for place in places:
        if place.lead not in leads:
            leads[place.lead] = np.maximum(titles, CONTEXT_SHARE * _best(cosines, spans, place.lead))
        taken.append(np.maximum(_best(cosines, spans, place.sentence), leads[place.lead]))
    return np.stack(taken, axis=1)


class _Locator:
    """Finds readings in the text of a passage by their letters and figures: blanks and marks may differ."""

    def __init__(self, text: str, start: int) -> None:
        words = list(_WORD.finditer(text, start))
        self._places = [place for word in words for place in range(*word.span())]
        self._letters = "".join(word.group() for word in words)
        self._next = 0

    def following(self, reading: str) -> Span:
        """The first place of ``reading`` after the one before; an empty span where it is not found."""
        letters = _letters(reading)
        found = self._letters.find(letters, self._next)
        if not letters or found < 0:
            return self.anywhere(reading)
        self._next = found + len(letters)
        return self._span(found, len(letters))

    def anywhere(self, reading: str) -> Span:
        """The first place of ``reading``; an empty span where it is not found."""
        letters = _letters(reading)
        found = self._letters.find(letters)
        return self._span(found, len(letters)) if letters and found >= 0 else (0, 0)

    def _span(self, found: int, count: int) -> Span:
        return self._places[found], self._places[found + count - 1] + 1


def _title_lines(text: str, hit: Hit) -> list[Span]:
    """The lines of ``text`` that are titles: those put above the passage, and those that it opens with."""
    titles = {hit.document.title, *hit.passage.headings}
    spans: list[Span] = []
    start = 0
    for line in text.split("\n"):
        if line in titles:
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text))


def _best(cosines: NDArray[np.float32], spans: NDArray[np.int32], span: Span) -> NDArray[np.float32]:
    """The best cosine of each token of the question within ``span``, 0 where no token is in it."""
    first = int(np.searchsorted(spans[:, 1], span[0], side="right"))
    last = int(np.searchsorted(spans[:, 0], span[1], side="left"))
    if last <= first or span[1] <= span[0]:
        return np.zeros(len(cosines), np.float32)
    return np.asarray(cosines[:, first:last].max(axis=1), np.float32)
