"""What ingestion produces: a document's text, its structure, and the passages it splits into.

Every offset counts Unicode code points of ``Document.text``, the text that ``sourcier text``
prints; ranges are half-open (start inclusive, end exclusive).
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    """The structural role of a block of text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Block:
    """One structural unit: ``document.text[start:end]``, without blank edges.

    Blocks follow each other in reading order and do not overlap; every non-blank character of the
    text lies in a block. ``level`` is the depth of a heading (1 to 6) or the nesting of a list item
    (from 1), else 0. ``cells`` is for table rows: (column head, cell text) pairs, the head empty
    where the table has none; a table's own row of heads is a row with no cells.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    cells: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a block must hold text: [{self.start}:{self.end}]")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a paginated document: where it starts in the text, and its printed label."""

    start: int
    label: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself; an empty string where it says nothing.

    ``date`` is as precise as the file is: ``2024``, ``2024-05`` or ``2024-05-19``.
    ``language`` is an ISO 639-1 code.
    """

    title: str = ""
    author: str = ""
    institution: str = ""
    date: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What a parser reads from one file. ``pages`` is empty where the format has none."""

    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)


def page_number(pages: tuple[Page, ...], offset: int) -> int | None:
    """The 1-based page that holds ``offset``, or None without pages."""
    if not pages:
        return None
    return max(1, bisect_right([page.start for page in pages], offset))
