"""The walk through the events of a page, in document order."""

import re
from dataclasses import dataclass, field

from ingest.builder import TextBuilder
from ingest.characters import clean, raise_digits
from ingest.html.content import Content
from ingest.html.notes import is_note
from ingest.html.page import Element, Page
from ingest.html.tags import BLOCKS, HEADINGS, LISTS
from ingest.list_numbers import BULLET, format_number

_SUPERSCRIPT = "<sup>"  # among the parts of a text: where a superscript number starts, until its end
_MAX_SPAN = 65_534  # as HTML limits rowspan


@dataclass(slots=True)
class _List:
    ordered: bool
    style: str = "1"
    count: int = 0
    mark: str = ""  # of the open item, "" once written
    terms: list[str] = field(default_factory=list)  # of a definition list, waiting for their definition


class Walker:
    """Walks the events of a page and pushes what it reads to its ``builder``."""

    def __init__(self, page: Page) -> None:
        self.builder = TextBuilder()
        self._events = page.events
        self._content = Content(page)
        self._open: list[Element] = []
        self._parts: list[str] = []
        self._lists: list[_List] = []
        self._outer_lists: list[list[_List]] = []
        self._num_open: dict[str, int] = {}  # by tag
        self._num_notes = 0

    def walk(self) -> None:
        for first, last in self._content.ranges():
            self._walk_range(first, last)
        self._flush()

    def _walk_range(self, index: int, last: int) -> None:
        while index < last:
            event = self._events[index]
            if isinstance(event, str):
                self._parts.append(event if self._num_open.get("pre") else event.replace("\n", " "))
            elif event is None:
                self._end(self._open.pop())
            elif self._content.leaves_out(event, self._num_open):
                if event.tag in BLOCKS:
                    self._flush()
                index = event.end
            else:
                self._open.append(event)
                self._start(event)
            index += 1

    def _start(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            self._parts.append("\n")
        elif tag == "sup" and element.text.strip().isdecimal():
            self._parts.append(_SUPERSCRIPT)
        if tag not in BLOCKS:
            return
        # libxml2 leaves a term open when another follows it.
        self._flush(term=tag in ("dt", "dd") and bool(self._num_open.get("dt")))
        self._num_open[tag] = self._num_open.get(tag, 0) + 1
        self._num_notes += is_note(element)
        if tag in LISTS:
            if not self._lists:
                self.builder.start_apart()
            start = element.says("start")
            count = int(start) - 1 if re.fullmatch(r"-?\d{1,6}", start) else 0
            self._lists.append(_List(tag == "ol", element.says("type") or "1", count))
        elif tag in ("li", "dd") and self._lists:
            self._start_item(element)
        elif tag == "table":
            self.builder.open_table()
        elif tag == "caption" and self._num_open.get("table"):
            self._set_lists_aside()
        elif tag == "tr" and self._num_open.get("table"):
            self.builder.open_row(is_head=bool(self._num_open.get("thead")))
        elif tag in ("td", "th") and self._num_open.get("table"):
            self._set_lists_aside()
            row_span = _span(element.says("rowspan"))
            self.builder.open_cell(
                col_span=_span(element.says("colspan")) or 1,
                row_span=_MAX_SPAN if row_span == 0 else row_span,  # 0: down to the table's end
                is_head=tag == "th",
            )

    def _set_lists_aside(self) -> None:
        self._outer_lists.append(self._lists)
        self._lists = []

    def _start_item(self, element: Element) -> None:
        innermost = self._lists[-1]
        value = element.says("value")
        innermost.count = int(value) if re.fullmatch(r"-?\d{1,6}", value) else innermost.count + 1
        innermost.mark = BULLET
        if innermost.ordered and element.tag == "li":
            innermost.mark = f"{format_number(innermost.count, innermost.style)}. "

    def _end(self, element: Element) -> None:
        tag = element.tag
        if tag == "sup" and _SUPERSCRIPT in self._parts[-8:]:
            self._end_superscript()
        if tag not in BLOCKS:
            return
        self._flush(term=tag == "dt")
        self._num_open[tag] -= 1
        self._num_notes -= is_note(element)
        if tag in LISTS:
            self._flush_terms()
            self._lists.pop()
            if not self._lists:
                self.builder.start_apart()
        elif tag == "li" and self._lists:
            self._lists[-1].mark = ""
        elif tag == "table":
            self.builder.close_table()
        elif tag == "caption" and self._num_open.get("table"):
            self._lists = self._outer_lists.pop()
        elif tag in ("td", "th") and self._num_open.get("table"):
            self._lists = self._outer_lists.pop()
            self.builder.close_cell()

    def _end_superscript(self) -> None:
        digits = ""
        while (part := self._parts.pop()) != _SUPERSCRIPT:
            digits = part.strip() + digits
        self._parts.append(raise_digits(digits))

    def _flush(self, *, term: bool = False) -> None:
        """Push the text read since the last block edge, as what it stands in says it is."""
        if not self._parts:
            return
        text = "".join(self._parts)
        self._parts.clear()
        if not text.strip():
            return
        if term and self._lists:
            self._lists[-1].terms.append(clean(text))
            return
        in_pre = bool(self._num_open.get("pre"))
        for part in text.splitlines() if in_pre else re.split(r"\n\s*\n", text):
            self._push(part)

    def _push(self, text: str) -> None:
        if not text.strip():
            return
        level = next((level for tag, level in HEADINGS.items() if self._num_open.get(tag)), 0)
        if self._num_notes and not level:
            self.builder.footnote(text)
        elif level:
            self.builder.heading(text, level)
        elif self._lists:
            innermost = self._lists[-1]
            if innermost.terms:
                term = " / ".join(innermost.terms).removesuffix(":").rstrip()
                text = f"{term}\u00a0: {text}"
                innermost.terms = []
            self.builder.list_item(text, len(self._lists), innermost.mark)
            innermost.mark = ""
        else:
            self.builder.paragraph(text)

    def _flush_terms(self) -> None:
        innermost = self._lists[-1]
        if innermost.terms:
            text = " / ".join(innermost.terms)
            innermost.terms = []
            self.builder.list_item(text, len(self._lists), BULLET)


def _span(text: str) -> int:
    return min(int(text), _MAX_SPAN) if re.fullmatch(r"\d{1,9}", text.strip()) else 1
