"""Reads ODT (OpenDocument text) into text and blocks.

content.xml is walked directly with lxml: odfpy builds its own tree by recursion, without limits, and
resolves neither styles nor list numbers, so it would add risk and no reading. odfpy makes the test files.
"""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from ingest.archive import Archive, attribute, child, local_name
from ingest.builder import (
    BULLET,
    Flow,
    TextBuilder,
    first_title,
    format_number,
    iso_date,
    language_code,
    plausible_title,
    printed_date,
)
from ingest.document import Metadata, ParsedFile
from ingest.errors import ParseError

_BROKEN = "Le fichier ODT est endommagé : ouvrez-le et enregistrez-le de nouveau."
_LOCKED = (
    "Le fichier ODT est protégé par un mot de passe : retirez la protection, puis ajoutez-le de nouveau."
)
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
_HEAD_STYLE = "Table_20_Heading"
_MAX_SPACES = 1_000


def parse_odt(path: Path) -> ParsedFile:
    """Read an ODT file. Raises ParseError or NoTextError, and nothing else."""
    try:
        with Archive(path, "ODT") as archive:
            return _parse(archive)
    except ParseError:
        raise
    except Exception as error:  # whatever a hostile file provokes, memory exhaustion included
        raise ParseError(_BROKEN) from error


def _parse(archive: Archive) -> ParsedFile:
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise ParseError(_LOCKED)
    content = archive.read_xml("content.xml")
    body = child(content, "body", "text")
    if body is None:
        raise ParseError("Le fichier n’est pas un document texte ODT : vérifiez son extension.")
    style_root = archive.read_xml("styles.xml") if "styles.xml" in archive else None
    styles = _Styles(child(style_root, "styles"), child(content, "automatic-styles"))
    walker = _Walker(styles)
    walker.walk(body)
    parsed = walker.builder.build()
    meta = child(archive.read_xml("meta.xml"), "meta") if "meta.xml" in archive else None
    return replace(parsed, metadata=_metadata(parsed, meta, styles.language))


def _metadata(parsed: ParsedFile, meta: etree._Element | None, language: str) -> Metadata:
    said: dict[str, str] = {}
    for item in meta if meta is not None else ():
        said.setdefault(local_name(item), (item.text or "").strip())
    return Metadata(
        title=plausible_title(said.get("title", "")) or first_title(parsed),
        author=said.get("initial-creator", "") or said.get("creator", ""),
        date=printed_date(parsed)
        or iso_date(said.get("creation-date", ""))
        or iso_date(said.get("date", "")),
        language=language_code(language) or language_code(said.get("language", "")),
    )


def _number(text: str, default: int = 0) -> int:
    return int(text) if re.fullmatch(r"\d{1,9}", text) else default


@dataclass(slots=True)
class _Style:
    parent: str
    outline: str
    bold: str  # "bold", "normal"…, or "" where it is inherited
    is_hidden: bool
    is_shaded: bool


@dataclass(slots=True)
class _Level:
    """How one level of a list, or of headings, is numbered; ``fmt`` is "" without number."""

    is_bullet: bool = True
    fmt: str = ""
    prefix: str = ""
    suffix: str = ""
    num_shown: int = 1  # levels shown: 2 gives "1.2"
    start: int = 1


class _Styles:
    """The styles that say what a paragraph, list, heading or cell is."""

    def __init__(self, *groups: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self.lists: dict[str, dict[int, _Level]] = {}
        self.outline: dict[int, _Level] = {}
        self.language = ""
        for item in (item for group in groups if group is not None for item in group):
            kind = local_name(item)
            if kind == "style":
                text = child(item, "text-properties")
                shade = attribute(child(item, "table-cell-properties"), "background-color", "transparent")
                self._styles[attribute(item, "name")] = _Style(
                    attribute(item, "parent-style-name"),
                    attribute(item, "default-outline-level"),
                    attribute(text, "font-weight"),
                    attribute(text, "display") == "none",
                    shade.lower() not in ("transparent", "#ffffff"),
                )
            elif kind == "list-style":
                self.lists[attribute(item, "name")] = _levels(item)
            elif kind == "outline-style":
                self.outline = _levels(item)
            elif kind == "default-style" and attribute(item, "family") == "paragraph":
                self.language = attribute(child(item, "text-properties"), "language")

    def chain(self, name: str) -> list[tuple[str, _Style]]:
        """The style and its parents by name, nearest first; a loop ends it."""
        chain: list[tuple[str, _Style]] = []
        while name in self._styles and len(chain) < 20:
            chain.append((name, self._styles[name]))
            name = chain[-1][1].parent
        return chain

    def is_bold(self, name: str, inherited: bool = False) -> bool:
        weight = next((style.bold for _, style in self.chain(name) if style.bold), "")
        return inherited if not weight else weight == "bold" or _number(weight) >= 600

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
                return _number(style.outline)
        return 0


def _levels(item: etree._Element) -> dict[int, _Level]:
    return {
        _number(attribute(level, "level"), 1): _Level(
            local_name(level) in ("list-level-style-bullet", "list-level-style-image"),
            attribute(level, "num-format"),
            attribute(level, "num-prefix"),
            attribute(level, "num-suffix"),
            _number(attribute(level, "display-levels"), 1),
            _number(attribute(level, "start-value"), 1),
        )
        for level in item
    }


def _spelled(levels: dict[int, _Level], counts: list[int]) -> str:
    """The number of the innermost of ``counts``, one per level, with its space; "" if it has none."""
    rule = levels.get(len(counts))
    if rule is None or not rule.fmt:
        return ""
    shown = range(max(1, len(counts) - rule.num_shown + 1), len(counts) + 1)
    numbers = [
        format_number(counts[level - 1] or levels[level].start, levels[level].fmt)
        for level in shown
        if level in levels and levels[level].fmt
    ]
    return f"{rule.prefix}{'.'.join(numbers)}{rule.suffix}".strip() + " "


@dataclass(slots=True)
class _List:
    style: str
    count: int
    list_id: str
    item_is_marked: bool = True  # the item's mark is already written


@dataclass(slots=True)
class _Paragraph:
    element: etree._Element
    parts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[Flow] = field(default_factory=list)


@dataclass(slots=True)
class _CellLook:
    """Whether a table cell looks like a head: shaded, or all its text bold or in the head style."""

    shaded: bool
    num_chars: int = 0
    num_bold: int = 0

    def is_head(self) -> bool:
        return self.num_chars > 0 and (self.shaded or self.num_bold == self.num_chars)


class _Walker:
    """Walks the body in document order and pushes what it reads to a TextBuilder."""

    def __init__(self, styles: _Styles) -> None:
        self.builder = TextBuilder()
        self._styles = styles
        self._lists: list[_List] = []
        self._outer_lists: list[list[_List]] = []  # set aside in cells, frames and notes
        self._last_counts: dict[str, int] = {}  # by list id, and by style and depth
        self._outline_counts = [0] * 10
        self._paragraphs: list[_Paragraph] = []
        self._cells: list[_CellLook] = []
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
            num_chars = len(text.strip())
            self._cells[-1].num_chars += num_chars
            self._cells[-1].num_bold += num_chars if self._bold[-1] else 0

    def _start(self, name: str, element: etree._Element) -> None:
        if name in ("p", "h"):
            self._paragraphs.append(_Paragraph(element))
            style = attribute(element, "style-name")
            in_head = any(own_name == _HEAD_STYLE for own_name, _ in self._styles.chain(style))
            self._bold.append(in_head or self._styles.is_bold(style))
        elif name == "span":
            self._bold.append(self._styles.is_bold(attribute(element, "style-name"), self._bold[-1]))
        elif name == "s":
            self._add_text(" " * min(_number(attribute(element, "c"), 1), _MAX_SPACES))
        elif name in ("tab", "line-break"):
            self._add_text(" ")
        elif name == "list":
            self._start_list(element)
        elif name in ("list-item", "list-header") and self._lists:
            self._lists[-1].item_is_marked = name == "list-header"
            if start := attribute(element, "start-value"):
                self._lists[-1].count = _number(start, 1) - 1
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
        self._outer_lists.append(self._lists)
        self._lists = []

    def _start_list(self, element: etree._Element) -> None:
        depth = len(self._lists) + 1
        style = attribute(element, "style-name") or (self._lists[-1].style if self._lists else "")
        if depth == 1:
            self.builder.start_apart()
        count = self._styles.lists.get(style, {}).get(depth, _Level()).start - 1
        if before := attribute(element, "continue-list"):
            count = self._last_counts.get(f"#{before}", count)
        elif attribute(element, "continue-numbering") == "true":
            count = self._last_counts.get(f"{depth} {style}", count)
        self._lists.append(_List(style, count, attribute(element, "id")))

    def _start_cell(self, element: etree._Element) -> None:
        self._cells.append(_CellLook(self._styles.is_shaded(attribute(element, "style-name"))))
        self._outer_lists.append(self._lists)
        self._lists = []
        self.builder.open_cell(
            col_span=_number(attribute(element, "number-columns-spanned"), 1),
            row_span=_number(attribute(element, "number-rows-spanned"), 1),
            repeat=_number(attribute(element, "number-columns-repeated"), 1),
        )

    def _end(self, name: str, element: etree._Element) -> None:
        if name in ("p", "h"):
            self._bold.pop()
            self._end_paragraph(self._paragraphs.pop())
        elif name == "span":
            self._bold.pop()
        elif name == "list":
            ended = self._lists.pop()
            self._last_counts[f"{len(self._lists) + 1} {ended.style}"] = ended.count
            self._last_counts[f"#{ended.list_id}"] = ended.count
        elif name == "table-header-rows":
            self._num_head_groups -= 1
        elif name == "table-cell":
            self._lists = self._outer_lists.pop()
            self.builder.close_cell(is_head=self._cells.pop().is_head())
        elif name == "table":
            self.builder.close_table()
        elif name in _FRAMES or name == "note":
            self._close_aside(name)

    def _close_aside(self, name: str) -> None:
        flow = self.builder.close_flow()
        self._lists = self._outer_lists.pop()
        if name == "note":
            text = " ".join(piece.text for piece in flow)
            if self._paragraphs:
                self._paragraphs[-1].notes.append(text)
            else:
                self.builder.footnote(text)
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
            level = _number(attribute(element, "outline-level"), 1)
        if level:
            number = self._heading_number(level) if is_heading else ""
            self.builder.heading(number + text, level)
        elif self._lists:
            self.builder.list_item(text, len(self._lists), self._item_mark())
        else:
            self.builder.paragraph(text)

    def _heading_number(self, level: int) -> str:
        level = min(max(level, 1), 10)
        if self._lists:
            mark = self._item_mark()
            return "" if mark == BULLET else mark
        self._outline_counts[level - 1] += 1
        self._outline_counts[level:] = [0] * (10 - level)
        return _spelled(self._styles.outline, self._outline_counts[:level])

    def _item_mark(self) -> str:
        """The mark of the innermost list's item, "" after its first paragraph."""
        innermost = self._lists[-1]
        if innermost.item_is_marked:
            return ""
        innermost.item_is_marked = True
        innermost.count += 1
        levels = self._styles.lists.get(innermost.style, {})
        if levels.get(len(self._lists), _Level()).is_bullet:
            return BULLET
        return _spelled(levels, [one.count for one in self._lists])
