"""The walk through the body of an ODT, in document order."""

from dataclasses import dataclass, field

from lxml import etree

from ingest.builder import TextBuilder
from ingest.elements import attribute, local_name, whole_number
from ingest.flows import Flow
from ingest.odt.lists import OpenLists
from ingest.odt.styles import Styles
from ingest.table_rows import CellLook

_SKIPPED = {
    "tracked-changes", "annotation", "annotation-end", "forms", "sequence-decls", "variable-decls",
    "user-field-decls", "table-of-content", "illustration-index", "table-index", "object-index",
    "alphabetical-index", "user-index", "ruby-text", "number", "note-citation", "page-number",
    "binary-data", "covered-table-cell", "hidden-text", "script", "desc", "event-listeners",
    "automatic-styles", "font-face-decls", "math",
}  # fmt: skip
_SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
_HOLDS_TEXT = {"p", "h", "span", "a", "meta", "meta-field", "ruby", "ruby-base"}
_FRAMES = {"frame", "custom-shape", "rect", "ellipse", "caption", "g", "line", "polygon", "path"}
_MAX_SPACES = 1_000


@dataclass(slots=True)
class _Paragraph:
    element: etree._Element
    parts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[Flow] = field(default_factory=list)


class Walker:
    """Walks elements and pushes what it reads to its ``builder``."""

    def __init__(self, styles: Styles) -> None:
        self.builder = TextBuilder()
        self._styles = styles
        self._lists = OpenLists(styles)
        self._paragraphs: list[_Paragraph] = []
        self._cells: list[CellLook] = []
        self._bold: list[bool] = [False]
        self._num_head_groups = 0

    def walk(self, body: etree._Element) -> None:
        walker = etree.iterwalk(body, events=("start", "end"))
        for event, element in walker:
            name = local_name(element)
            if event == "start":
                if self._is_skipped(name, element):
                    if name == "table-of-content":
                        self.builder.drop_contents_title()
                    element.set("skipped", "")  # so that its end event closes nothing
                    walker.skip_subtree()
                else:
                    self._start(name, element)
                continue
            if element.get("skipped") is None:
                self._end(name, element)
            parent = element.getparent()
            if element.tail and parent is not None and local_name(parent) in _HOLDS_TEXT:
                self._add_text(element.tail)

    def _is_skipped(self, name: str, element: etree._Element) -> bool:
        return (
            name in _SKIPPED
            or str(element.tag).startswith(f"{{{_SVG}}}")
            or (name in ("section", "hidden-paragraph") and attribute(element, "display") == "none")
            or (name in ("span", "p") and self._styles.is_hidden(attribute(element, "style-name")))
        )

    def _add_text(self, text: str) -> None:
        if not self._paragraphs:
            return
        self._paragraphs[-1].parts.append(text)
        if self._cells:
            self._cells[-1].add(text, bold=self._bold[-1])

    def _start(self, name: str, element: etree._Element) -> None:
        if name in ("p", "h"):
            self._paragraphs.append(_Paragraph(element))
            style = attribute(element, "style-name")
            self._bold.append(self._styles.is_head(style) or self._styles.is_bold(style))
        elif name == "span":
            self._bold.append(self._styles.is_bold(attribute(element, "style-name"), self._bold[-1]))
        elif name == "s":
            self._add_text(" " * min(whole_number(attribute(element, "c"), 1), _MAX_SPACES))
        elif name in ("tab", "line-break"):
            self._add_text(" ")
        elif name == "list":
            if not self._lists.depth:
                self.builder.start_apart()
            self._lists.open(element)
        elif name in ("list-item", "list-header") and self._lists.depth:
            self._lists.start_item(element, marked=name == "list-item")
        elif name == "table":
            self.builder.open_table()
        elif name == "table-header-rows":
            self._num_head_groups += 1
        elif name == "table-row":
            self.builder.open_row(is_head=self._num_head_groups > 0)
        elif name == "table-cell":
            self._start_cell(element)
        elif name in _FRAMES or name == "note":
            self._open_aside()
        if element.text and name not in ("s", "tab", "line-break"):
            self._add_text(element.text if self._is_inline(element) else "")

    def _is_inline(self, element: etree._Element) -> bool:
        """Whether an element's own text is the paragraph's: spans, links, fields."""
        parent = element.getparent()
        return local_name(element) in _HOLDS_TEXT or (
            parent is not None and local_name(parent) in _HOLDS_TEXT
        )

    def _open_aside(self) -> None:
        self.builder.open_flow()
        self._lists.set_aside()

    def _start_cell(self, element: etree._Element) -> None:
        self._cells.append(CellLook(self._styles.is_shaded(attribute(element, "style-name"))))
        self._lists.set_aside()
        self.builder.open_cell(
            col_span=whole_number(attribute(element, "number-columns-spanned"), 1),
            row_span=whole_number(attribute(element, "number-rows-spanned"), 1),
            repeat=whole_number(attribute(element, "number-columns-repeated"), 1),
        )

    def _end(self, name: str, element: etree._Element) -> None:
        if name in ("p", "h"):
            self._bold.pop()
            self._end_paragraph(self._paragraphs.pop())
        elif name == "span":
            self._bold.pop()
        elif name == "list":
            self._lists.close()
        elif name == "table-header-rows":
            self._num_head_groups -= 1
        elif name == "table-cell":
            self._lists.take_back()
            self.builder.close_cell(is_head=self._cells.pop().is_head())
        elif name == "table":
            self.builder.close_table()
        elif name in _FRAMES or name == "note":
            self._close_aside(name)

    def _close_aside(self, name: str) -> None:
        flow = self.builder.close_flow()
        self._lists.take_back()
        if name == "note":
            if self._paragraphs:
                self._paragraphs[-1].notes.append(flow.joined_text())
            else:
                self.builder.footnote(flow.joined_text())
        elif self._paragraphs:
            self._paragraphs[-1].boxes.append(flow)
        else:
            self.builder.insert(flow)

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.parts)
        if text.strip():
            self._add_paragraph(text, paragraph.element)
        for note in paragraph.notes:
            self.builder.footnote(note)
        for box in paragraph.boxes:
            self.builder.insert(box)

    def _add_paragraph(self, text: str, element: etree._Element) -> None:
        is_heading = local_name(element) == "h"
        level = self._styles.heading_level(attribute(element, "style-name"))
        if is_heading:
            level = whole_number(attribute(element, "outline-level"), 1)
        if level:
            number = self._lists.heading_number(level) if is_heading else ""
            self.builder.heading(number + text, level)
        elif self._lists.depth:
            self.builder.list_item(text, self._lists.depth, self._lists.item_mark())
        else:
            self.builder.paragraph(text)
