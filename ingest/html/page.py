"""A page as the events of its parser: what opens, closes and is written, whatever the depth."""

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.html.tags import BLOCKS, NEVER

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_KEEP_TEXT = {"a", "sup", "title"}
_KEPT_CHARS = 300


@dataclass(slots=True)
class Element:
    """An element of the page: its place among the events and the visible characters in it."""

    tag: str
    attributes: dict[str, str]
    start: int
    end: int = -1  # the event that closes it
    num_chars: int = 0
    text: str = ""  # of the few kinds whose text is looked at ahead

    def says(self, name: str) -> str:
        """The value of an attribute, "" without it."""
        return self.attributes.get(name, "")


# An element opens, an element closes (None), or text.
Event = Element | str | None


@dataclass(slots=True)
class Page:
    """The page as a list of events, and its elements in the order in which they open."""

    events: list[Event] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)

    def first(self, tag: str) -> Element | None:
        return next((element for element in self.elements if element.tag == tag), None)


class _Events:
    """lxml parser target: records events, and how much visible text each element holds."""

    def __init__(self) -> None:
        self.page = Page()
        self._open: list[Element] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, {str(k).lower(): str(v) for k, v in attributes.items()}, len(self.page.events))
        self.page.events.append(element)
        self.page.elements.append(element)
        self._open.append(element)

    def end(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            return
        element = self._open.pop()
        element.end = len(self.page.events)
        self.page.events.append(None)
        if self._open and tag not in NEVER and not is_hidden(element):
            self._open[-1].num_chars += element.num_chars
            if self._open[-1].tag in _KEEP_TEXT:
                self._open[-1].text += element.text[:_KEPT_CHARS]

    def data(self, text: str) -> None:
        self.page.events.append(text)
        if self._open:
            element = self._open[-1]
            element.num_chars += len(text.strip())
            if len(element.text) < _KEPT_CHARS:
                element.text += text[:_KEPT_CHARS]

    def comment(self, text: str) -> None:
        """Comments are not text."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Nor are processing instructions."""

    def close(self) -> Page:
        while self._open:
            self.end(self._open[-1].tag)
        return self.page


def read_page(text: str) -> Page:
    """The events of a page; one that is cut short gives those of its beginning."""
    target = _Events()
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True)
    # Fed as UTF-8, so that a false declaration in the page cannot change what was decoded.
    data = text.replace("\0", "").encode("utf-8", "replace")
    try:
        parser.feed(data)
        page = parser.close()
    except etree.LxmlError:
        page = target.close()  # nothing that looks like a tag, or a page cut short: keep what was read
    return page if isinstance(page, Page) else target.close()


def is_hidden(element: Element) -> bool:
    """Whether a reader does not see the element."""
    attributes = element.attributes
    if not attributes:
        return element.tag == "dialog"
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    if _HIDDEN_STYLE.search(attributes.get("style", "")):
        return True
    if element.tag == "dialog":
        return "open" not in attributes
    # Blocks marked aria-hidden are often real content behind a closed menu; inline ones are icons.
    return attributes.get("aria-hidden", "").lower() == "true" and element.tag not in BLOCKS
