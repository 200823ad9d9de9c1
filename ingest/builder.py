"""Assembles the text and blocks of a parsed file from the pieces a format parser meets.

Shared by the DOCX, ODT and HTML parsers so that headings, list marks, tables and white space read
the same whatever the format. Parsers push pieces in reading order; tables nest as open/close calls,
never as recursion, so that depth costs nothing.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.dates import find_date
from ingest.document import Block, BlockKind, Metadata, ParsedFile
from ingest.errors import NoTextError, ParseError

MAX_TEXT_CHARS = 50_000_000
MAX_HEADING_CHARS = 300  # a longer "heading" is a paragraph that borrowed the style
MAX_COLUMNS = 1_000  # as HTML limits colspan
MAX_CARRIED = 64  # merged cells repeated in one row: bounds hostile row spans
MAX_HEAD_ROWS = 8
MAX_ROW_CHARS = 2_000  # a longer row of rich cells reads better as paragraphs

BULLET = "• "
_CONTENTS_TITLES = frozenset({"table des matières", "sommaire", "table of contents", "contents"})

# Controls, soft hyphens, zero-width and bidi marks, tags, non-characters and lone surrogates: not
# text, and some are used to hide text. \x85 is left to the white space.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]+"
)
_SPACES = re.compile(r"\s{2,}|[^\S \u00a0\u202f]")
_NO_BREAK = re.compile("[\u00a0\u202f]")


def clean(text: str) -> str:
    """One block's text: NFC, no invisible characters, white space collapsed and no blank edges.

    A run of white space becomes one space, or its first no-break space (U+00A0, U+202F), which
    French typography needs.
    """
    text = _INVISIBLE.sub("", text)
    text = _SPACES.sub(_collapsed, text).strip()
    return unicodedata.normalize("NFC", text)


def _collapsed(run: re.Match[str]) -> str:
    no_break = _NO_BREAK.search(run.group())
    return no_break.group() if no_break else " "


class _Piece(NamedTuple):
    kind: BlockKind
    text: str
    level: int = 0
    cells: tuple[tuple[str, str], ...] = ()
    apart: bool = False  # does not continue the list or table before it


class Flow:
    """Pieces in reading order, and other flows set among them without being copied."""

    def __init__(self) -> None:
        self._content: list[_Piece | Flow] = []
        self.num_pieces = 0
        self.rich = False  # holds a heading or a table, so cannot be the cell of a table row

    def add(self, piece: _Piece) -> None:
        self._content.append(piece)
        self.num_pieces += 1
        self.rich = self.rich or piece.kind in (BlockKind.HEADING, BlockKind.TABLE_ROW)

    def add_flow(self, flow: "Flow") -> None:
        if flow.num_pieces:
            self._content.append(flow)
            self.num_pieces += flow.num_pieces
            self.rich = self.rich or flow.rich

    def drop_last(self, texts: frozenset[str]) -> None:
        last = self._content[-1] if self._content else None
        if isinstance(last, _Piece) and last.text.casefold().rstrip(" :\u00a0") in texts:
            self._content.pop()
            self.num_pieces -= 1

    def __iter__(self) -> Iterator[_Piece]:
        stack = [iter(self._content)]  # not recursive: 10⁵ nested tables are 10⁵ nested flows
        while stack:
            for content in stack[-1]:
                if isinstance(content, Flow):
                    stack.append(iter(content._content))
                    break
                yield content
            else:
                stack.pop()


@dataclass(slots=True)
class _Cell:
    flow: Flow = field(default_factory=Flow)
    text: str = ""
    col_span: int = 1
    row_span: int = 1
    is_head: bool = False
    continues: bool = False  # the lower part of a cell merged with the one above it
    repeat: int = 1


@dataclass(slots=True)
class _Row:
    is_head: bool
    cells: list[_Cell] = field(default_factory=list)

    def looks_like_head(self) -> bool:
        return all(cell.is_head for cell in self.cells if cell.text) and any(cell.text for cell in self.cells)


class _Placed(NamedTuple):
    """A cell on the grid; ``fresh`` unless it repeats a cell merged from a row above."""

    column: int
    col_span: int
    end_row: int
    text: str
    fresh: bool


class TextBuilder:
    """Collects headings, paragraphs, list items, notes and tables; ``build`` makes the ParsedFile."""

    def __init__(self) -> None:
        self._flow = Flow()
        self._outer: list[Flow] = []
        self._tables: list[list[_Row]] = []
        self._apart = False
        self._num_chars = 0

    def heading(self, text: str, level: int) -> None:
        text = clean(text)
        if len(text) > MAX_HEADING_CHARS:
            self._add(BlockKind.PARAGRAPH, text)
        else:
            self._add(BlockKind.HEADING, text, min(max(level, 1), 6))

    def paragraph(self, text: str) -> None:
        self._add(BlockKind.PARAGRAPH, clean(text))

    def list_item(self, text: str, level: int, mark: str = "") -> None:
        """An item with its mark ("• ", "1. "); without one, a further paragraph of the item before."""
        text = clean(text)
        if text:
            self._add(BlockKind.LIST_ITEM, clean(mark + text), max(level, 1))

    def footnote(self, text: str) -> None:
        """A note, set after the list or table that calls it rather than in its middle."""
        self._add(BlockKind.FOOTNOTE, clean(text))

    def start_apart(self) -> None:
        """The next list item or table row starts a new list or table."""
        self._apart = True

    def _add(
        self, kind: BlockKind, text: str, level: int = 0, cells: tuple[tuple[str, str], ...] = ()
    ) -> None:
        if not text:
            return
        self._num_chars += len(text)
        if self._num_chars > MAX_TEXT_CHARS:
            raise ParseError("Le fichier contient trop de texte : découpez-le en plusieurs documents.")
        self._flow.add(_Piece(kind, text, level, cells, self._apart))
        self._apart = False

    def drop_contents_title(self) -> None:
        """Forget the title just added if it announces a table of contents, which a parser leaves out."""
        self._flow.drop_last(_CONTENTS_TITLES)

    def open_flow(self) -> None:
        """What follows is held aside, until ``close_flow`` returns it."""
        self._outer.append(self._flow)
        self._flow = Flow()

    def close_flow(self) -> Flow:
        flow, self._flow = self._flow, self._outer.pop()
        return flow

    def insert(self, flow: Flow) -> None:
        self._flow.add_flow(flow)

    def open_table(self) -> None:
        self._tables.append([])

    def open_row(self, *, is_head: bool = False) -> None:
        self._tables[-1].append(_Row(is_head))

    def open_cell(
        self,
        *,
        col_span: int = 1,
        row_span: int = 1,
        is_head: bool = False,
        continues: bool = False,
        repeat: int = 1,
    ) -> None:
        if not self._tables[-1]:
            self.open_row()
        self.start_apart()
        self.open_flow()
        col_span = min(max(col_span, 1), MAX_COLUMNS)
        self._tables[-1][-1].cells.append(
            _Cell(self._flow, "", col_span, max(row_span, 1), is_head, continues, min(repeat, MAX_CARRIED))
        )

    def close_cell(self, *, is_head: bool = False) -> None:
        cell = self._tables[-1][-1].cells[-1]
        cell.flow = self.close_flow()
        cell.is_head = cell.is_head or is_head

    def close_table(self) -> None:
        """Add the open table: as rows if it holds data, as ordinary blocks if it is there for layout."""
        rows = self._tables.pop()
        self.start_apart()
        if _is_layout(rows):
            for row in rows:
                for cell in row.cells:
                    self._flow.add_flow(cell.flow)
        else:
            notes = [piece for row in rows for cell in row.cells for piece in _take_text(cell)]
            self._num_chars -= sum(len(cell.text) for row in rows for cell in row.cells)
            self._add_rows(rows)
            for note in notes:
                self._flow.add(note)
        self.start_apart()

    def table(self, rows: Sequence[Sequence[str]], header_rows: int) -> None:
        """A table without merged cells, its first ``header_rows`` rows being heads."""
        self.start_apart()
        self._add_rows(
            [
                _Row(number < header_rows, [_Cell(text=clean(text)) for text in row])
                for number, row in enumerate(rows)
            ]
        )
        self.start_apart()

    def _add_rows(self, rows: list[_Row]) -> None:
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
            self._add(BlockKind.TABLE_ROW, clean(text), 0, cells)

    def build(self, metadata: Metadata | None = None) -> ParsedFile:
        """The text and blocks of all that was added. Raises NoTextError if that is nothing."""
        parts: list[str] = []
        blocks: list[Block] = []
        length = 0
        last: BlockKind | None = None
        for piece in _notes_after_runs(self._flow):
            runs = piece.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
            separator = "\n" if runs and piece.kind is last and not piece.apart else "\n\n"
            if last is not None:
                parts.append(separator)
                length += len(separator)
            parts.append(piece.text)
            blocks.append(Block(piece.kind, length, length + len(piece.text), piece.level, piece.cells))
            length += len(piece.text)
            last = piece.kind
        if not blocks:
            raise NoTextError(
                "Le fichier ne contient aucun texte : s’il ne montre que des images, "
                "passez-les par une reconnaissance de caractères (OCR)."
            )
        return ParsedFile("".join(parts), tuple(blocks), (), metadata or Metadata())


def _notes_after_runs(flow: Flow) -> Iterator[_Piece]:
    notes: list[_Piece] = []
    for piece in flow:
        if piece.kind is BlockKind.FOOTNOTE:
            notes.append(piece)
            continue
        if notes and (piece.kind is not BlockKind.LIST_ITEM or piece.apart):
            yield from notes
            notes.clear()
        yield piece
    yield from notes


def _take_text(cell: _Cell) -> list[_Piece]:
    """Set the cell's text from its flow; the notes it calls are returned."""
    pieces = list(cell.flow)
    cell.text = " ".join(piece.text for piece in pieces if piece.kind is not BlockKind.FOOTNOTE)
    return [piece for piece in pieces if piece.kind is BlockKind.FOOTNOTE]


def _is_layout(rows: list[_Row]) -> bool:
    """Whether a table only sets things side by side: one column, or cells that are small documents."""
    filled = [[cell for cell in row.cells if cell.flow.num_pieces] for row in rows]
    cells = [cell for row in filled for cell in row]
    if all(len(row) <= 1 for row in filled) or any(cell.flow.rich for cell in cells):
        return True
    several = [cell for cell in cells if cell.flow.num_pieces > 1]
    if not several:
        return False
    longest = max(sum(len(piece.text) for cell in row for piece in cell.flow) for row in filled)
    return len(several) * 2 > len(cells) or longest > MAX_ROW_CHARS


def _count_head_rows(rows: list[_Row]) -> int:
    """Leading rows declared as heads; failing that, rows that look it, if others do not."""
    declared = next((number for number, row in enumerate(rows) if not row.is_head), len(rows))
    if declared:
        return declared
    likely = next((number for number, row in enumerate(rows) if not row.looks_like_head()), 0)
    # A form to fill in: nothing but labels, and only the first row has one in several columns.
    fill = [sum(1 for cell in row.cells if cell.text) for row in rows]
    is_form = len(fill) > 1 and fill[0] > 1 and max(fill[1:]) <= 1
    return likely or int(is_form)


def _place(rows: list[_Row]) -> Iterator[list[_Placed]]:
    """Each row's cells on the grid, merged cells of earlier rows carried down (HTML, "table model")."""
    above: list[_Placed] = []
    for number, row in enumerate(rows):
        carried = [cell for cell in above if cell.end_row > number][:MAX_CARRIED]
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
    for row in grid[:MAX_HEAD_ROWS]:
        for cell in row:
            if cell.col_span == width > 1 and len(grid) > 1:
                continue  # the title of the whole table
            for column in range(cell.column, min(cell.column + cell.col_span, MAX_COLUMNS)):
                texts = heads.setdefault(column, [])
                if cell.text and cell.text not in texts:
                    texts.append(cell.text)
    return {column: " / ".join(texts) for column, texts in heads.items()}


# --- list numbers ------------------------------------------------------------------------------

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def format_number(number: int, style: str) -> str:
    """A list number as ``style`` writes it: "1" (also the fallback), "a", "A", "i" or "I"."""
    if style in ("a", "A") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)  # …, z, aa, bb
        return letter if style == "a" else letter.upper()
    if style in ("i", "I") and 0 < number < 4000:
        letters = ""
        for value, roman in _ROMAN:
            letters += roman * (number // value)
            number %= value
        return letters if style == "i" else letters.upper()
    return str(number)


# --- what a file says of itself ----------------------------------------------------------------

_OTHER_DATE = re.compile(
    r"\b(loi|décret|arrêté|ordonnance|article|directive|règlement|circulaire|avant|jusqu|limite|depuis"
    r"|échéance|née? le)\b",
    re.IGNORECASE,
)
_ISO_DATE = re.compile(r"((?:19|20)\d\d)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_NOT_A_TITLE = re.compile(
    r"microsoft (word|powerpoint|office)\b.*"
    r"|(document|présentation|presentation|classeur|titre|title|page)\s?\d*"
    r"|sans.?(titre|nom)\s?\d*|untitled.*|no title|.*\.(docx?|odt|rtf|dotx?|html?|pdf|indd|pptx?)|\W*",
    re.IGNORECASE,
)
_TOP_CHARS = 1_500
_DATE_BLOCK_CHARS = 80


def plausible_title(title: str) -> str:
    """The title, or "" if a program rather than an author wrote it ("Microsoft Word - …")."""
    title = clean(title)
    return "" if _NOT_A_TITLE.fullmatch(title) or len(title) > MAX_HEADING_CHARS else title


def first_title(parsed: ParsedFile) -> str:
    """The first heading of level 1, if it opens the document; else ""."""
    for block in parsed.blocks:
        if block.kind is BlockKind.HEADING and block.level == 1:
            return plausible_title(parsed.text[block.start : block.end])
    return ""


def iso_date(stamp: str) -> str:
    """The day, month or year that opens an ISO 8601 stamp; "" if none does."""
    match = _ISO_DATE.match(stamp.strip())
    return "-".join(part for part in match.groups() if part) if match else ""


def language_code(tag: str) -> str:
    """The ISO 639-1 code of a language tag: "fr" for "fr-FR"."""
    code = re.split(r"[-_]", tag.strip().lower())[0]
    return code if re.fullmatch("[a-z]{2}", code) else ""


def printed_date(parsed: ParsedFile) -> str:
    """The date printed near the top, in a line short enough to be there for it; else ""."""
    for block in parsed.blocks:
        if block.start > _TOP_CHARS:
            break
        line = parsed.text[block.start : block.end]
        if len(line) > _DATE_BLOCK_CHARS or _OTHER_DATE.search(line):
            continue
        date = find_date(line)
        if date:
            return date
    return ""
