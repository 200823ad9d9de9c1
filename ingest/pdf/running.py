"""Running headers, footers and page numbers: found by their repetition, and taken out."""

import itertools
import re
from collections import defaultdict

from ingest.pdf.model import Line, PageLayout, Word, make_line

_ZONE = 0.16  # of the page's height, at the top and at the bottom
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^[\s\-–—|•]*(?:p(?:age|\.)?\s*)?(\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|sur|de|of|-)\s*\d{1,4})?[\s\-–—|•]*$",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_PAGE_OF = re.compile(
    r"^(?:page\s*\d{1,4}(?:\s*(?:/|sur|de|of)\s*\d{1,4})?|\d{1,4}\s*/\s*\d{1,4})$", re.IGNORECASE
)


def remove_running(layouts: list[PageLayout], labels: list[str]) -> None:
    """Take out of each page's lines what repeats from page to page at its top and bottom.

    A text counts as running when it stands at the same height, digits aside, on at least two pages
    (all pages when there are only two or three and it changes), or three of a longer document. A
    text seen once is kept, unless it is a page number.
    """
    places: dict[tuple[str, str, int], list[tuple[int, str]]] = defaultdict(list)
    found: list[list[tuple[Line, list[Word], str, list[tuple[str, str, int]]]]] = []
    for number, layout in enumerate(layouts):
        pieces = []
        for line in layout.lines:
            side = _side(line, layout)
            if side is None:
                continue
            for words in _split_at_gaps(line):
                text = make_line(words).text
                offset = line.y if side == "top" else layout.height - line.y
                pattern = "#" if _roman_value(text) else _DIGITS.sub("#", text.casefold())
                keys = [(side, pattern, round((offset + shift) / 6)) for shift in (-1.5, 1.5)]
                for key in dict.fromkeys(keys):
                    places[key].append((number, text))
                pieces.append((line, words, text, list(dict.fromkeys(keys))))
        found.append(pieces)
    for number, (layout, pieces) in enumerate(zip(layouts, found, strict=True)):
        removed = {
            id(word)
            for line, words, text, keys in pieces
            if _is_running(number, line, words, text, [places[key] for key in keys], layouts, labels)
            for word in words
        }
        if removed:
            layout.lines = _without(layout.lines, removed)


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


def _is_running(
    number: int,
    line: Line,
    words: list[Word],
    text: str,
    occurrences: list[list[tuple[int, str]]],
    layouts: list[PageLayout],
    labels: list[str],
) -> bool:
    num_pages = len(layouts)
    best = max(occurrences, key=len)
    pages = {page for page, _ in best}
    exact = {page for page, other in best if other == text}
    if _PAGE_NUMBER.match(text) and _is_outermost(line, layouts[number]):
        if _PAGE_OF.match(text.strip()) or (len(pages) >= 2 and _follow(best)):
            return True
        printed = {str(number + 1), labels[number].casefold()}
        return num_pages > 1 and text.strip(" -–—|•").casefold() in printed
    if all(word.artifact for word in words) and len(pages) >= 2:
        return True
    if num_pages <= 3:
        return len(exact) >= 2 or (len(pages) >= 2 and _follow(best))
    neighbours = sum(abs(page - number) <= 4 for page in pages)
    if len(exact) >= 3 and neighbours >= 2:
        return True
    return len(pages) >= 3 and neighbours >= 2 and _follow(best)


def _is_outermost(line: Line, layout: PageLayout) -> bool:
    """Whether at most two lines stand between this one and the page's edge."""
    if line.y < layout.height / 2:
        return sum(other.y < line.y - 1 for other in layout.lines) <= 2
    return sum(line.y + 1 < other.y < layout.height for other in layout.lines) <= 2


def _follow(occurrences: list[tuple[int, str]]) -> bool:
    """Whether the numbers in the text grow as the pages do, as page numbers do."""
    numbers = [(page, _numbers_in(text)) for page, text in occurrences]
    steps = 0
    for (page, before), (next_page, after) in itertools.pairwise(numbers):
        steps += any(b - a == next_page - page for a, b in zip(before, after, strict=False))
    return steps >= max(1, 0.6 * (len(numbers) - 1))


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
