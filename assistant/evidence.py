"""The sentences that could answer: where they are, how they read, and how well they fit the question."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.analysis import analyse
from index.search import Hit, Index
from ingest.document import Block, BlockKind
from ingest.reading import plain, read_block
from ingest.sentences import sentence_spans

# How many passages are read, and how many of their sentences are compared in vector space.
NUM_PASSAGES = 8
NUM_SENTENCES = 24
# Weights of the sentence score, chosen on PIAF train questions (docs/experiments.md).
COVERAGE_WEIGHT, COSINE_WEIGHT, PASSAGE_WEIGHT = 0.4, 0.3, 0.3

_CONTENTS_LINE = re.compile(r"(?:\.[ \t]?){4,}[ \t]*\d*$|…\s*\d+$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item or table row of a passage that was found.

    ``reading`` is how it is shown; ``lead`` is the line that introduces the list it belongs to, if any.
    ``coverage`` is the share of the question's terms, weighted by rarity, found in it or in its titles.
    """

    hit: Hit
    block: Block
    start: int
    end: int
    reading: str
    lead: Block | None = None
    coverage: float = 0.0
    cosine: float = 0.0
    score: float = 0.0


def read_passages(index: Index, question: str, hits: Sequence[Hit]) -> list[Sentence]:
    """The sentences of the first passages of ``hits``, best first."""
    weights = term_weights(index, question)
    found: list[Sentence] = []
    for hit in hits[:NUM_PASSAGES]:
        context = analyse(" ".join((hit.document.title, *hit.passage.headings)))
        for sentence in _sentences(hit):
            own = coverage(weights, analyse(sentence.reading + " " + _lead_reading(sentence)))
            under_titles = coverage(
                weights, [*context, *analyse(sentence.reading + " " + _lead_reading(sentence))]
            )
            found.append(replace(sentence, coverage=0.6 * own + 0.4 * under_titles))
    found.sort(key=lambda s: (-(s.coverage + 0.5 * s.hit.score), s.hit.rank, s.start))
    compared = found[:NUM_SENTENCES]
    if not compared:
        return []
    query = index.embedder.embed_queries([question])[0]
    vectors = index.embedder.embed_passages([_in_context(sentence) for sentence in compared])
    cosines = vectors @ query
    floor = float(np.min(index.cosines(question)))
    result = []
    for sentence, cosine in zip(compared, cosines, strict=True):
        closeness = max(0.0, (float(cosine) - floor) / max(1e-6, 1.0 - floor))
        score = (
            COVERAGE_WEIGHT * sentence.coverage
            + COSINE_WEIGHT * closeness
            + PASSAGE_WEIGHT * sentence.hit.score
        )
        result.append(replace(sentence, cosine=float(cosine), score=score))
    result.sort(key=lambda s: (-s.score, s.hit.rank, s.start))
    return result


def term_weights(index: Index, text: str) -> dict[str, float]:
    """The distinct terms of ``text`` with their weight: how rare each is in the collection."""
    return {term: index.lexical.idf(term) for term in dict.fromkeys(analyse(text))}


def coverage(weights: dict[str, float], terms: Sequence[str]) -> float:
    """The share of ``weights`` that falls on ``terms``, in [0, 1]; 0 when nothing is asked."""
    total = sum(weights.values())
    present = set(terms)
    return sum(weight for term, weight in weights.items() if term in present) / total if total else 0.0


def _in_context(sentence: Sentence) -> str:
    heading = (
        sentence.hit.passage.headings[-1] if sentence.hit.passage.headings else sentence.hit.document.title
    )
    return f"{heading}\n{_lead_reading(sentence)} {sentence.reading}".strip()


def _lead_reading(sentence: Sentence) -> str:
    if sentence.lead is None:
        return ""
    return plain(sentence.hit.document.parsed.text[sentence.lead.start : sentence.lead.end])


def blocks_of(hit: Hit) -> list[Block]:
    """The blocks of the passage, whole: the first and last may stick out of it."""
    blocks = hit.document.parsed.blocks
    first = bisect_left(blocks, hit.passage.start + 1, key=lambda block: block.end)
    last = bisect_left(blocks, hit.passage.end, key=lambda block: block.start)
    return list(blocks[first:last])


def _sentences(hit: Hit) -> list[Sentence]:
    text = hit.document.parsed.text
    blocks = blocks_of(hit)
    headings_only = all(block.kind is BlockKind.HEADING for block in blocks)
    sentences: list[Sentence] = []
    lead: Block | None = None
    for block in blocks:
        start, end = max(block.start, hit.passage.start), min(block.end, hit.passage.end)
        if block.kind is BlockKind.HEADING and not headings_only:
            lead = None
            continue
        if block.kind is BlockKind.TABLE_ROW:
            if block.cells:
                sentences.append(Sentence(hit, block, block.start, block.end, read_block(text, block), lead))
            continue
        for first, last in sentence_spans(text, start, end):
            reading = plain(text[first:last])
            if _says_something(reading):
                in_list = block.kind is BlockKind.LIST_ITEM
                sentences.append(Sentence(hit, block, first, last, reading, lead if in_list else None))
        if block.kind is BlockKind.PARAGRAPH:
            lead = block if plain(text[start:end]).endswith(":") else None
    return sentences


def _says_something(reading: str) -> bool:
    """Not a line of a table of contents, a question, or a lone mark."""
    return (
        bool(re.search(r"\w{2}", reading))
        and not _CONTENTS_LINE.search(reading)
        and not reading.endswith("?")
    )
