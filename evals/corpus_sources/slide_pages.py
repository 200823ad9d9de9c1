"""Lays out slides: a big title, big figures with their labels, short bullets."""

from pathlib import Path

from evals.corpus_sources.print_lines import BOLD, REGULAR, Style, cut_lines, draw_line, open_canvas
from evals.corpus_sources.source_text import Source

_PAGE = (960.0, 540.0)
_LEFT, _LABEL = 64.0, 300.0
_TITLE, _FIGURE = Style(BOLD, 34, 44), Style(BOLD, 30, 46)
_TEXT, _EDGE = Style(REGULAR, 17, 22), Style(REGULAR, 10, 12)


def draw_slides(source: Source, path: Path) -> None:
    """Draw each ``@slide`` of ``source`` as one landscape page at ``path``."""
    canvas = open_canvas(path, _PAGE, source.fields)
    slide, y = 0, 0.0
    for block in source.blocks:
        if block.kind == "directive":
            if slide:
                canvas.showPage()
            slide += 1
            draw_line(canvas, _LEFT, 24, source.fields["footer"], _EDGE)
            draw_line(canvas, _PAGE[0] - _LEFT, 24, str(slide), _EDGE)
            draw_line(canvas, _LEFT, 470, block.text.removeprefix("slide "), _TITLE)
            y = 410.0
        elif block.kind == "figure":
            figure, _, label = (part.strip(" ") for part in block.text.partition("|"))
            draw_line(canvas, _LEFT, y, figure, _FIGURE)
            lines = cut_lines(label, _TEXT, _PAGE[0] - _LABEL - _LEFT) if label else []
            for number, line in enumerate(lines):
                draw_line(canvas, _LABEL, y - number * _TEXT.leading, line, _TEXT)
            y -= max(_FIGURE.leading, len(lines) * _TEXT.leading + 20)
        else:
            for number, line in enumerate(cut_lines(block.text, _TEXT, _PAGE[0] - 2 * _LEFT - 24)):
                if number == 0:
                    draw_line(canvas, _LEFT, y, "•", _TEXT)
                draw_line(canvas, _LEFT + 24, y, line, _TEXT)
                y -= _TEXT.leading
            y -= 6
    canvas.showPage()
    canvas.save()
