"""Assembles the text and blocks of a parsed file from the pieces a format parser meets.

Shared by the DOCX, ODT and HTML parsers so that headings, list marks, tables and white space read
the same whatever the format. Parsers push pieces in reading order; tables nest as open/close calls,
never as recursion, so that depth costs nothing.
"""

from collections.abc import Sequence

from ingest.characters import clean
from ingest.document import Block, BlockKind, Metadata, ParsedFile
from ingest.errors import NoTextError, ParseError
from ingest.flows import Flow, Piece, notes_after_runs
from ingest.table_rows import Cell, Row, is_layout, write_rows

MAX_TEXT_CHARS = 50_000_000
MAX_HEADING_CHARS = 300  # a longer "heading" is a paragraph that borrowed the style

_CONTENTS_TITLES = frozenset({"table des matières", "sommaire", "table of contents", "contents"})


class TextBuilder:
    """Collects headings, paragraphs, list items, notes and tables; ``build`` makes the ParsedFile."""

    def __init__(self) -> None:
        self._flow = Flow()
        self._outer: list[Flow] = []
        self._tables: list[list[Row]] = []
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
        self._flow.add(Piece(kind, text, level, cells, self._apart))
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
        self._tables[-1].append(Row(is_head))

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
        self._tables[-1][-1].cells.append(
            Cell(self._flow, "", col_span, row_span, is_head, continues, repeat)
        )

    def close_cell(self, *, is_head: bool = False) -> None:
        cell = self._tables[-1][-1].cells[-1]
        cell.flow = self.close_flow()
        cell.is_head = cell.is_head or is_head

    def close_table(self) -> None:
        """Add the open table: as rows if it holds data, as ordinary blocks if it is there for layout."""
        rows = self._tables.pop()
        self.start_apart()
        if is_layout(rows):
            for row in rows:
                for cell in row.cells:
                    self._flow.add_flow(cell.flow)
        else:
            notes = [piece for row in rows for cell in row.cells for piece in cell.take_text()]
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
                Row(number < header_rows, [Cell(text=clean(text)) for text in row])
                for number, row in enumerate(rows)
            ]
        )
        self.start_apart()

    def _add_rows(self, rows: list[Row]) -> None:
        for row in write_rows(rows):
            self._add(BlockKind.TABLE_ROW, row.text, 0, row.cells)

    def build(self, metadata: Metadata | None = None) -> ParsedFile:
        """The text and blocks of all that was added. Raises NoTextError if that is nothing."""
        parts: list[str] = []
        blocks: list[Block] = []
        length = 0
        last: BlockKind | None = None
        for piece in notes_after_runs(self._flow):
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
