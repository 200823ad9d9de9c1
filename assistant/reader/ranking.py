"""The first passages of a search put in order again by what the reader makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.reader.reading import Reader, Reading
from index.passage_text import text_in_context
from index.search import Hit

# How many passages are read: two processors take 0.2 s for as many, 0.3 s for the longest (docs/experiments.md).
NUM_READ = 6
# Weight of the reader's probability beside the score of search, chosen on PIAF dev (docs/experiments.md).
READER_WEIGHT = 0.3


def read_hits(reader: Reader | None, question: str, hits: Sequence[Hit]) -> dict[int, Reading]:
    """What the reader makes of the first NUM_READ of ``hits``, by their position in the index.

    A passage is read under its titles, as the index has it. Without a reader, nothing.
    """
    if reader is None:
        return {}
    first = hits[:NUM_READ]
    readings = reader.read(question, [text_in_context(hit.document, hit.passage) for hit in first])
    return {hit.position: reading for hit, reading in zip(first, readings, strict=True)}


def reordered(hits: Sequence[Hit], readings: Mapping[int, Reading]) -> list[Hit]:
    """``hits`` by search and reader together, best first.

    score = (search + w · probability) / (1 + w); a passage that was not read counts for one that does not
    answer. As they are where nothing was read.
    """
    if not readings:
        return list(hits)
    scored = [replace(hit, score=_together(hit, readings.get(hit.position))) for hit in hits]
    scored.sort(key=lambda hit: (-hit.score, hit.rank))
    return [replace(hit, rank=rank) for rank, hit in enumerate(scored, start=1)]


def _together(hit: Hit, reading: Reading | None) -> float:
    return (hit.score + READER_WEIGHT * (reading.answers if reading else 0.0)) / (1 + READER_WEIGHT)


def rerank(reader: Reader | None, question: str, hits: Sequence[Hit]) -> list[Hit]:
    """``hits`` in order again, the first NUM_READ of them read."""
    return reordered(hits, read_hits(reader, question, hits))
