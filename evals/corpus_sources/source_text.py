"""Reads the light source format of the example collection: front matter, then blocks.

A block is a heading (``# ``), a list item (``- ``), a table (``| … |`` rows, heads first), a directive
(``@name argument``), a big figure of a slide (``! figure | label``), a footnote (``[^1]: text``), or else
a paragraph on one line. ``¬`` marks where a word may be cut at the end of a printed line.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CUT = "¬"
_CALL = re.compile(r"\[\^(\d)\]")
# Footnote calls become one private-use character each, so that they travel inside words.
_FIRST_CALL = 0xE000
_MARKS = {"# ": "heading", "- ": "item", "! ": "figure", "@": "directive"}


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """``kind`` is heading, item, table, directive, figure or paragraph; ``rows`` is for tables."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A source file read: its front matter, its blocks in order and its footnotes by number."""

    fields: dict[str, str]
    blocks: tuple[SourceBlock, ...]
    notes: dict[int, str]


def read_source(path: Path, *, narrow_space: str) -> Source:
    """Parse ``path`` and set its French typography; ``narrow_space`` goes before ``; ? ! %`` and in numbers.

    Raises ValueError if the front matter is missing.
    """
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    fields = {key: value for key, _, value in (line.partition(": ") for line in head.splitlines())}
    curly = fields.pop("apostrophe", "straight") == "curly"

    def typeset(text: str) -> str:
        return set_french(text, narrow_space=narrow_space, curly=curly)

    for key in fields.keys() & {"title", "subtitle", "header", "footer", "subject", "author"}:
        fields[key] = typeset(fields[key])
    blocks: list[SourceBlock] = []
    notes: dict[int, str] = {}
    rows: list[tuple[str, ...]] = []
    for line in [*body.splitlines(), ""]:
        if line.startswith("|"):
            if not line.startswith("|---"):
                rows.append(tuple(typeset(cell.strip()) for cell in line.strip("|").split("|")))
            continue
        if rows:
            blocks.append(SourceBlock("table", rows=tuple(rows)))
            rows = []
        if note := re.match(r"\[\^(\d)\]: (.+)", line):
            notes[int(note.group(1))] = typeset(note.group(2))
        elif line:
            blocks.append(_block(line, typeset))
    return Source(fields, tuple(blocks), notes)


def _block(line: str, typeset: Callable[[str], str]) -> SourceBlock:
    for mark, kind in _MARKS.items():
        if line.startswith(mark):
            text = line.removeprefix(mark)
            return SourceBlock(kind, typeset(text))
    return SourceBlock("paragraph", typeset(_CALL.sub(lambda call: call_mark(int(call.group(1))), line)))


def call_mark(number: int) -> str:
    """The character that stands for the call of footnote ``number``."""
    return chr(_FIRST_CALL + number)


def called_note(character: str) -> int | None:
    """The number of the footnote that ``character`` calls, or None for an ordinary character."""
    number = ord(character) - _FIRST_CALL
    return number if 1 <= number <= 9 else None


def set_french(text: str, *, narrow_space: str, curly: bool) -> str:
    """Put no-break spaces where French wants them, and curly apostrophes if asked."""
    text = re.sub(r" (?=[;?!%])", narrow_space, text)
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", narrow_space, text)
    text = re.sub(r" (?=[:»])|(?<=«) |(?<=n°) ", "\u00a0", text)
    return text.replace("'", "’") if curly else text
