"""Lays out the note: title page, roman front matter, flowing text, a ruled table, two columns, footnotes."""

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from evals.corpus_sources.print_lines import BOLD, REGULAR, Style, cut_lines, draw_line, open_canvas
from evals.corpus_sources.source_text import Source, SourceBlock, called_note

_WIDTH, _HEIGHT = A4
_LEFT, _TOP, _BOTTOM = 68.0, 770.0, 72.0
_MEASURE = _WIDTH - 2 * _LEFT
_GUTTER = 28.0
_TITLE, _SUBTITLE = Style(BOLD, 22, 30), Style(REGULAR, 13, 20)
_HEADING, _BODY = Style(BOLD, 14, 20), Style(REGULAR, 10, 14.5)
_COLUMN, _CELL, _HEAD = Style(REGULAR, 9, 13), Style(REGULAR, 8, 10.5), Style(BOLD, 8, 10.5)
_NOTE, _EDGE = Style(REGULAR, 7.5, 10), Style(REGULAR, 8, 10)
_COLUMN_SHARES = (0.18, 0.19, 0.21, 0.21, 0.21)
_CELL_PAD = 4.0


def draw_note(source: Source, path: Path) -> None:
    """Draw ``source`` as the paginated note at ``path``."""
    pages = _Pages(open_canvas(path, A4, source.fields), source)
    pages.draw_title_page()
    column: list[SourceBlock] | None = None
    for block in source.blocks:
        if block.text == "end" and column is not None:
            pages.draw_columns(column)
            column = None
        elif column is not None:
            column.append(block)
        elif block.text == "columns":
            column = []
        elif block.text == "body":
            pages.start_body()
        else:
            pages.draw(block)
    pages.finish()


class _Pages:
    """The pages being drawn: where the next line goes, and the footnotes the page has called."""

    def __init__(self, canvas: Canvas, source: Source) -> None:
        self.canvas, self.source = canvas, source
        self.y = _TOP
        self.index = 0
        self.first_body: int | None = None
        self.called: list[str] = []
        canvas.addPageLabel(0, "ROMAN_LOWER", 1)

    def draw_title_page(self) -> None:
        fields = self.source.fields
        self.y = 600.0
        for key, style in (("title", _TITLE), ("subtitle", _SUBTITLE), ("printed_date", _SUBTITLE)):
            for line in cut_lines(fields[key], style, _MEASURE):
                self._put(line, style)
            self.y -= 24
        self._turn()

    def start_body(self) -> None:
        self._turn()
        self.first_body = self.index
        self.canvas.addPageLabel(self.index, "ARABIC", 1)

    def finish(self) -> None:
        self._close_page()
        self.canvas.save()

    def draw(self, block: SourceBlock) -> None:
        if block.kind == "heading":
            if self.y < _BOTTOM + 110:
                self._turn()
            self.y -= 8 if self.y < _TOP else 0
            for line in cut_lines(block.text, _HEADING, _MEASURE):
                self._put(line, _HEADING)
            self.y -= 4
        elif block.kind == "table":
            self._draw_table(block.rows)
        else:
            indent = 14.0 if block.kind == "item" else 0.0
            for number, line in enumerate(cut_lines(block.text, _BODY, _MEASURE - indent)):
                self._make_room(line)
                if indent and number == 0:
                    draw_line(self.canvas, _LEFT, self.y - _BODY.size, "•", _BODY)
                self._put(line, _BODY, indent)
            self.y -= 3 if indent else 7

    def draw_columns(self, blocks: list[SourceBlock]) -> None:
        """Draw a page of two columns, the lines of both in turn, as some layout programs do."""
        self._turn()
        width = (_MEASURE - _GUTTER) / 2
        lines: list[str] = []
        for block in blocks:
            if block.kind == "heading":
                self.draw(block)
            else:
                lines += [*cut_lines(block.text, _COLUMN, width), ""]
        half = (len(lines) + 1) // 2
        left, right = lines[:half], lines[half:]
        for row in range(half):
            for x, column in ((_LEFT, left), (_LEFT + width + _GUTTER, right)):
                if row < len(column) and column[row]:
                    draw_line(self.canvas, x, self.y - _COLUMN.size, column[row], _COLUMN)
            self.y -= _COLUMN.leading
        self._turn()

    def _draw_table(self, rows: tuple[tuple[str, ...], ...]) -> None:
        widths = [share * _MEASURE for share in _COLUMN_SHARES]
        edges = [_LEFT + sum(widths[:index]) for index in range(len(widths) + 1)]
        inked = [
            [cut_lines(cell, _HEAD if row is rows[0] else _CELL, width - 2 * _CELL_PAD)
             for cell, width in zip(row, widths, strict=True)]
            for row in rows
        ]  # fmt: skip
        heights = [max(map(len, cells)) * _CELL.leading + 2 * _CELL_PAD for cells in inked]
        if self.y - sum(heights) < _BOTTOM + self._notes_height():
            self._turn()
        top = self.y
        self.canvas.setLineWidth(0.6)
        for number, (cells, height) in enumerate(zip(inked, heights, strict=True)):
            self.canvas.line(edges[0], self.y, edges[-1], self.y)
            style = _HEAD if number == 0 else _CELL
            for line in range(max(map(len, cells))):
                baseline = self.y - _CELL_PAD - style.size - line * style.leading
                for x, cell in zip(edges[:-1], cells, strict=True):
                    if line < len(cell):
                        draw_line(self.canvas, x + _CELL_PAD, baseline, cell[line], style)
            self.y -= height
        self.canvas.line(edges[0], self.y, edges[-1], self.y)
        for x in edges:
            self.canvas.line(x, top, x, self.y)
        self.y -= 14

    def _make_room(self, line: str) -> None:
        """Turn the page unless ``line`` fits above the footnotes, those it calls included."""
        new = [self._note_lines(number) for number in map(called_note, line) if number]
        needed = _BODY.leading + sum(map(len, new)) * _NOTE.leading + (14 if new and not self.called else 0)
        if self.y - needed < _BOTTOM + self._notes_height():
            self._turn()
        for note in new:
            self.called += note

    def _note_lines(self, number: int) -> list[str]:
        return cut_lines(f"{number}. {self.source.notes[number]}", _NOTE, _MEASURE)

    def _notes_height(self) -> float:
        return len(self.called) * _NOTE.leading + 14 if self.called else 0.0

    def _put(self, line: str, style: Style, indent: float = 0.0) -> None:
        draw_line(self.canvas, _LEFT + indent, self.y - style.size, line, style)
        self.y -= style.leading

    def _turn(self) -> None:
        self._close_page()
        self.index += 1
        self.y = _TOP

    def _close_page(self) -> None:
        """Draw the page's footnotes, running header and footer, and end it."""
        y = _BOTTOM + self._notes_height()
        if self.called:
            self.canvas.setLineWidth(0.4)
            self.canvas.line(_LEFT, y - 4, _LEFT + 120, y - 4)
        for number, line in enumerate(self.called):
            draw_line(self.canvas, _LEFT, y - 14 - number * _NOTE.leading, line, _NOTE)
        self.called = []
        draw_line(self.canvas, _LEFT, 802, self.source.fields["header"], _EDGE)
        draw_line(self.canvas, _LEFT, 40, self.source.fields["footer"], _EDGE)
        self.canvas.setFont(_EDGE.font, _EDGE.size)
        self.canvas.drawRightString(_WIDTH - _LEFT, 40, self._label())
        self.canvas.showPage()

    def _label(self) -> str:
        if self.first_body is None:
            return ("i", "ii", "iii")[self.index]
        return str(self.index - self.first_body + 1)
