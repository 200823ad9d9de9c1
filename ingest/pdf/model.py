"""The shapes that flow through the PDF parser.

Coordinates are points in the page as it is read: the origin is the top left corner, y grows
downwards, and the page's rotation has been undone.
"""

from dataclasses import dataclass, field

from ingest.document import BlockKind
from ingest.pdf.characters import clean_line

# The share of the font size that a line of text takes above and below its baseline.
ASCENT = 0.75
DESCENT = 0.22


@dataclass(slots=True)
class Glyph:
    """One drawn character (or ligature): its extent on the baseline ``y``, and its look."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    angle: int  # degrees, 0 when it reads from left to right
    bold: bool
    hidden: bool  # drawn invisibly, as the text layer of a scan is
    artifact: bool  # marked by the producer as a running header or footer


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn straight line, horizontal (y0 == y1) or vertical (x0 == x1)."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        return self.y0 == self.y1


@dataclass(slots=True)
class PageContent:
    """What one page draws."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


@dataclass(slots=True)
class Word:
    """A run of glyphs without a gap. ``spaced`` tells whether a space stands before it."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    raised: bool = False
    spaced: bool = True
    artifact: bool = False

    @property
    def top(self) -> float:
        return self.y - ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.y + DESCENT * self.size


@dataclass(slots=True)
class Line:
    """Words on one baseline, from left to right."""

    words: list[Word]
    y: float
    size: float
    x0: float = 0.0
    x1: float = 0.0
    _text: str | None = None

    def __post_init__(self) -> None:
        self.x0 = min(word.x0 for word in self.words)
        self.x1 = max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        return self.y - ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.y + DESCENT * self.size

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words if any(map(str.isalnum, word.text)) and not word.raised)

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = clean_line(join_words(self.words))
        return self._text


@dataclass(slots=True)
class Table:
    """Rows of cells, each cell the list of its lines; no line is an empty cell.

    The first ``num_header_rows`` rows are the table's heads; ``heads`` gives, for each column, the
    lines of its head. ``edges`` are the columns' left sides.
    """

    rows: list[list[list[str]]]
    num_header_rows: int
    heads: list[list[str]]
    x0: float
    x1: float
    top: float
    bottom: float
    edges: tuple[float, ...] = ()
    has_bold_heads: bool = False


@dataclass(slots=True)
class PageLayout:
    """A page as lines, each one the whole width of the page, plus its rules."""

    width: float
    height: float
    lines: list[Line]
    rules: list[Rule]


@dataclass(slots=True)
class Draft:
    """A block being made: its lines keep their line ends until hyphens can be judged.

    ``page`` is the 0-based page of its first line; ``breaks`` gives, for a block that goes on over
    pages, (index of the first line, page) for each further page. A table is one draft.
    """

    kind: BlockKind
    page: int
    lines: list[str]
    level: int = 0
    size: float = 0.0
    region: int = 0  # the column or part of the page it was read from, numbered within the page
    is_full: bool = False  # its last line reaches the right margin
    is_bold: bool = False
    group: int = 0  # the list it belongs to within its region, 0 for none
    table: Table | None = None
    breaks: list[tuple[int, int]] = field(default_factory=list)


def join_words(words: list[Word]) -> str:
    """The words as text, a space where one was drawn or left blank."""
    parts: list[str] = []
    for word in words:
        if parts and word.spaced:
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)


def make_line(words: list[Word]) -> Line:
    """A line from words on one baseline, in any order; raised words do not weigh on its size."""
    words = sorted(words, key=lambda word: word.x0)
    weights: dict[tuple[float, float], int] = {}
    for word in words:
        key = (word.y, word.size)
        weights[key] = weights.get(key, 0) + (len(word.text) if not word.raised else 0)
    y, size = max(weights, key=lambda key: (weights[key], key[1]))
    return Line(words, y, size)
