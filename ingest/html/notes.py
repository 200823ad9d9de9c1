"""Footnotes of a page, and the links between a note and its call."""

import re
from collections.abc import Sequence

from ingest.html.page import Element, Event
from ingest.html.tags import BLOCKS

_NOTE_NAME = re.compile(r"(^|\s)(footnotes?|endnotes?|references|notes-de-bas-de-page)(\s|$)", re.IGNORECASE)
_NOTE_ID = re.compile(
    r"(_?ftn|fn|footnote|cite_note|sdfootnote|sdendnote|_?edn|endnote)[-_:]?\d+", re.IGNORECASE
)
_NOTE_ROLES = {"doc-endnotes", "doc-endnote", "doc-footnote", "doc-footnotes"}
_CALL_LINK = re.compile(
    r"#(_?ftn|fn|footnote|cite_note|sdfootnote|sdendnote|_?edn|endnote|nb|note)(?!ref)", re.I
)
_CALL_TEXT = re.compile(r"\W*(\d{1,4}|[a-z*†‡])?\W*", re.IGNORECASE)
_BACK_LINK = re.compile(
    r"#(_?ftn-?ref|fn-?ref|footnote-?ref|cite_ref|note-?ref|sd\w+anc$|_?edn-?ref|nh\d)", re.I
)


def is_note(element: Element) -> bool:
    """Whether an element is a footnote, or holds them."""
    return (
        element.says("role") in _NOTE_ROLES
        or bool(_NOTE_NAME.search(element.says("class")))
        or (element.tag in BLOCKS and bool(_NOTE_ID.fullmatch(element.says("id"))))
    )


def is_note_link(element: Element, events: Sequence[Event]) -> bool:
    """A footnote's call in the text, or the link that leads back to it from the note."""
    if element.tag == "sup":
        return _holds_call(element, events)
    if element.tag != "a":
        return False
    href, role, css = element.says("href"), element.says("role"), element.says("class")
    if role in ("doc-noteref", "doc-backlink") or "footnote-back" in css or _BACK_LINK.match(href):
        return True
    return bool(_CALL_LINK.match(href) and _CALL_TEXT.fullmatch(element.text.strip()))


def _holds_call(sup: Element, events: Sequence[Event]) -> bool:
    if sup.num_chars > 8:
        return False
    inner = (one for one in events[sup.start + 1 : sup.start + 8] if isinstance(one, Element))
    return any(one.tag == "a" and "#" in one.says("href") and one.start < sup.end for one in inner)
