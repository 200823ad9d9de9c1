"""A parsed file as JSON values: between the parser's process and ours, and in the index."""

from dataclasses import astuple
from itertools import pairwise
from typing import Any

from ingest.document import Block, BlockKind, Metadata, Page, ParsedFile


def encode(parsed: ParsedFile) -> dict[str, Any]:
    """``parsed`` as JSON values; ``decode`` is its inverse."""
    meta = parsed.metadata
    return {
        "text": parsed.text,
        "blocks": [[block.kind, block.start, block.end, block.level, block.cells] for block in parsed.blocks],
        "pages": [[page.start, page.label] for page in parsed.pages],
        "metadata": [meta.title, meta.author, meta.institution, meta.date, meta.language],
    }


def decode(values: dict[str, Any]) -> ParsedFile:
    """The inverse of ``encode``.

    Raises ValueError, KeyError, TypeError or OverflowError on values of another shape, and on blocks,
    pages or characters that no parsed file holds: the process they come from may have been taken over.
    """
    title, author, institution, date, language = map(str, values["metadata"])
    parsed = ParsedFile(
        text=str(values["text"]),
        blocks=tuple(
            Block(
                BlockKind(kind), int(start), int(end), int(level), tuple((str(h), str(c)) for h, c in cells)
            )
            for kind, start, end, level, cells in values["blocks"]
        ),
        pages=tuple(Page(int(start), str(label)) for start, label in values["pages"]),
        metadata=Metadata(title, author, institution, date, language),
    )
    _check(parsed)
    return parsed


def _check(parsed: ParsedFile) -> None:
    """Raise ValueError unless offsets are in order and in the text, and its characters can be written."""
    offsets = [offset for block in parsed.blocks for offset in (block.start, block.end)]
    pages = [page.start for page in parsed.pages]
    for name, values in (("blocks", offsets), ("pages", pages)):
        if any(after < before for before, after in pairwise([0, *values, len(parsed.text)])):
            raise ValueError(f"{name} out of order or out of the text")
    cells = (part for block in parsed.blocks for cell in block.cells for part in cell)
    for text in (parsed.text, *astuple(parsed.metadata), *(page.label for page in parsed.pages), *cells):
        text.encode()  # a lone surrogate would stop the whole index from being written
