"""The walk through the body and the notes of a DOCX, in document order."""

from lxml import etree

from ingest.builder import TextBuilder
from ingest.docx.numbering import Numbering
from ingest.docx.paragraphs import Paragraph, ParagraphWriter
from ingest.docx.styles import Styles
from ingest.elements import attribute, child, local_name, whole_number
from ingest.table_rows import CellLook

# Deleted, moved away, phonetic or descriptive text, and properties: none of it is the document's text.
_SKIPPED = {"del", "moveFrom", "rt", "rPr", "sectPr", "tblPr", "tblGrid", "sdtEndPr", "instrText", "delText"}
_INLINE = {"p", "pPr", "r", "t", "sym", "footnoteReference", "endnoteReference"}
_LITERALS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
# Wingdings and Symbol glyphs that Word's autocorrection and check boxes insert; others are decoration.
_SYMBOLS = {
    "F0E0": "→", "F0DF": "←", "F0E8": "→", "F0F0": "⇒", "F0DE": "⇒", "F0B7": "•", "F0A7": "•",
    "F0A8": "☐", "F06F": "☐", "F0FE": "☒", "F0FD": "☒", "F0FC": "✓", "F0B3": "≥", "F0A3": "≤",
}  # fmt: skip


class Walker:
    """Walks elements and pushes what it reads to its ``builder``."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.builder = TextBuilder()
        self._writer = ParagraphWriter(self.builder, styles, numbering)
        self._notes: dict[str, str] = {}
        self._paragraphs: list[Paragraph] = []
        self._cells: list[CellLook] = []
        self._bold = False

    def read_notes(self, root: etree._Element | None, kind: str) -> None:
        """Keep the text of each note of a part, for the paragraphs that call it."""
        for note in root if root is not None else ():
            if local_name(note) == kind and attribute(note, "type", "normal") == "normal":
                self.builder.open_flow()
                self.walk(note)
                self._notes[kind + attribute(note, "id")] = self.builder.close_flow().joined_text()

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
            self._paragraphs.append(Paragraph(child(element, "pPr")))
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

    def _add_text(self, paragraph: Paragraph, text: str) -> None:
        paragraph.parts.append(text)
        if self._cells:
            self._cells[-1].add(text, bold=self._bold)

    def _start_row(self, element: etree._Element) -> bool:
        properties = child(element, "trPr")
        if child(properties, "del") is not None:
            return True
        self.builder.open_row(is_head=_is_on(child(properties, "tblHeader")))
        if before := whole_number(attribute(child(properties, "gridBefore"))):
            self.builder.open_cell(col_span=before)
            self.builder.close_cell()
        return False

    def _start_cell(self, element: etree._Element) -> None:
        properties = child(element, "tcPr")
        merge = child(properties, "vMerge")
        fill = attribute(child(properties, "shd"), "fill").lower()
        self._cells.append(CellLook(fill not in ("", "auto", "ffffff")))
        self.builder.open_cell(
            col_span=whole_number(attribute(child(properties, "gridSpan")), 1),
            continues=merge is not None and attribute(merge, default="continue") == "continue",
        )

    def _end(self, name: str) -> None:
        if name == "p":
            self._writer.write(self._paragraphs.pop(), self._notes)
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


def _is_on(element: etree._Element | None) -> bool:
    """Whether a switch stands there and is not turned off."""
    return element is not None and attribute(element, default="true") not in ("0", "false", "off", "none")
