"""Tables as rows of text: merged cells carried to where they count, each cell under its column's head."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.characters import clean
from ingest.document import BlockKind
from ingest.flows import Flow, Piece

_MAX_COLUMNS = 1_000  # as HTML limits colspan
_MAX_CARRIED = 64  # merged cells repeated in one row: bounds hostile row spans
_MAX_HEAD_ROWS = 8
_MAX_ROW_CHARS = 2_000  # a longer row of rich cells reads better as paragraphs


@dataclass(slots=True)
class Cell:
    """A cell as its file gives it; spans and repeats beyond reason are cut down."""

    flow: Flow = field(default_factory=Flow)
    text: str = ""
    col_span: int = 1
    row_span: int = 1
    is_head: bool = False
    continues: bool = False  # the lower part of a cell merged with the one above it
    repeat: int = 1

    def __post_init__(self) -> None:
        self.col_span = min(max(self.col_span, 1), _MAX_COLUMNS)
        self.row_span = max(self.row_span, 1)
        self.repeat = min(self.repeat, _MAX_CARRIED)

    def take_text(self) -> list[Piece]:
        """Set the cell's text from its flow; the notes it calls are returned."""
        pieces = list(self.flow)
        self.text = " ".join(piece.text for piece in pieces if piece.kind is not BlockKind.FOOTNOTE)
        return [piece for piece in pieces if piece.kind is BlockKind.FOOTNOTE]


@dataclass(slots=True)
class Row:
    """A row as its file gives it; ``is_head`` where the file says so."""

    is_head: bool
    cells: list[Cell] = field(default_factory=list)

    def looks_like_head(self) -> bool:
        return all(cell.is_head for cell in self.cells if cell.text) and any(cell.text for cell in self.cells)


@dataclass(slots=True)
class CellLook:
    """Whether a table cell looks like a head: shaded, or all its text bold."""

    shaded: bool
    num_chars: int = 0
    num_bold: int = 0

    def add(self, text: str, *, bold: bool) -> None:
        num_chars = len(text.strip())
        self.num_chars += num_chars
        self.num_bold += num_chars if bold else 0

    def is_head(self) -> bool:
        return self.num_chars > 0 and (self.shaded or self.num_bold == self.num_chars)


class WrittenRow(NamedTuple):
    """A row's text, its cells apart by bars, and ``Block.cells``."""

    text: str
    cells: tuple[tuple[str, str], ...]


class _Placed(NamedTuple):
    """A cell on the grid; ``fresh`` unless it repeats a cell merged from a row above."""

    column: int
    col_span: int
    end_row: int
    text: str
    fresh: bool


def is_layout(rows: list[Row]) -> bool:
    """Whether a table only sets things side by side: one column, or cells that are small documents."""
    filled = [[cell for cell in row.cells if cell.flow.num_pieces] for row in rows]
    cells = [cell for row in filled for cell in row]
    if all(len(row) <= 1 for row in filled) or any(cell.flow.rich for cell in cells):
        return True
    several = [cell for cell in cells if cell.flow.num_pieces > 1]
    if not several:
        return False
    longest = max(sum(len(piece.text) for cell in row for piece in cell.flow) for row in filled)
    return len(several) * 2 > len(cells) or longest > _MAX_ROW_CHARS


def write_rows(rows: list[Row]) -> Iterator[WrittenRow]:
    """Each row's text and cells; a merged cell is written once, and counts in each row it covers."""
    num_heads = _count_head_rows(rows)
    grid = list(_place(rows))
    heads = _column_heads(grid[:num_heads])
    for number, placed in enumerate(grid):
        text = " | ".join(cell.text for cell in placed if cell.fresh).rstrip(" |")
        cells: tuple[tuple[str, str], ...] = ()
        if number >= num_heads:
            cells = tuple((heads.get(cell.column, ""), cell.text) for cell in placed if cell.text)
            if len(cells) == 1 and placed[0].col_span >= len(heads) > 1:
                cells = (("", cells[0][1]),)  # a row that is one wide cell is a subtitle
        yield WrittenRow(clean(text), cells)


def _count_head_rows(rows: list[Row]) -> int:
    """Leading rows declared as heads; failing that, rows that look it, if others do not."""
    declared = next((number for number, row in enumerate(rows) if not row.is_head), len(rows))
    if declared:
        return declared
    likely = next((number for number, row in enumerate(rows) if not row.looks_like_head()), 0)
    # A form to fill in: nothing but labels, and only the first row has one in several columns.
    fill = [sum(1 for cell in row.cells if cell.text) for row in rows]
    is_form = len(fill) > 1 and fill[0] > 1 and max(fill[1:]) <= 1
    return likely or int(is_form)


def _place(rows: list[Row]) -> Iterator[list[_Placed]]:
    """Each row's cells on the grid, merged cells of earlier rows carried down (HTML, "table model")."""
    above: list[_Placed] = []
    for number, row in enumerate(rows):
        carried = [cell for cell in above if cell.end_row > number][:_MAX_CARRIED]
        placed: list[_Placed] = []
        column = next_carried = 0
        above_text = {cell.column: cell.text for cell in above} if row.cells else {}
        for cell in (one for one in row.cells for _ in range(one.repeat)):
            while next_carried < len(carried) and carried[next_carried].column <= column:
                placed.append(carried[next_carried]._replace(fresh=False))
                column = max(column, placed[-1].column + placed[-1].col_span)
                next_carried += 1
            text = above_text.get(column, "") if cell.continues else cell.text
            placed.append(_Placed(column, cell.col_span, number + cell.row_span, text, not cell.continues))
            column += cell.col_span
        placed += [cell._replace(fresh=False) for cell in carried[next_carried:]]
        above = placed
        yield placed


def _column_heads(grid: list[list[_Placed]]) -> dict[int, str]:
    """The head of each column: the texts above it, from general to particular."""
    heads: dict[int, list[str]] = {}
    width = max((cell.column + cell.col_span for row in grid for cell in row), default=0)
    for row in grid[:_MAX_HEAD_ROWS]:
        for cell in row:
            if cell.col_span == width > 1 and len(grid) > 1:
                continue  # the title of the whole table
            for column in range(cell.column, min(cell.column + cell.col_span, _MAX_COLUMNS)):
                texts = heads.setdefault(column, [])
                if cell.text and cell.text not in texts:
                    texts.append(cell.text)
    return {column: " / ".join(texts) for column, texts in heads.items()}
