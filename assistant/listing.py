"""Answer a question that expects a list with the source's own list, in order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Sentence, is_address, is_record_line
from ingest.document import Block, BlockKind
from ingest.reading import plain, read_block

_EDGES = " .;,\u00a0\u202f"
_NUMBER = re.compile(r"^\d{1,3}[.)]?\s+(?=[^\W\d_a-zà-ÿ]|«)")  # of an entry: « 10 recommandations » counts


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as an answer shows it, and the slice of its passage that proves it."""

    text: str
    start: int
    end: int


def whole_list(best: Sentence, max_words: int) -> Listing | None:
    """The list that ``best`` belongs to or introduces, or None when it does neither.

    Its items come in order, as many as fit in ``max_words`` and in the passage; the text says how many
    there are in all when some are left out.
    """
    blocks = best.hit.document.parsed.blocks
    first, last = _items_around(best, blocks)
    if last - first < 2:
        return None
    text = best.hit.document.parsed.text
    passage = best.hit.passage
    inside = [
        block for block in blocks[first:last] if passage.start <= block.start and block.end <= passage.end
    ]
    if not inside:
        return None
    start = inside[0].start
    lead = blocks[first - 1] if first else None
    title = ""
    if lead is not None and plain(text[lead.start : lead.end]).endswith(":"):
        title = plain(text[lead.start : lead.end])
        if lead.start >= passage.start and inside[0] is blocks[first]:
            start = lead.start
    elif passage.headings:
        title = f"{passage.headings[-1].rstrip(' :' + _EDGES)} :"
    shown: list[str] = []
    num_words = len(title.split()) + 8  # and the marker and the count
    end = start
    for block in inside:
        reading = read_block(text, block).rstrip(_EDGES)
        num_words += len(reading.split()) + 1
        if shown and num_words > max_words:
            break
        shown.append(reading)
        end = block.end
    listed = " ; ".join(shown)
    if len(shown) < last - first:
        listed += f" ; … ({last - first} points en tout)"
    return Listing(f"{title} {listed}".strip(), start, end)


def whole_record(best: Sentence, max_words: int) -> Listing | None:
    """The lines of the bibliographic record that ``best`` is one of, under its title; None where it is of none.

    Its address is left out, unless ``best`` is the address.
    """
    if not is_record_line(best.reading) or best.block.kind is not BlockKind.LIST_ITEM:
        return None
    text, passage = best.hit.document.parsed.text, best.hit.passage
    blocks = best.hit.document.parsed.blocks
    first, last = _items_around(best, blocks)
    inside = [b for b in blocks[first:last] if passage.start <= b.start and b.end <= passage.end]
    kept = [b for b in inside if b is best.block or not is_address(read_block(text, b))]
    # One slice proves them all: what stands between two of them is shown too.
    kept = inside[inside.index(kept[0]) : inside.index(kept[-1]) + 1] if kept else []
    lines = [read_block(text, block).rstrip(_EDGES) for block in kept]
    title = _NUMBER.sub("", passage.headings[-1]) if passage.headings else ""
    shown = f"{title} — {' ; '.join(lines)}" if title else " ; ".join(lines)
    if best.block not in kept or len(lines) < 2 or len(shown.split()) >= max_words:
        return None
    return Listing(shown, kept[0].start, kept[-1].end)


def _items_around(best: Sentence, blocks: Sequence[Block]) -> tuple[int, int]:
    """The range of positions of the list items that ``best`` stands among, or opens."""
    position = next(i for i, block in enumerate(blocks) if block.start == best.block.start)
    first = position
    if best.block.kind is BlockKind.LIST_ITEM:
        while first > 0 and blocks[first - 1].kind is BlockKind.LIST_ITEM:
            first -= 1
    elif best.reading.endswith(":"):
        first = position + 1
    else:
        return 0, 0
    last = first
    while last < len(blocks) and blocks[last].kind is BlockKind.LIST_ITEM:
        last += 1
    return first, last
