"""Where the sentences of a draft stand in the runs of its DOCX, and the runs cut there.

A sentence is found by its letters and digits alone: what a parser does to white space, composed letters and
invisible characters changes nothing to these.
"""

import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.text.run import Run
from lxml import etree

_P, _R, _T, _R_PR = qn("w:p"), qn("w:r"), qn("w:t"), qn("w:rPr")
_BOX, _MOVED = qn("w:txbxContent"), qn("w:moveFrom")
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOTES = {"footnote": RELATIONSHIP_TYPE.FOOTNOTES, "endnote": RELATIONSHIP_TYPE.ENDNOTES}


@dataclass(frozen=True, slots=True)
class RunSpan:
    """A sentence in the text elements ``texts[first:last + 1]``, from ``start`` in the first to ``end`` in the last.

    ``call`` is, for a sentence of a note, the run that calls the note; the rest is then 0.
    """

    first: int = 0
    start: int = 0
    last: int = 0
    end: int = 0
    call: etree._Element | None = None


@dataclass(frozen=True, slots=True)
class CutRuns:
    """``inside``: the runs that hold the sentence and nothing else; ``anchor``: those a comment can be put on."""

    inside: list[Run]
    anchor: list[Run]


class DraftRuns:
    """The text of the body of ``document``, in the order in which its blocks are read."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._texts = list(_text_elements(document.element.body))
        self._notes = list(_notes(document))
        letters: list[str] = []
        self._places: list[tuple[int, int]] = []
        for number, element in enumerate(self._texts):
            for offset, character in enumerate(element.text or ""):
                for letter in _letters(character):
                    letters.append(letter)
                    self._places.append((number, offset))
        self._letters = "".join(letters)
        self._cursor = 0

    @property
    def first(self) -> Run | None:
        """The run that the text begins in; None in a document without text."""
        body = next((each for each in self._texts if _box_run(each) is None), None)
        return None if body is None else self._run(body)

    def find(self, sentence: str) -> RunSpan | None:
        """Where ``sentence`` stands, at or after the one found last, else anywhere; None where it does not."""
        wanted = "".join(letter for character in sentence for letter in _letters(character))
        if not wanted:
            return None
        found = self._letters.find(wanted, self._cursor)
        if found < 0:
            for text, call in self._notes:
                if wanted in text:
                    return RunSpan(call=call)
            found = self._letters.find(wanted)
        if found < 0:
            return None
        self._cursor = found + len(wanted)
        first, start = self._places[found]
        last, end = self._places[self._cursor - 1]
        return RunSpan(first, start, last, self._closed(sentence, last, end + 1))

    def cut(self, span: RunSpan) -> CutRuns:
        """Cut the runs at both ends of ``span``. Spans are cut from the last to the first."""
        if span.call is not None:
            return CutRuns([], [Run(span.call, self._document)])
        first, last = self._texts[span.first], self._texts[span.last]
        _cut(last, span.end)
        opening = _cut(first, span.start)
        # The text elements between keep their place; the first moves to the new run if it was cut.
        parents = [opening, *(each.getparent() for each in self._texts[span.first + 1 : span.last + 1])]
        inside = [Run(parent, self._document) for parent in dict.fromkeys(parents) if parent is not None]
        box = _box_run(first)
        # Word takes no comment within a text box: it goes on what holds the box.
        return CutRuns(inside, inside if box is None else [Run(box, self._document)])

    def _closed(self, sentence: str, last: int, end: int) -> int:
        """``end`` after the marks that close the sentence: « . », « % », « ) »."""
        text = self._texts[last].text or ""
        closing = [character for character in _after_letters(sentence) if not character.isspace()]
        for mark in closing:
            place = end
            while place < len(text) and text[place].isspace():
                place += 1
            if place == len(text) or text[place] != mark:
                break
            end = place + 1
        return end

    def _run(self, text: etree._Element) -> Run:
        return Run(text.getparent(), self._document)


def _cut(text: etree._Element, offset: int) -> etree._Element:
    """The run that begins at ``offset`` in ``text``: the run itself where nothing comes before, else a new one after it.

    Where nothing comes after, nothing is cut, and the run itself is given.
    """
    run = text.getparent()
    assert run is not None
    said = text.text or ""
    content = [child for child in run if child.tag != _R_PR]
    if (offset == 0 and content[0] is text) or (offset >= len(said) and content[-1] is text):
        return run
    new = _without_content(run)
    moved = content[content.index(text) :]
    if offset > 0:
        moved = moved[1:]
        rest = said[offset:]
        text.text = said[:offset]
        text.set(_SPACE, "preserve")
        if rest:
            tail = deepcopy(text)
            tail.text = rest
            new.append(tail)
    for child in moved:
        new.append(child)
    run.addnext(new)
    return new


def _without_content(run: etree._Element) -> etree._Element:
    """A run with the properties of ``run`` and no text."""
    new = run.makeelement(run.tag, dict(run.attrib))
    properties = run.find(_R_PR)
    if properties is not None:
        new.append(deepcopy(properties))
    return new


def _text_elements(body: etree._Element) -> Iterator[etree._Element]:
    """The text elements of each paragraph; those of a text box come after the paragraph that holds it."""
    for paragraph in body.iter(_P):
        if _is_second_dialect(paragraph):
            continue
        for text in paragraph.iter(_T):
            owner = next(text.iterancestors(_P))
            if owner is paragraph and text.text and next(text.iterancestors(_MOVED), None) is None:
                yield text


def _is_second_dialect(element: etree._Element) -> bool:
    """Whether it is in the second of two drawings of the same thing."""
    return any(
        other.tag == _CHOICE
        for fallback in element.iterancestors(_FALLBACK)
        for other in fallback.itersiblings(preceding=True)
    )


def _box_run(text: etree._Element) -> etree._Element | None:
    """The run that holds the outermost text box ``text`` is in; None where it is in none."""
    boxes = list(text.iterancestors(_BOX))
    return next(boxes[-1].iterancestors(_R), None) if boxes else None


def _notes(document: WordDocument) -> Iterator[tuple[str, etree._Element]]:
    """The letters of each note and the run that calls it."""
    for kind, relation in _NOTES.items():
        calls = {
            reference.get(qn("w:id")): reference.getparent()
            for reference in document.element.body.iter(qn(f"w:{kind}Reference"))
        }
        for part in (each.target_part for each in document.part.rels.values() if each.reltype == relation):
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            for note in etree.fromstring(part.blob, parser).iter(qn(f"w:{kind}")):
                call = calls.get(note.get(qn("w:id")))
                if call is not None:
                    said = "".join(text.text or "" for text in note.iter(_T))
                    yield "".join(letter for character in said for letter in _letters(character)), call


def _after_letters(sentence: str) -> str:
    """What follows the last letter or digit of a sentence."""
    last = max((place for place, character in enumerate(sentence) if _letters(character)), default=-1)
    return sentence[last + 1 :]


def _letters(character: str) -> str:
    """The letters and digits that a character is made of, without accents or case."""
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    return "".join(each for each in unicodedata.normalize("NFKD", character).lower() if each.isalnum())
