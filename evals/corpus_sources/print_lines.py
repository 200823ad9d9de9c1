"""Cuts paragraphs into printed lines, and draws them with their footnote calls raised."""

from dataclasses import dataclass
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from evals.corpus_sources.source_text import CUT, called_note

REGULAR, BOLD = "Vera", "VeraBd"
_CALL_SCALE = 0.65


@dataclass(frozen=True, slots=True)
class Style:
    """A font with its size and leading, in points."""

    font: str
    size: float
    leading: float


def open_canvas(path: Path, page_size: tuple[float, float], fields: dict[str, str]) -> Canvas:
    """A canvas that gives the same bytes each time, its metadata set from ``fields``."""
    fonts = Path(reportlab.__file__).parent / "fonts"
    for font in (REGULAR, BOLD):
        # Registered anew for each file: a font object remembers the characters it has drawn.
        pdfmetrics.registerFont(TTFont(font, str(fonts / f"{font}.ttf")))
    canvas = Canvas(str(path), pagesize=page_size, invariant=1, lang="fr")
    canvas.setTitle(fields["title"])
    canvas.setAuthor(fields["author"])
    canvas.setSubject(fields["subject"])
    canvas.setCreator("build_corpus.py")
    return canvas


def cut_lines(text: str, style: Style, width: float) -> list[str]:
    """``text`` in lines no wider than ``width`` points.

    Cut at spaces, at ``¬`` (a hyphen is added) and after the hyphens of compounds, as late as fits.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        rest = word
        while rest:
            lead = f"{line} " if line else ""
            whole = lead + rest.replace(CUT, "")
            if _width(whole, style) <= width:
                line, rest = whole, ""
                continue
            head, tail = _split(lead, rest, style, width)
            if head:
                lines.append(lead + head)
            elif line:
                lines.append(line)
            else:
                raise ValueError(f"wider than its column: {rest!r}")
            line, rest = "", tail
    return [*lines, line] if line else lines


def _split(lead: str, word: str, style: Style, width: float) -> tuple[str, str]:
    """The longest start of ``word`` that fits after ``lead``, hyphen included, and what remains."""
    for index in range(len(word) - 2, 1, -1):
        if word[index] == CUT:
            head = word[:index].replace(CUT, "") + "-"
        elif word[index] == "-":
            head = word[: index + 1].replace(CUT, "")
        else:
            continue
        if _width(lead + head, style) <= width:
            return head, word[index + 1 :]
    return "", word


def _width(text: str, style: Style) -> float:
    calls = sum(called_note(character) is not None for character in text)
    plain = "".join(character for character in text if called_note(character) is None)
    digit = pdfmetrics.stringWidth("1", style.font, style.size * _CALL_SCALE)
    return pdfmetrics.stringWidth(plain, style.font, style.size) + calls * digit


def draw_line(canvas: Canvas, x: float, y: float, text: str, style: Style) -> None:
    """Draw one line, its footnote calls as small raised digits."""
    run = ""
    for character in text + "\n":
        number = called_note(character)
        if number is None and character != "\n":
            run += character
            continue
        if run:
            canvas.setFont(style.font, style.size)
            canvas.drawString(x, y, run)
            x += pdfmetrics.stringWidth(run, style.font, style.size)
            run = ""
        if number is not None:
            canvas.setFont(style.font, style.size * _CALL_SCALE)
            canvas.drawString(x, y + style.size * 0.38, str(number))
            x += pdfmetrics.stringWidth(str(number), style.font, style.size * _CALL_SCALE)
