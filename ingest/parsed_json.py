"""A parsed file as JSON values: between the parser's process and ours, and in the index."""

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
    """The inverse of ``encode``. Raises ValueError or KeyError on values of another shape."""
    return ParsedFile(
        text=str(values["text"]),
        blocks=tuple(
            Block(
                BlockKind(kind), int(start), int(end), int(level), tuple((str(h), str(c)) for h, c in cells)
            )
            for kind, start, end, level, cells in values["blocks"]
        ),
        pages=tuple(Page(int(start), str(label)) for start, label in values["pages"]),
        metadata=Metadata(*(str(value) for value in values["metadata"])),
    )
