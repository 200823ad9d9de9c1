"""Computes the marks of list items and numbered headings, counting as Word does."""

import re
from dataclasses import dataclass

from lxml import etree

from ingest.docx.styles import Styles
from ingest.elements import attribute, child, local_name, whole_number
from ingest.list_numbers import BULLET, format_number

_FORMATS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_MAX_MARK_CHARS = 24


@dataclass(slots=True)
class _Level:
    fmt: str = "decimal"
    text: str = ""
    start: int = 1


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._style_links: dict[str, str] = {}  # abstract list → style that defines it
        self._by_style: dict[tuple[str, str], int] = {}
        self._nums: dict[str, tuple[str, dict[int, int]]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        for item in root if root is not None else ():
            if local_name(item) == "abstractNum":
                self._read_abstract(item)
            elif local_name(item) == "num":
                overrides = {
                    whole_number(attribute(part, "ilvl")): whole_number(
                        attribute(child(part, "startOverride")), 1
                    )
                    for part in item
                    if local_name(part) == "lvlOverride" and child(part, "startOverride") is not None
                }
                self._nums[attribute(item, "numId")] = (attribute(child(item, "abstractNumId")), overrides)

    def _read_abstract(self, item: etree._Element) -> None:
        abstract_id = attribute(item, "abstractNumId")
        levels: dict[int, _Level] = {}
        for part in item:
            if local_name(part) == "numStyleLink":
                self._style_links[abstract_id] = attribute(part)
            if local_name(part) != "lvl":
                continue
            index = whole_number(attribute(part, "ilvl"))
            levels[index] = _Level(
                attribute(child(part, "numFmt"), default="decimal"),
                attribute(child(part, "lvlText")),
                whole_number(attribute(child(part, "start")), 1),
            )
            if style := attribute(child(part, "pStyle")):
                self._by_style[abstract_id, style] = index
        self._abstract[abstract_id] = levels

    def level_of_style(self, num_id: str, style_id: str) -> int | None:
        """The level that a list gives to a style, None if it gives none."""
        return self._by_style.get((self._nums.get(num_id, ("", {}))[0], style_id))

    def mark(self, num_id: str, level: int) -> str | None:
        """The next mark of a list at a level (0-based), with its space; None if it has no mark."""
        if num_id not in self._nums:
            return None
        abstract_id, overrides = self._nums[num_id]
        if abstract_id in self._style_links:
            linked = next(
                (s.num_id for s in self._styles.chain(self._style_links[abstract_id]) if s.num_id), ""
            )
            abstract_id = self._nums.get(linked, (abstract_id, {}))[0]
        levels = self._abstract.get(abstract_id, {})
        rule = levels.get(level)
        if rule is None:
            return None
        counters = self._counters.setdefault(abstract_id, {})
        if level in overrides and (num_id, level) not in self._started:
            counters[level] = overrides[level]
        else:
            counters[level] = counters.get(level, rule.start - 1) + 1
        self._started.add((num_id, level))
        for deeper in [other for other in counters if other > level]:
            del counters[deeper]
        return BULLET if rule.fmt == "bullet" else _spelled(rule, levels, counters)


def _spelled(rule: _Level, levels: dict[int, _Level], counters: dict[int, int]) -> str | None:
    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        other = levels.get(index, rule)
        if other.fmt == "none":
            return ""
        digits = format_number(counters.get(index, other.start), _FORMATS.get(other.fmt, "1"))
        return digits.zfill(2) if other.fmt == "decimalZero" else digits

    text = re.sub(r"%([1-9])", number, rule.text).strip()
    return f"{text} " if 0 < len(text) <= _MAX_MARK_CHARS else None
