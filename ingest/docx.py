"""Reads DOCX (WordprocessingML, transitional or strict) into text and blocks.

The XML is walked directly with lxml: python-docx gives no footnotes, text boxes, content controls
nor list numbers, which hold text that answers need, and it refuses files that Word opens. Elements
are matched on local names, since strict and transitional files differ in namespaces only.
"""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

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

# Deleted, moved away, phonetic or descriptive text, and properties: none of it is the document's text.
_SKIPPED = {"del", "moveFrom", "rt", "rPr", "sectPr", "tblPr", "tblGrid", "sdtEndPr", "instrText", "delText"}
_INLINE = {"p", "pPr", "r", "t", "sym", "footnoteReference", "endnoteReference"}
_LITERALS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
# Wingdings and Symbol glyphs that Word's autocorrection and check boxes insert; others are decoration.
_SYMBOLS = {
    "F0E0": "→", "F0DF": "←", "F0E8": "→", "F0F0": "⇒", "F0DE": "⇒", "F0B7": "•", "F0A7": "•",
    "F0A8": "☐", "F06F": "☐", "F0FE": "☒", "F0FD": "☒", "F0FC": "✓", "F0B3": "≥", "F0A3": "≤",
}  # fmt: skip
_FORMATS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_HEADING_NAME = re.compile(r"(?:heading|titre|überschrift)\s*([1-9])", re.IGNORECASE)
_TITLE_NAMES = {"title", "titre", "titre principal"}
_CONTENTS_NAME = re.compile(
    r"(toc|tm|index) ?(\d|heading)|table of (figures|authorities)|contents \d.*", re.I
)
_LIST_STYLE_DEPTH = re.compile(r"list (?:bullet|number) ([2-5])", re.IGNORECASE)
_MAX_MARK_CHARS = 24
_BROKEN = "Le fichier DOCX est endommagé : ouvrez-le et enregistrez-le de nouveau."


def parse_docx(path: Path) -> ParsedFile:
    """Read a DOCX file. Raises ParseError or NoTextError, and nothing else."""
    try:
        with Archive(path, "DOCX") as archive:
            return _Package(archive).parse()
    except ParseError:
        raise
    except Exception as error:  # whatever a hostile file provokes, memory exhaustion included
        raise ParseError(_BROKEN) from error


def _number(text: str, default: int = 0) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else default


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and attribute(element, default="true") not in ("0", "false", "off", "none")


class _Package:
    """The parts of a DOCX that hold text, found through their relationships."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        main = self._related("", "").get("officeDocument", "word/document.xml")
        self._main = main if main in archive else "word/document.xml"
        self._parts = self._related(str(PurePosixPath(self._main).parent), PurePosixPath(self._main).name)

    def _related(self, folder: str, name: str) -> dict[str, str]:
        """Relationship kind → part name, for one part (or the package, both arguments empty)."""
        rels = str(PurePosixPath(folder, "_rels", f"{name}.rels"))
        if rels not in self._archive:
            return {}
        found: dict[str, str] = {}
        for relation in self._archive.read_xml(rels):
            target = attribute(relation, "Target")
            if attribute(relation, "TargetMode") != "External" and target:
                target = target if target.startswith("/") else str(PurePosixPath(folder, target))
                found.setdefault(attribute(relation, "Type").rpartition("/")[2], target.lstrip("/"))
        return found

    def _part(self, kind: str) -> etree._Element | None:
        name = self._parts.get(kind, "")
        return self._archive.read_xml(name) if name and name in self._archive else None

    def parse(self) -> ParsedFile:
        root = self._archive.read_xml(self._main)
        if local_name(root) != "document":
            raise ParseError("Le fichier n’est pas un document Word : vérifiez son extension.")
        styles_root = self._part("styles")
        styles = _Styles(styles_root)
        walker = _Walker(styles, _Numbering(self._part("numbering"), styles))
        for kind in ("footnote", "endnote"):
            walker.read_notes(self._part(kind + "s"), kind)
        walker.walk(root)
        parsed = walker.builder.build()
        return replace(parsed, metadata=self._metadata(parsed, styles_root))

    def _metadata(self, parsed: ParsedFile, styles_root: etree._Element | None) -> Metadata:
        name = self._related("", "").get("core-properties", "docProps/core.xml")
        core = {
            local_name(item): (item.text or "").strip()
            for item in (self._archive.read_xml(name) if name in self._archive else ())
        }
        lang = child(styles_root, "docDefaults", "rPrDefault", "rPr", "lang")
        return Metadata(
            title=plausible_title(core.get("title", "")) or first_title(parsed),
            author=core.get("creator", ""),
            date=printed_date(parsed)
            or iso_date(core.get("created", ""))
            or iso_date(core.get("modified", "")),
            language=language_code(attribute(lang)) or language_code(core.get("language", "")),
        )


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    num_id: str = ""
    list_level: str = ""
    outline: str = ""


class _Styles:
    """Paragraph styles: what a paragraph's style, or one it is based on, says of its role."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self.default = ""
        for item in root if root is not None else ():
            if local_name(item) != "style":
                continue
            num_pr = child(item, "pPr", "numPr")
            style_id = attribute(item, "styleId")
            self._styles[style_id] = _Style(
                attribute(child(item, "name")),
                attribute(child(item, "basedOn")),
                attribute(child(num_pr, "numId")),
                attribute(child(num_pr, "ilvl")),
                attribute(child(item, "pPr", "outlineLvl")),
            )
            if attribute(item, "type") == "paragraph" and attribute(item, "default") in ("1", "true"):
                self.default = style_id

    def chain(self, style_id: str) -> list[_Style]:
        """The style and those it is based on, nearest first; a loop ends it."""
        chain: list[_Style] = []
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen and len(seen) < 20:
            seen.add(style_id)
            chain.append(self._styles[style_id])
            style_id = chain[-1].based_on
        return chain

    def heading_level(self, chain: list[_Style], direct_outline: str) -> int:
        """1 to 9, or 0 for body text; a direct outline level wins, 9 meaning body text."""
        if direct_outline:
            return (_number(direct_outline, 9) + 1) % 10
        for style in chain:
            if match := _HEADING_NAME.fullmatch(style.name):
                return int(match[1])
            if style.name.lower() in _TITLE_NAMES:
                return 1
            if style.outline:
                return (_number(style.outline, 9) + 1) % 10
        return 0


@dataclass(slots=True)
class _Level:
    fmt: str = "decimal"
    text: str = ""
    start: int = 1


class _Numbering:
    """Computes the marks of list items and numbered headings, counting as Word does."""

    def __init__(self, root: etree._Element | None, styles: _Styles) -> None:
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
                    _number(attribute(part, "ilvl")): _number(attribute(child(part, "startOverride")), 1)
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
            index = _number(attribute(part, "ilvl"))
            levels[index] = _Level(
                attribute(child(part, "numFmt"), default="decimal"),
                attribute(child(part, "lvlText")),
                _number(attribute(child(part, "start")), 1),
            )
            if style := attribute(child(part, "pStyle")):
                self._by_style[abstract_id, style] = index
        self._abstract[abstract_id] = levels

    def level_of_style(self, num_id: str, style_id: str) -> int | None:
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
        if rule.fmt == "bullet":
            return BULLET
        return self._spelled(rule, levels, counters)

    def _spelled(self, rule: _Level, levels: dict[int, _Level], counters: dict[int, int]) -> str | None:
        def number(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            other = levels.get(index, rule)
            if other.fmt == "none":
                return ""
            digits = format_number(counters.get(index, other.start), _FORMATS.get(other.fmt, "1"))
            return digits.zfill(2) if other.fmt == "decimalZero" else digits

        text = re.sub(r"%([1-9])", number, rule.text).strip()
        return f"{text} " if 0 < len(text) <= _MAX_MARK_CHARS else None


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being read: its text so far, and what is anchored in it and comes after it."""

    properties: etree._Element | None
    parts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[Flow] = field(default_factory=list)
    is_contents: bool = False  # an entry of the table of contents


@dataclass(slots=True)
class _CellLook:
    """Whether a table cell looks like a head: shaded, or all its text bold."""

    shaded: bool
    num_chars: int = 0
    num_bold: int = 0

    def is_head(self) -> bool:
        return self.num_chars > 0 and (self.shaded or self.num_bold == self.num_chars)


class _Walker:
    """Walks the body in document order and pushes what it reads to a TextBuilder."""

    def __init__(self, styles: _Styles, numbering: _Numbering) -> None:
        self.builder = TextBuilder()
        self._styles = styles
        self._numbering = numbering
        self._notes: dict[str, str] = {}
        self._paragraphs: list[_Paragraph] = []
        self._cells: list[_CellLook] = []
        self._bold = False

    def read_notes(self, root: etree._Element | None, kind: str) -> None:
        for note in root if root is not None else ():
            if local_name(note) == kind and attribute(note, "type", "normal") == "normal":
                self.builder.open_flow()
                self.walk(note)
                text = " ".join(piece.text for piece in self.builder.close_flow())
                self._notes[kind + attribute(note, "id")] = text

    def walk(self, root: etree._Element) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._end(local_name(element))
            elif self._start(local_name(element), element):
                walker.skip_subtree()

    def _start(self, name: str, element: etree._Element) -> bool:
        """Enter an element; True if what is in it must be skipped."""
        if name in _INLINE or name in _LITERALS:
            return self._start_inline(name, element)
        if name in _SKIPPED:
            if name == "instrText" and "PAGEREF _Toc" in (element.text or "") and self._paragraphs:
                self._paragraphs[-1].is_contents = True
            return True
        if name == "tbl":
            self.builder.open_table()
        elif name == "tr":
            return self._start_row(element)
        elif name == "tc":
            self._start_cell(element)
        elif name == "txbxContent":
            self.builder.open_flow()
        elif name == "sdt":
            properties = child(element, "sdtPr")
            gallery = attribute(child(properties, "docPartObj", "docPartGallery"))
            if gallery == "Table of Contents":
                self.builder.drop_contents_title()
                return True
            return _is_on(child(properties, "showingPlcHdr"))
        elif name in ("Choice", "Fallback"):
            # The same drawing in two dialects: keep the first alternative.
            return any(local_name(other) == "Choice" for other in element.itersiblings(preceding=True))
        return False

    def _start_inline(self, name: str, element: etree._Element) -> bool:
        if name == "p":
            self._paragraphs.append(_Paragraph(child(element, "pPr")))
            return False
        if name == "pPr" or not self._paragraphs:
            return True
        paragraph = self._paragraphs[-1]
        if name == "r":
            properties = child(element, "rPr")
            self._bold = _is_on(child(properties, "b"))
            return _is_on(child(properties, "vanish"))
        if name == "t":
            self._add_text(paragraph, element.text or "")
        elif name == "sym":
            paragraph.parts.append(_SYMBOLS.get(attribute(element, "char").upper(), ""))
        elif name in _LITERALS:
            paragraph.parts.append(_LITERALS[name])
        else:
            paragraph.notes.append(name.removesuffix("Reference") + attribute(element, "id"))
        return True

    def _add_text(self, paragraph: _Paragraph, text: str) -> None:
        paragraph.parts.append(text)
        if self._cells:
            num_chars = len(text.strip())
            self._cells[-1].num_chars += num_chars
            self._cells[-1].num_bold += num_chars if self._bold else 0

    def _start_row(self, element: etree._Element) -> bool:
        properties = child(element, "trPr")
        if child(properties, "del") is not None:
            return True
        self.builder.open_row(is_head=_is_on(child(properties, "tblHeader")))
        if before := _number(attribute(child(properties, "gridBefore"))):
            self.builder.open_cell(col_span=before)
            self.builder.close_cell()
        return False

    def _start_cell(self, element: etree._Element) -> None:
        properties = child(element, "tcPr")
        merge = child(properties, "vMerge")
        fill = attribute(child(properties, "shd"), "fill").lower()
        self._cells.append(_CellLook(fill not in ("", "auto", "ffffff")))
        self.builder.open_cell(
            col_span=_number(attribute(child(properties, "gridSpan")), 1),
            continues=merge is not None and attribute(merge, default="continue") == "continue",
        )

    def _end(self, name: str) -> None:
        if name == "p":
            self._end_paragraph(self._paragraphs.pop())
        elif name == "tc":
            self.builder.close_cell(is_head=self._cells.pop().is_head())
        elif name == "tbl":
            self.builder.close_table()
        elif name == "txbxContent":
            flow = self.builder.close_flow()
            if self._paragraphs:
                self._paragraphs[-1].boxes.append(flow)
            else:
                self.builder.insert(flow)

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        properties = paragraph.properties
        style_id = attribute(child(properties, "pStyle")) or self._styles.default
        chain = self._styles.chain(style_id)
        if paragraph.is_contents or (chain and _CONTENTS_NAME.fullmatch(chain[0].name)):
            self.builder.drop_contents_title()
        else:
            self._add_paragraph("".join(paragraph.parts), properties, style_id, chain)
        for note in paragraph.notes:
            self.builder.footnote(self._notes.get(note, ""))
        for box in paragraph.boxes:
            self.builder.insert(box)

    def _add_paragraph(
        self, text: str, properties: etree._Element | None, style_id: str, chain: list[_Style]
    ) -> None:
        num_id, level = self._list_place(properties, style_id, chain)
        mark = self._numbering.mark(num_id, level) if num_id not in ("", "0") else None
        if not text.strip():
            return
        if heading_level := self._styles.heading_level(chain, attribute(child(properties, "outlineLvl"))):
            self.builder.heading(("" if mark in (None, BULLET) else mark or "") + text, heading_level)
        elif mark:
            depth = next((int(m[1]) for s in chain if (m := _LIST_STYLE_DEPTH.fullmatch(s.name))), 1)
            self.builder.list_item(text, max(level + 1, depth), mark)
        else:
            self.builder.paragraph(text)

    def _list_place(
        self, properties: etree._Element | None, style_id: str, chain: list[_Style]
    ) -> tuple[str, int]:
        """The list a paragraph belongs to ("" for none) and its level, from 0."""
        direct = child(properties, "numPr")
        num_id = attribute(child(direct, "numId"))
        level = attribute(child(direct, "ilvl"))
        if not num_id:
            num_id = next((style.num_id for style in chain if style.num_id), "")
            level = level or next((style.list_level for style in chain if style.list_level), "")
            by_style = self._numbering.level_of_style(num_id, style_id)
            if not level and by_style is not None:
                return num_id, by_style
        return num_id, _number(level)
