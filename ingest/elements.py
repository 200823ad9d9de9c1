"""Elements of the XML in DOCX and ODT files, found by their names without namespace.

OOXML's strict and transitional forms differ in namespaces only.
"""

import re
from functools import lru_cache

from lxml import etree


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return _without_namespace(element.tag)


@lru_cache(maxsize=1_024)
def _without_namespace(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The element at a path of local names, the first of its kind at each step."""
    for name in names:
        if element is None:
            return None
        element = next((part for part in element if local_name(part) == name), None)
    return element


def attribute(element: etree._Element | None, name: str = "val", default: str = "") -> str:
    """An attribute by its local name."""
    if element is None:
        return default
    for key, value in element.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return default


def whole_number(text: str, default: int = 0) -> int:
    """The number, not negative, that ``text`` writes; ``default`` if it writes none, or an endless one."""
    return int(text) if re.fullmatch(r"\d{1,9}", text) else default
