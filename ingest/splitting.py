"""Split a document into passages along its own structure.

A passage is a contiguous run of whole blocks under one heading; a block too long for one passage is
cut between sentences. A list stays with the line that introduces it, a table with its head row, as
long as they fit. Nothing is lost and nothing overlaps: each non-blank character lies in exactly one passage.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Block, BlockKind, ParsedFile, page_number
from ingest.reading import plain, read_block
from ingest.sentences import sentence_spans

# Characters, from the public contract: a passage, and one list or one table.
MAX_CHARACTERS = 1_000
MAX_LIST_CHARACTERS = 2_000
# A list or table kept whole may hold this many times the tokens of another passage.
_LIST_TOKENS = 1.75
# A heading of this many words says something by itself.
_TELLING_WORDS = 8

_NON_BLANK = re.compile(r"\S")

TokenCounter = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A contiguous slice of one document: ``document.text[start:end] == text``.

    ``headings`` is the path of titles above it, outermost first; ``reading`` is what is embedded and
    analysed, ``text`` what is quoted. ``page`` is 1-based, None without pages.
    """

    passage_id: str
    start: int
    end: int
    text: str
    reading: str
    page: int | None = None
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A block, or a sentence of a block too long for one passage."""

    block: Block
    start: int
    end: int
    reading: str
    tokens: int


def split_passages(
    parsed: ParsedFile, document_id: str, count_tokens: TokenCounter, *, max_tokens: int
) -> list[Passage]:
    """The passages of ``parsed`` in order, none over ``max_tokens`` tokens (of their reading)
    but a list or a table kept whole, which may hold 1.75 times as many.

    A single sentence longer than that is kept whole up to MAX_CHARACTERS, then cut at a clause or a
    space: the only case in which a sentence is cut. ``passage_id`` is ``document_id:start-end``.
    """
    passages = []
    for headings, units in _sections(parsed, _units(parsed, count_tokens, max_tokens)):
        for run in _runs(units, max_tokens):
            start, end = run[0].start, run[-1].end
            passages.append(
                Passage(
                    passage_id=f"{document_id}:{start}-{end}",
                    start=start,
                    end=end,
                    text=parsed.text[start:end],
                    reading="\n".join(unit.reading for unit in run if unit.reading),
                    page=page_number(parsed.pages, _first_content(run).start),
                    headings=headings,
                )
            )
    return passages


def _first_content(run: list[_Unit]) -> _Unit:
    return next((unit for unit in run if unit.block.kind is not BlockKind.HEADING), run[0])


def _units(parsed: ParsedFile, count_tokens: TokenCounter, max_tokens: int) -> list[_Unit]:
    # A block too long for a passage is read in pieces, below.
    readings = [
        read_block(parsed.text, block) if block.end - block.start <= MAX_CHARACTERS else ""
        for block in parsed.blocks
    ]
    units: list[_Unit] = []
    for block, reading, tokens in zip(parsed.blocks, readings, count_tokens(readings), strict=True):
        if tokens <= max_tokens and block.end - block.start <= MAX_CHARACTERS:
            units.append(_Unit(block, block.start, block.end, reading, tokens))
            continue
        spans = [
            piece
            for start, end in sentence_spans(parsed.text, block.start, block.end)
            for piece in _cut(parsed.text, start, end)
        ]
        pieces = [plain(parsed.text[start:end]) for start, end in spans]
        units.extend(
            _Unit(block, start, end, piece, count)
            for (start, end), piece, count in zip(spans, pieces, count_tokens(pieces), strict=True)
        )
    return units


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span itself, or parts of at most MAX_CHARACTERS cut after a clause, else at a space."""
    while end - start > MAX_CHARACTERS:
        window = text[start : start + MAX_CHARACTERS]
        for mark in ("\n", " ; ", "; ", " | ", ", ", " "):
            cut = window.rfind(mark)
            if cut > MAX_CHARACTERS // 2:
                cut += len(mark)
                break
        else:
            cut = MAX_CHARACTERS
        piece = text[start : start + cut]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        start += cut
        start = match.start() if (match := _NON_BLANK.search(text, start, end)) else end
    if start < end:
        yield start, end


def _sections(parsed: ParsedFile, units: list[_Unit]) -> Iterator[tuple[tuple[str, ...], list[_Unit]]]:
    """(heading path, units) of each section; its headings open it. Headings alone wait for content."""
    path: list[tuple[int, str]] = []
    section: list[_Unit] = []
    has_content = False
    for unit in units:
        if unit.block.kind is BlockKind.HEADING and unit.start == unit.block.start:
            if has_content:
                yield tuple(title for _, title in path), section
                section, has_content = [], False
            elif section and _stands_alone(section, unit):
                yield tuple(title for _, title in path), section
                section = []
            level = unit.block.level
            while path and path[-1][0] >= level:
                path.pop()
            title = plain(parsed.text[unit.start : unit.end])
            if title:
                path.append((level, title))
        elif unit.block.kind is not BlockKind.HEADING:
            has_content = True
        section.append(unit)
    if section:
        yield tuple(title for _, title in path), section


def _stands_alone(headings: list[_Unit], following: _Unit) -> bool:
    """Whether headings without content are a passage: a slide whose title says it all, or too much text."""
    if sum(unit.end - unit.start for unit in headings) > MAX_CHARACTERS // 2:
        return True
    return (
        following.block.level <= headings[0].block.level
        and len(headings[0].reading.split()) >= _TELLING_WORDS
    )


def _runs(units: list[_Unit], max_tokens: int) -> Iterator[list[_Unit]]:
    """Cut a section into runs that fit, preferring to keep a list or a table whole with its lead."""
    run: list[_Unit] = []
    for group in _groups(units):
        if run and not _fits([*run, *group], max_tokens):
            head = run if all(unit.block.kind is BlockKind.HEADING for unit in run) else []
            if not head:
                yield run
                run = []
        if _fits([*run, *group], max_tokens) or (
            _is_listing(group) and _list_fits([*run, *group], max_tokens)
        ):
            run.extend(group)
            continue
        for unit in group:
            if run and not _fits([*run, unit], max_tokens):
                yield run
                run = []
            run.append(unit)
    if run:
        yield run


def _groups(units: list[_Unit]) -> Iterator[list[_Unit]]:
    """Units that belong together: a list with its lead line, a table, else one unit."""
    group: list[_Unit] = []
    for unit in units:
        if group and not _continues(group[-1], unit):
            yield group
            group = []
        group.append(unit)
    if group:
        yield group


def _continues(previous: _Unit, unit: _Unit) -> bool:
    kinds = (previous.block.kind, unit.block.kind)
    if kinds == (BlockKind.TABLE_ROW, BlockKind.TABLE_ROW):
        return bool(unit.block.cells)  # a row without cells is the head of another table
    if unit.block.kind is BlockKind.LIST_ITEM:
        return previous.block.kind is BlockKind.LIST_ITEM or previous.reading.endswith(":")
    return unit.block.kind is BlockKind.TABLE_ROW and previous.reading.endswith(":")


def _is_listing(units: list[_Unit]) -> bool:
    return len(units) > 1 and units[-1].block.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}


def _fits(units: list[_Unit], max_tokens: int) -> bool:
    return (
        sum(unit.tokens for unit in units) <= max_tokens and units[-1].end - units[0].start <= MAX_CHARACTERS
    )


def _list_fits(units: list[_Unit], max_tokens: int) -> bool:
    return (
        sum(unit.tokens for unit in units) <= _LIST_TOKENS * max_tokens
        and units[-1].end - units[0].start <= MAX_LIST_CHARACTERS
    )
