"""A paragraph of the body, once read: heading, list item or plain, and its place in a list."""

from dataclasses import dataclass, field

from lxml import etree

from ingest.builder import TextBuilder
from ingest.docx.numbering import Numbering
from ingest.docx.styles import Style, Styles, heading_level, is_contents_entry, list_depth
from ingest.elements import attribute, child, whole_number
from ingest.flows import Flow
from ingest.list_numbers import BULLET


@dataclass(slots=True)
class Paragraph:
    """A paragraph being read: its text so far, and what is anchored in it and comes after it."""

    properties: etree._Element | None
    parts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # their keys
    boxes: list[Flow] = field(default_factory=list)
    is_contents: bool = False  # an entry of the table of contents


class ParagraphWriter:
    """Pushes paragraphs to a TextBuilder as what their styles and lists say they are."""

    def __init__(self, builder: TextBuilder, styles: Styles, numbering: Numbering) -> None:
        self._builder = builder
        self._styles = styles
        self._numbering = numbering

    def write(self, paragraph: Paragraph, notes: dict[str, str]) -> None:
        """Push the paragraph, then the notes it calls and the boxes anchored in it."""
        style_id = attribute(child(paragraph.properties, "pStyle")) or self._styles.default
        chain = self._styles.chain(style_id)
        if paragraph.is_contents or is_contents_entry(chain):
            self._builder.drop_contents_title()
        else:
            self._write_text("".join(paragraph.parts), paragraph.properties, style_id, chain)
        for note in paragraph.notes:
            self._builder.footnote(notes.get(note, ""))
        for box in paragraph.boxes:
            self._builder.insert(box)

    def _write_text(
        self, text: str, properties: etree._Element | None, style_id: str, chain: list[Style]
    ) -> None:
        num_id, level = self._list_place(properties, style_id, chain)
        mark = self._numbering.mark(num_id, level) if num_id not in ("", "0") else None
        if not text.strip():
            return
        if outline := heading_level(chain, attribute(child(properties, "outlineLvl"))):
            self._builder.heading(("" if mark in (None, BULLET) else mark or "") + text, outline)
        elif mark:
            self._builder.list_item(text, max(level + 1, list_depth(chain)), mark)
        else:
            self._builder.paragraph(text)

    def _list_place(
        self, properties: etree._Element | None, style_id: str, chain: list[Style]
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
        return num_id, whole_number(level)
