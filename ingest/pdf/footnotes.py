"""Footnotes: smaller lines at the bottom of a region, opened by the mark of a call above."""

import re
from dataclasses import replace

from ingest.pdf.model import Line, Word

_SMALLER = 0.95  # of the body's size
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARK = re.compile(r"^[(\[]?(\d{1,3}|\*{1,3}|[†‡])[)\].]?$")
_GLUED_MARK = re.compile(r"^(\*{1,3}|[†‡])(?=\S)")
_UNIT = re.compile(r"(?:^|[\s/\d(])(?:[kcmdhµn]?m|km|ha|CO|O|N|H|x|R)$|\d$")


def call_marks(lines: list[Line]) -> set[str]:
    """The marks drawn raised in these lines: calls, but also exponents."""
    marks = set()
    for line in lines:
        for word in line.words:
            if word.raised and (mark := _mark_of(word)):
                marks.add(mark)
    return marks


def split_notes(
    lines: list[Line], body_size: float, calls: set[str]
) -> tuple[list[Line], list[tuple[str, list[Line]]]]:
    """A region's lines without its footnotes, and the footnotes with their marks."""
    first = len(lines)
    while first > 0 and lines[first - 1].size <= _SMALLER * body_size:
        first -= 1
    notes: list[tuple[str, list[Line]]] = []
    start = len(lines)
    for index in range(first, len(lines)):
        line = lines[index]
        mark = _opening_mark(line, calls)
        if mark is not None and _follows(notes, mark):
            if not notes:
                start = index
            notes.append((mark, [_with_plain_mark(line)]))
        elif notes:
            notes[-1][1].append(line)
    return lines[:start], notes


def drop_calls(line: Line, marks: set[str]) -> Line:
    """The line without the calls to these notes; exponents of a unit or a number stay."""
    kept: list[Word] = []
    for word in line.words:
        if word.raised and kept and _mark_of(word) in marks:
            before = kept[-1].text
            if not _UNIT.search(before) or not word.text.translate(_PLAIN).isdigit():
                continue
        kept.append(word)
    return line if len(kept) == len(line.words) else Line(kept, line.y, line.size)


def _mark_of(word: Word) -> str | None:
    match = _MARK.match(word.text.translate(_PLAIN))
    return match[1] if match else None


def _opening_mark(line: Line, calls: set[str]) -> str | None:
    first = line.words[0]
    mark = _mark_of(first)
    if mark is None:
        glued = _GLUED_MARK.match(first.text)
        return glued[1] if glued and glued[1] in calls else None
    if len(line.words) < 2:
        return None
    return mark if first.raised or mark in calls else None


def _follows(notes: list[tuple[str, list[Line]]], mark: str) -> bool:
    if not notes or not mark.isdigit() or not notes[-1][0].isdigit():
        return True
    return int(mark) == int(notes[-1][0]) + 1


def _with_plain_mark(line: Line) -> Line:
    first = line.words[0]
    if not first.raised:
        return line
    words = [replace(first, text=first.text.translate(_PLAIN), raised=False), *line.words[1:]]
    if len(words) > 1:
        words[1] = replace(words[1], spaced=True)
    return Line(words, line.y, line.size)
