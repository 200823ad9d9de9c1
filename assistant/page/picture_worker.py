"""The child process that draws one page of a PDF: a JSON request in, a JSON line and a PNG out.

PDFium reads untrusted files and is not made for threads, so it runs here under a memory cap, and the parent kills
the process when its time is up. A request is ``{"path", "page", "quote", "before"}``, the page from 1; the JSON line
``{"num_pages", "boxes"}``, each box ``[left, top, width, height]`` as shares of the picture, or ``{"failed"}``.
"""

import difflib
import json
import re
import resource
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c

MEMORY_CAP = 1_500_000_000
_WIDTH, _HEIGHT = 1_100, 1_600  # pixels at most
# Folded characters: where the quote is not whole on the page, shorter stretches in common say nothing.
_SHORTEST_STRETCH = 16
_LONGEST_QUOTE = 4_000
_MOST_SIGNS = 4

Box = tuple[float, float, float, float]


def main() -> None:
    """Answer the one request on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_CAP, MEMORY_CAP))
    request = json.load(sys.stdin)
    try:
        num_pages, boxes, png = draw(
            request["path"], request["page"], request["quote"][:_LONGEST_QUOTE], request["before"]
        )
        header: dict[str, Any] = {"num_pages": num_pages, "boxes": boxes}
    except Exception as error:  # the file's own fault, whatever it is: the parent shows the text instead
        header, png = {"failed": type(error).__name__}, b""
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + png)


def draw(path: str, page_number: int, quote: str, before: str = "") -> tuple[int, list[Box], bytes]:
    """Page ``page_number`` (from 1) as a PNG, the number of pages, and the boxes of the words of ``quote``.

    ``before`` is the text just before the quote, which tells apart two places that say the same.
    """
    pdf = pypdfium2.PdfDocument(path)
    page = pdf[page_number - 1]
    width, height = page.get_size()
    bitmap = page.render(scale=min(_WIDTH / width, _HEIGHT / height))
    to_bitmap = bitmap.get_posconv(page).to_bitmap
    boxes = []
    for left, bottom, right, top in _line_boxes(page.get_textpage(), quote, before):
        # Both corners: a turned page swaps them.
        (x0, y0), (x1, y1) = to_bitmap(left, top), to_bitmap(right, bottom)
        x, y = min(x0, x1), min(y0, y1)
        boxes.append(
            (
                x / bitmap.width,
                y / bitmap.height,
                abs(x1 - x0) / bitmap.width,
                abs(y1 - y0) / bitmap.height,
            )
        )
    out = BytesIO()
    bitmap.to_pil().save(out, "PNG")
    return len(pdf), boxes, out.getvalue()


def _line_boxes(textpage: Any, quote: str, before: str) -> list[Box]:
    """Boxes (left, bottom, right, top) in the page's own units, one a line of the quote."""
    letters, places = [], []
    for place in range(textpage.count_chars()):
        for letter in _folded(chr(pdfium_c.FPDFText_GetUnicode(textpage, place))):
            letters.append(letter)
            places.append(place)
    boxes: list[Box] = []
    tail = re.split(r"\w", quote)[-1]
    for start, end in _stretches("".join(letters), "".join(_folded(quote)), "".join(_folded(before))):
        for place in _with_signs(textpage, places[start:end], tail):
            box = textpage.get_charbox(place, loose=True)
            if boxes and _same_line(boxes[-1], box):
                boxes[-1] = _around((boxes[-1], box))
            else:
                boxes.append(box)
    return boxes


def _with_signs(textpage: Any, places: Sequence[int], tail: str) -> Iterator[int]:
    """``places`` in order, with the signs between them, and those of ``tail`` after the last: « 70 % », a full stop."""
    for place, following in zip(places, [*places[1:], None], strict=True):
        if place == following:
            continue  # a ligature: one character of the page, several letters
        yield place
        last = min(place + _MOST_SIGNS, textpage.count_chars())
        for between in range(place + 1, last if following is None else min(following, last)):
            character = chr(pdfium_c.FPDFText_GetUnicode(textpage, between))
            if character.isalnum() or (
                following is None and character not in tail and not character.isspace()
            ):
                break
            if character.isprintable() and not character.isspace():
                yield between


def _folded(text: str) -> Iterator[str]:
    """Letters and figures alone: a page hyphenates, spaces and writes ligatures as it likes."""
    return (letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum())


def _stretches(page: str, quote: str, before: str) -> list[tuple[int, int]]:
    """Where ``quote`` stands in ``page``: whole, else in the pieces that a column, a note or a page's end leaves."""
    if not quote:
        return []
    if before and (start := page.find(before + quote)) >= 0:
        start += len(before)
        return [(start, start + len(quote))]
    if (start := page.find(quote)) >= 0:
        return [(start, start + len(quote))]
    matcher = difflib.SequenceMatcher(None, page, quote, autojunk=False)
    return [
        (match.a, match.a + match.size)
        for match in matcher.get_matching_blocks()
        if match.size >= _SHORTEST_STRETCH
    ]


def _same_line(box: Box, following: Box) -> bool:
    """Whether two boxes stand side by side, not one above the other nor in two columns."""
    height = max(box[3] - box[1], following[3] - following[1])
    overlap = min(box[3], following[3]) - max(box[1], following[1])
    return overlap > 0.4 * height and -height < following[0] - box[2] < 3 * height


def _around(boxes: Sequence[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
