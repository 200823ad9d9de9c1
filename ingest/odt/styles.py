"""The styles that say what a paragraph, list, heading or cell is."""

from dataclasses import dataclass

from lxml import etree

from ingest.elements import attribute, child, local_name, whole_number
from ingest.odt.numbering import Level, read_levels

_HEAD_STYLE = "Table_20_Heading"
_MAX_CHAIN = 20


@dataclass(slots=True)
class Style:
    """A style as its file gives it, "" where it says nothing."""

    parent: str
    outline: str
    bold: str  # "bold", "normal"…, or "" where it is inherited
    is_hidden: bool
    is_shaded: bool


class Styles:
    """The styles of a document by name, its lists, its outline and its language."""

    def __init__(self, *groups: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.lists: dict[str, dict[int, Level]] = {}
        self.outline: dict[int, Level] = {}
        self.language = ""
        for item in (item for group in groups if group is not None for item in group):
            kind = local_name(item)
            if kind == "style":
                text = child(item, "text-properties")
                shade = attribute(child(item, "table-cell-properties"), "background-color", "transparent")
                self._styles[attribute(item, "name")] = Style(
                    attribute(item, "parent-style-name"),
                    attribute(item, "default-outline-level"),
                    attribute(text, "font-weight"),
                    attribute(text, "display") == "none",
                    shade.lower() not in ("transparent", "#ffffff"),
                )
            elif kind == "list-style":
                self.lists[attribute(item, "name")] = read_levels(item)
            elif kind == "outline-style":
                self.outline = read_levels(item)
            elif kind == "default-style" and attribute(item, "family") == "paragraph":
                self.language = attribute(child(item, "text-properties"), "language")

    def chain(self, name: str) -> list[tuple[str, Style]]:
        """The style and its parents by name, nearest first; a loop ends it."""
        chain: list[tuple[str, Style]] = []
        while name in self._styles and len(chain) < _MAX_CHAIN:
            chain.append((name, self._styles[name]))
            name = chain[-1][1].parent
        return chain

    def is_head(self, name: str) -> bool:
        """Whether a paragraph's style is that of the heads of tables."""
        return any(own_name == _HEAD_STYLE for own_name, _ in self.chain(name))

    def is_bold(self, name: str, inherited: bool = False) -> bool:
        weight = next((style.bold for _, style in self.chain(name) if style.bold), "")
        return inherited if not weight else weight == "bold" or whole_number(weight) >= 600

    def is_hidden(self, name: str) -> bool:
        return name in self._styles and self._styles[name].is_hidden

    def is_shaded(self, name: str) -> bool:
        return name in self._styles and self._styles[name].is_shaded

    def heading_level(self, name: str) -> int:
        """The level of a text:p styled as a heading, or 0."""
        for own_name, style in self.chain(name):
            if own_name == "Title":
                return 1
            if style.outline:
                return whole_number(style.outline)
        return 0
