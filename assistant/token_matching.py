"""How well the tokens of a sentence meet those of a question, from the token vectors of its passage."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.passage_text import text_in_context
from index.search import Hit, Index

# Share of its cosine that a token of the titles, or of the line that introduces a list, counts for;
# chosen on PIAF train questions (docs/experiments.md).
CONTEXT_SHARE = 0.5

# Half-open code points.
_Span = tuple[int, int]


def sentence_maxsims(
    index: Index, query: str, hit: Hit, readings: Sequence[tuple[str, str]]
) -> NDArray[np.float32]:
    """MaxSim of ``query`` with sentences of one passage, in their order, shape ``(num_sentences,)``.

    Each of ``readings`` is a sentence as it reads and the line that introduces it, else "". A token of
    the question takes its best cosine with a token of the sentence, or CONTEXT_SHARE of its best with
    one of the titles or of that line.
    """
    tokens = index.tokens.tokens(hit.position)
    asked = index.query_tokens(query)
    scores = np.zeros(len(readings), np.float32)
    if not len(tokens) or not len(asked):
        return scores
    weights = index.tokens.weights(asked.ids)
    cosines = index.tokens.cosines(asked, hit.position)
    text = text_in_context(hit.document, hit.passage)
    body = len(text) - len(hit.passage.reading)
    locator = _Locator(text, body)
    titles = np.zeros(len(asked), np.float32)
    for span in _title_lines(text, hit):
        titles = np.maximum(titles, CONTEXT_SHARE * _best(cosines, tokens.spans, span))
    leads: dict[str, NDArray[np.float32]] = {"": titles}
    for row, (reading, lead) in enumerate(readings):
        if lead not in leads:
            of_lead = _best(cosines, tokens.spans, locator.anywhere(lead))
            leads[lead] = np.maximum(titles, CONTEXT_SHARE * of_lead)
        own = _best(cosines, tokens.spans, locator.following(reading))
        scores[row] = weights @ np.maximum(own, leads[lead])
    return np.maximum(scores, 0)


class _Locator:
    """Finds readings in the text of a passage by their letters and figures: blanks and marks may differ."""

    def __init__(self, text: str, start: int) -> None:
        self._places = [place for place in range(start, len(text)) if text[place].isalnum()]
        self._letters = "".join(text[place] for place in self._places)
        self._next = 0

    def following(self, reading: str) -> _Span:
        """The first place of ``reading`` after the one before; an empty span where it is not found."""
        letters = _letters(reading)
        found = self._letters.find(letters, self._next)
        if not letters or found < 0:
            return self.anywhere(reading)
        self._next = found + len(letters)
        return self._span(found, len(letters))

    def anywhere(self, reading: str) -> _Span:
        """The first place of ``reading``; an empty span where it is not found."""
        letters = _letters(reading)
        found = self._letters.find(letters)
        return self._span(found, len(letters)) if letters and found >= 0 else (0, 0)

    def _span(self, found: int, count: int) -> _Span:
        return self._places[found], self._places[found + count - 1] + 1


def _title_lines(text: str, hit: Hit) -> list[_Span]:
    """The lines of ``text`` that are titles: those put above the passage, and those that it opens with."""
    titles = {hit.document.title, *hit.passage.headings}
    spans: list[_Span] = []
    start = 0
    for line in text.split("\n"):
        if line in titles:
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _best(cosines: NDArray[np.float32], spans: NDArray[np.int32], span: _Span) -> NDArray[np.float32]:
    """The best cosine of each token of the question within ``span``, 0 where no token is in it."""
    first = int(np.searchsorted(spans[:, 1], span[0], side="right"))
    last = int(np.searchsorted(spans[:, 0], span[1], side="left"))
    if last <= first:
        return np.zeros(len(cosines), np.float32)
    return np.asarray(cosines[:, first:last].max(axis=1), np.float32)
