"""Running headers, footers and page numbers: found by their repetition, and taken out."""

import itertools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from ingest.pdf.model import Line, PageLayout, Word, make_line

_ZONE = 0.16  # of the page's height, at the top and at the bottom
_TITLE_RATIO = 1.15  # of the body's size: larger text is a title, "Annexe 2" is not "Annexe 1" again
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^[\s\-–—|•]*(?:p(?:age|\.)?\s*)?(\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|sur|de|of|-)\s*\d{1,4})?[\s\-–—|•]*$",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_PAGE_OF = re.compile(
    r"^(?:page\s*\d{1,4}(?:\s*(?:/|sur|de|of)\s*\d{1,4})?|\d{1,4}\s*/\s*\d{1,4})$", re.IGNORECASE
)


class _Place:
    """What stands at one height of the pages, digits aside: on which pages, in which words."""

    def __init__(self) -> None:
        self.texts: dict[int, str] = {}
        self._counts: Counter[str] = Counter()
        self._grows: bool | None = None

    def add(self, page: int, text: str) -> None:
        if page not in self.texts:
            self.texts[page] = text
            self._counts[text] += 1

    def count(self, text: str) -> int:
        return self._counts[text]

    def is_near(self, page: int) -> bool:
        """Whether another of the four pages on either side has it too."""
        return any(other in self.texts for other in range(page - 4, page + 5) if other != page)

    def grows(self) -> bool:
        """Whether the numbers in the text grow as the pages do, as page numbers do."""
        if self._grows is None:
            numbers = [(page, _numbers_in(text)) for page, text in self.texts.items()]
            steps = 0
            for (page, before), (next_page, after) in itertools.pairwise(numbers):
                steps += any(b - a == next_page - page for a, b in zip(before, after, strict=False))
            self._grows = steps >= max(1, 0.6 * (len(numbers) - 1))
        return self._grows


@dataclass(slots=True)
class _Piece:
    """A part of a line that stands apart from the others, and the places where it was counted."""

    words: list[Word]
    text: str
    places: list[_Place]


def remove_running(layouts: list[PageLayout], labels: list[str], body_size: float) -> None:
    """Take out of each page's lines what repeats from page to page at its top and bottom.

    A text counts as running when it stands at the same height, digits aside, on at least two pages
    of a short document or three of a longer one. Lines are tried from the page's edge inwards, and
    no further than the second that stays, so that the body is safe. A text seen once is kept,
    unless it is a page number; so is a title that only its number changes.
    """
    places: dict[tuple[str, str, int], _Place] = defaultdict(_Place)
    found: list[dict[str, list[tuple[Line, list[_Piece]]]]] = []
    for number, layout in enumerate(layouts):
        sides: dict[str, list[tuple[Line, list[_Piece]]]] = {"top": [], "bottom": []}
        for line in layout.lines:
            side = _side(line, layout)
            if side is not None:
                offset = line.y if side == "top" else layout.height - line.y
                pieces = []
                for words in _split_at_gaps(line):
                    text = make_line(words).text
                    pattern = _pattern(text, line.size > _TITLE_RATIO * body_size)
                    heights = {round((offset + shift) / 6) for shift in (-1.5, 1.5)}
                    pieces.append(_Piece(words, text, [places[side, pattern, height] for height in heights]))
                    for place in pieces[-1].places:
                        place.add(number, text)
                sides[side].append((line, pieces))
        sides["bottom"].reverse()
        found.append(sides)
    for number, (layout, sides) in enumerate(zip(layouts, found, strict=True)):
        removed: set[int] = set()
        for lines in sides.values():
            num_kept = 0
            for _line, pieces in lines:
                running = [
                    piece for piece in pieces if _is_running(number, piece, num_kept, len(layouts), labels)
                ]
                removed.update(id(word) for piece in running for word in piece.words)
                num_kept += not running
                if num_kept > 1:
                    break
        if removed:
            layout.lines = _without(layout.lines, removed)


def _pattern(text: str, is_large: bool) -> str:
    """The text as it is compared from page to page; a title's own number counts."""
    if _roman_value(text):
        return "#"
    if is_large and not _PAGE_NUMBER.match(text):
        return text.casefold()
    return _DIGITS.sub("#", text.casefold())


def _side(line: Line, layout: PageLayout) -> str | None:
    if line.y > layout.height + line.size:
        return "bottom"  # text in another direction, set after the page
    if line.y < _ZONE * layout.height:
        return "top"
    return "bottom" if line.y > (1 - _ZONE) * layout.height else None


def _split_at_gaps(line: Line) -> list[list[Word]]:
    pieces = [[line.words[0]]]
    for word in line.words[1:]:
        if word.x0 - pieces[-1][-1].x1 > 2.0 * line.size:
            pieces.append([word])
        else:
            pieces[-1].append(word)
    return pieces


def _is_running(number: int, piece: _Piece, num_kept: int, num_pages: int, labels: list[str]) -> bool:
    """Whether a piece repeats, or numbers its page; ``num_kept`` lines stand between it and the edge."""
    place = max(piece.places, key=lambda place: len(place.texts))
    num_found = len(place.texts)
    if _PAGE_NUMBER.match(piece.text) and not num_kept:
        if _PAGE_OF.match(piece.text.strip()) or (num_found >= 2 and place.grows()):
            return True
        printed = {str(number + 1), labels[number].casefold()}
        return num_pages > 1 and piece.text.strip(" -–—|•").casefold() in printed
    if all(word.artifact for word in piece.words) and num_found >= 2:
        return True
    if num_pages <= 3:
        return place.count(piece.text) >= 2 or (num_found >= 2 and place.grows())
    if not place.is_near(number):
        return False
    return place.count(piece.text) >= 3 or (num_found >= 3 and place.grows())


def _numbers_in(text: str) -> list[int]:
    roman = _roman_value(text)
    return [roman] if roman else [int(digits) for digits in _DIGITS.findall(text)[:6] if len(digits) < 6]


def _roman_value(text: str) -> int:
    """The value of a text that is a Roman number, dashes aside; 0 for any other."""
    letters = text.strip(" -–—").casefold()
    if not 0 < len(letters) <= 7 or not set(letters) <= set(_ROMAN):
        return 0
    values = [_ROMAN[letter] for letter in letters]
    return sum(
        -value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True)
    )


def _without(lines: list[Line], removed: set[int]) -> list[Line]:
    kept = []
    for line in lines:
        words = [word for word in line.words if id(word) not in removed]
        if len(words) == len(line.words):
            kept.append(line)
        elif words:
            kept.append(make_line(words))
    return kept
