"""The report as a Word document with a comment a claim.

A draft that is a DOCX comes back as the very same document: only its runs are cut where claims begin and end,
highlighted and commented. Another draft is written anew from its blocks.
"""

import io
import re

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assistant.draft.checked import CheckedDraft, Item, ItemStatus
from assistant.draft.exports.runs import DraftRuns
from assistant.draft.exports.wording import (
    MARKS,
    NEAREST,
    NOT_CHECKED,
    Piece,
    is_prose,
    pieces,
    place,
    quoted,
    read_piece,
    searched_as,
    summary,
)
from assistant.draft.reading import Part, Role
from ingest.reading import plain

_AUTHOR, _INITIALS = "Sourcier", "S"
_HIGHLIGHTS = {
    ItemStatus.SUPPORTED: WD_COLOR_INDEX.BRIGHT_GREEN,
    ItemStatus.REFUTED: WD_COLOR_INDEX.PINK,
    ItemStatus.NOT_ENOUGH_INFO: WD_COLOR_INDEX.YELLOW,
}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REWRITTEN = (
    "Le document d'origine ne se laisse pas annoter : ce rapport en reprend le texte, sans sa mise en page."
)


def as_docx(checked: CheckedDraft) -> bytes:
    """The draft with its comments, as the bytes of a DOCX file."""
    document = _opened(checked.draft.original)
    if document is None:
        note = _REWRITTEN if checked.draft.format == "docx" else ""
        document = _written(checked, note)
    else:
        _annotate(document, checked)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _opened(original: bytes) -> WordDocument | None:
    """The document, or None where there is none, or none that python-docx can work on (strict OOXML, say)."""
    if not original:
        return None
    try:
        document = Document(io.BytesIO(original))
        return document if document.element.body is not None else None
    except Exception:  # a file that another library read well enough is no reason to give no report
        return None


def _annotate(document: WordDocument, checked: CheckedDraft) -> None:
    """Highlight and comment each claim in place; what cannot be placed is told in the comment on the whole."""
    runs = DraftRuns(document)
    lost: list[Item] = []
    shown = [item for item in checked.items if item.checked is not None or is_prose(item)]
    # All are found before any run is cut, and cut from the last: what comes before keeps its place.
    placed = [(item, runs.find(item.sentence)) for item in shown]
    first = runs.first
    for item, span in reversed(placed):
        if span is None:
            lost += [item] if item.checked is not None else []
            continue
        cut = runs.cut(span)
        if item.status in _HIGHLIGHTS:
            for run in cut.inside:
                if run.font.highlight_color is None:
                    run.font.highlight_color = _HIGHLIGHTS[item.status]
        _comment(document, cut.anchor, _said(item))
    lines = [summary(checked)]
    for item in reversed(lost):
        lines += [f"Sans place dans le document : « {plain(item.sentence)} »", *_said(item)]
    if first is not None:
        _comment(document, [first], lines)


def _written(checked: CheckedDraft, note: str) -> WordDocument:
    document = Document()
    document.core_properties.title = _xml(checked.draft.title)[:255]
    document.core_properties.author = ""
    document.core_properties.language = "fr-FR"
    opening = document.add_paragraph().add_run(f"Vérification de « {_xml(checked.draft.title)} »")
    opening.bold = True
    _comment(document, [opening], [summary(checked), *([note] if note else [])])
    for part in checked.draft.parts:
        paragraph = _paragraph(document, part)
        for piece in pieces(checked, part):
            _add(document, paragraph, piece)
    return document


def _paragraph(document: WordDocument, part: Part) -> Paragraph:
    paragraph: Paragraph = document.add_paragraph()
    if part.role is Role.HEADING:
        paragraph.style = f"Heading {max(1, part.block.level)}"
    elif part.role is Role.LIST_ITEM:
        paragraph.style = "List Bullet"
    return paragraph


def _add(document: WordDocument, paragraph: Paragraph, piece: Piece) -> None:
    text = read_piece(piece)
    if paragraph.runs and piece.text[0].isspace():
        paragraph.add_run(" ")
    if not text:
        return  # a bullet, which the style of the list shows
    run = paragraph.add_run(_xml(text))
    item = piece.item
    if item is not None and (item.checked is not None or is_prose(item)):
        if item.status in _HIGHLIGHTS:
            run.font.highlight_color = _HIGHLIGHTS[item.status]
        _comment(document, [run], _said(item))
    if piece.text[-1].isspace():
        paragraph.add_run(" ")


def _said(item: Item) -> list[str]:
    """The paragraphs of the comment on a sentence."""
    mark = MARKS[item.status]
    if item.checked is None:
        return [f"{mark.icon} {NOT_CHECKED} : {item.reason}"]
    lines = [f"{mark.icon} {mark.word.capitalize()} — {item.checked.explanation}"]
    if searched := searched_as(item):
        lines.append(f"Cherché : {searched}")
    if item.checked.nearest:
        lines.append(NEAREST)
    for citation in (*item.checked.evidence, *item.checked.nearest):
        lines += [quoted(citation), f"{place(citation)} ({citation.document})"]
    return lines


def _comment(document: WordDocument, runs: list[Run], lines: list[str]) -> None:
    comment = document.add_comment(runs, _xml(lines[0]), author=_AUTHOR, initials=_INITIALS)
    for line in lines[1:]:
        comment.add_paragraph(_xml(line))


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
