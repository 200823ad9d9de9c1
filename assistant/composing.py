"""Compose a short answer from the sources' own sentences, each with its citation."""

from collections.abc import Sequence

from assistant.answers import Citation
from assistant.citing import cite
from assistant.evidence import Sentence, blocks_of, coverage
from assistant.question import Expected, Question
from index.analysis import analyse
from ingest.document import Block, BlockKind
from ingest.reading import plain, read_block

# White-space separated words, from the public contract.
MAX_WORDS = 80
MAX_LIST_WORDS = 150
MAX_SENTENCES = 3
# A further sentence must come close to the best, and answer this share of what it left open.
_CLOSE = 0.75
_GAIN = 0.15


def compose(question: Question, sentences: Sequence[Sentence]) -> tuple[str, tuple[Citation, ...]]:
    """The answer's text, with markers, and its citations, from ``sentences`` best first (not empty)."""
    if question.expected is Expected.LIST and (listing := _whole_list(sentences[0])):
        return listing
    chosen = _choose(question.weights, sentences)
    parts, citations = [], []
    for marker, sentence in enumerate(chosen, start=1):
        parts.append(_with_marker(sentence.reading, marker))
        citations.append(
            cite(sentence.hit, sentence.start, sentence.end, marker=marker, score=sentence.score)
        )
    return " ".join(parts), tuple(citations)


def _choose(weights: dict[str, float], sentences: Sequence[Sentence]) -> list[Sentence]:
    best = sentences[0]
    chosen = [best]
    words = _num_words(best)
    answered = set(analyse(best.reading))
    for sentence in sentences[1:]:
        if len(chosen) == MAX_SENTENCES or sentence.score < _CLOSE * best.score:
            break
        terms = set(analyse(sentence.reading))
        repeats = len(terms & answered) > 0.7 * len(terms)
        gain = coverage(weights, [*answered, *terms]) - coverage(weights, [*answered])
        if repeats or gain < _GAIN or words + _num_words(sentence) > MAX_WORDS:
            continue
        chosen.append(sentence)
        words += _num_words(sentence)
        answered |= terms
    return chosen


def _num_words(sentence: Sentence) -> int:
    return len(sentence.reading.split()) + 1  # and its marker


def _with_marker(reading: str, marker: int) -> str:
    body = reading.rstrip(" .\u00a0\u202f;:,")
    end = "" if body.endswith(("!", "…")) else "."
    return f"{body[:1].upper()}{body[1:]} [{marker}]{end}"


def _whole_list(best: Sentence) -> tuple[str, tuple[Citation, ...]] | None:
    """The list that ``best`` belongs to or introduces, complete and in order, as one citation."""
    blocks = blocks_of(best.hit)
    position = next((i for i, block in enumerate(blocks) if block.start == best.block.start), None)
    if position is None:
        return None
    first = last = position
    if best.block.kind is BlockKind.LIST_ITEM:
        while first > 0 and blocks[first - 1].kind is BlockKind.LIST_ITEM:
            first -= 1
    elif best.lead is None and plain(_slice(best, best.block)).endswith(":"):
        first = position + 1
        last = first
    else:
        return None
    while last + 1 < len(blocks) and blocks[last + 1].kind is BlockKind.LIST_ITEM:
        last += 1
    items = [block for block in blocks[first : last + 1] if block.kind is BlockKind.LIST_ITEM]
    if len(items) < 2:
        return None
    readings = [read_block(best.hit.document.parsed.text, item).rstrip(" .;,\u00a0\u202f") for item in items]
    start, end = items[0].start, items[-1].end
    title = ""
    if first > 0 and plain(_slice(best, blocks[first - 1])).endswith(":"):
        start = blocks[first - 1].start
        title = plain(_slice(best, blocks[first - 1]))
    elif best.hit.passage.headings:
        title = best.hit.passage.headings[-1].rstrip(" :\u00a0\u202f") + " :"
    text = f"{title} {' ; '.join(readings)}".strip()
    if len(text.split()) + 1 > MAX_LIST_WORDS:
        return None
    start, end = max(start, best.hit.passage.start), min(end, best.hit.passage.end)
    return f"{text} [1].", (cite(best.hit, start, end, marker=1, score=best.score),)


def _slice(sentence: Sentence, block: Block) -> str:
    return sentence.hit.document.parsed.text[block.start : block.end]
