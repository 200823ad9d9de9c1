"""Paragraph styles: what a paragraph's style, or one it is based on, says of its role."""

import re
from dataclasses import dataclass

from lxml import etree

from ingest.elements import attribute, child, local_name, whole_number

_HEADING_NAME = re.compile(r"(?:heading|titre|überschrift)\s*([1-9])", re.IGNORECASE)
_TITLE_NAMES = {"title", "titre", "titre principal"}
_CONTENTS_NAME = re.compile(
    r"(toc|tm|index) ?(\d|heading)|table of (figures|authorities)|contents \d.*", re.I
)
_LIST_DEPTH = re.compile(r"list (?:bullet|number) ([2-5])", re.IGNORECASE)
_MAX_CHAIN = 20


@dataclass(slots=True)
class Style:
    """A style as its file gives it, "" where it says nothing."""

    name: str = ""
    based_on: str = ""
    num_id: str = ""
    list_level: str = ""
    outline: str = ""


class Styles:
    """The styles of a document, and its language."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default = ""
        self.language = attribute(child(root, "docDefaults", "rPrDefault", "rPr", "lang"))
        for item in root if root is not None else ():
            if local_name(item) != "style":
                continue
            num_pr = child(item, "pPr", "numPr")
            style_id = attribute(item, "styleId")
            self._styles[style_id] = Style(
                attribute(child(item, "name")),
                attribute(child(item, "basedOn")),
                attribute(child(num_pr, "numId")),
                attribute(child(num_pr, "ilvl")),
                attribute(child(item, "pPr", "outlineLvl")),
            )
            if attribute(item, "type") == "paragraph" and attribute(item, "default") in ("1", "true"):
                self.default = style_id

    def chain(self, style_id: str) -> list[Style]:
        """The style and those it is based on, nearest first; a loop ends it."""
        chain: list[Style] = []
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen and len(seen) < _MAX_CHAIN:
            seen.add(style_id)
            chain.append(self._styles[style_id])
            style_id = chain[-1].based_on
        return chain


def heading_level(chain: list[Style], direct_outline: str) -> int:
    """1 to 9, or 0 for body text; a direct outline level wins, 9 meaning body text."""
    if direct_outline:
        return (whole_number(direct_outline, 9) + 1) % 10
    for style in chain:
        if match := _HEADING_NAME.fullmatch(style.name):
            return int(match[1])
        if style.name.lower() in _TITLE_NAMES:
            return 1
        if style.outline:
            return (whole_number(style.outline, 9) + 1) % 10
    return 0


def is_contents_entry(chain: list[Style]) -> bool:
    """Whether the style is that of an entry of a table of contents or an index."""
    return bool(chain and _CONTENTS_NAME.fullmatch(chain[0].name))


def list_depth(chain: list[Style]) -> int:
    """The depth, from 1, that a list style's name gives ("List Bullet 2")."""
    return next((int(match[1]) for style in chain if (match := _LIST_DEPTH.fullmatch(style.name))), 1)
