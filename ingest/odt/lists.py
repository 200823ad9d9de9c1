"""The lists open around a paragraph, and how far each list and the outline have counted."""

from dataclasses import dataclass

from lxml import etree

from ingest.elements import attribute, whole_number
from ingest.list_numbers import BULLET
from ingest.odt.numbering import Level, spell_number
from ingest.odt.styles import Styles

_NUM_OUTLINE_LEVELS = 10


@dataclass(slots=True)
class _List:
    style: str
    count: int
    list_id: str
    item_is_marked: bool = True  # the item's mark is already written


class OpenLists:
    """Follows the lists of a document as they open and close, and gives items and headings their marks."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._lists: list[_List] = []
        self._outer: list[list[_List]] = []  # set aside in cells, frames and notes
        self._last_counts: dict[str, int] = {}  # by list id, and by style and depth
        self._outline_counts = [0] * _NUM_OUTLINE_LEVELS

    @property
    def depth(self) -> int:
        return len(self._lists)

    def open(self, element: etree._Element) -> None:
        depth = self.depth + 1
        style = attribute(element, "style-name") or (self._lists[-1].style if self._lists else "")
        count = self._styles.lists.get(style, {}).get(depth, Level()).start - 1
        if before := attribute(element, "continue-list"):
            count = self._last_counts.get(f"#{before}", count)
        elif attribute(element, "continue-numbering") == "true":
            count = self._last_counts.get(f"{depth} {style}", count)
        self._lists.append(_List(style, count, attribute(element, "id")))

    def close(self) -> None:
        ended = self._lists.pop()
        self._last_counts[f"{self.depth + 1} {ended.style}"] = ended.count
        self._last_counts[f"#{ended.list_id}"] = ended.count

    def start_item(self, element: etree._Element, *, marked: bool) -> None:
        """Enter an item of the innermost list, ``marked`` if it is to have a mark."""
        self._lists[-1].item_is_marked = not marked
        if start := attribute(element, "start-value"):
            self._lists[-1].count = whole_number(start, 1) - 1

    def set_aside(self) -> None:
        """What follows is in no list, until ``take_back``."""
        self._outer.append(self._lists)
        self._lists = []

    def take_back(self) -> None:
        self._lists = self._outer.pop()

    def item_mark(self) -> str:
        """The mark of the innermost list's item, "" after its first paragraph."""
        innermost = self._lists[-1]
        if innermost.item_is_marked:
            return ""
        innermost.item_is_marked = True
        innermost.count += 1
        levels = self._styles.lists.get(innermost.style, {})
        if levels.get(self.depth, Level()).is_bullet:
            return BULLET
        return spell_number(levels, [one.count for one in self._lists])

    def heading_number(self, level: int) -> str:
        """The next number of a heading, with its space: its item's in a list, else the outline's."""
        if self._lists:
            mark = self.item_mark()
            return "" if mark == BULLET else mark
        level = min(max(level, 1), _NUM_OUTLINE_LEVELS)
        self._outline_counts[level - 1] += 1
        self._outline_counts[level:] = [0] * (_NUM_OUTLINE_LEVELS - level)
        return spell_number(self._styles.outline, self._outline_counts[:level])
