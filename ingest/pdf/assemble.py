"""From the drafts of all pages to one text with its blocks and pages."""

import re
from itertools import groupby

from ingest.document import Block, BlockKind, Page
from ingest.pdf.hyphens import Vocabulary, join_lines
from ingest.pdf.model import Draft, Table
from ingest.pdf.styles import Styles

_ENDS = re.compile(r"[.!?:;…][\s\u00a0\u202f]*[»”\")\]]*$")
_HANGING = re.compile(
    r"(?:[,(«]|[-\u2010\u00ad]|\b(?:le|la|les|l['’]|de|du|des|d['’]|un|une|et|ou|à|au|aux|en|par|pour|sur|dans|avec|que|qu['’]|qui|"
    r"ce|cet|cette|ces|son|sa|ses|leur|leurs|sans|sous|entre|vers|est|sont|a|ont|ne|se|plus|comme|dont))[\s\u00a0]*$",
    re.IGNORECASE,
)


def assemble(
    drafts: list[Draft], labels: list[str], vocabulary: Vocabulary, styles: Styles
) -> tuple[str, tuple[Block, ...], tuple[Page, ...]]:
    """The text, its blocks in order, and where each page starts."""
    drafts = _join_over_breaks(drafts)
    styles.rank([(draft.size, draft.is_bold) for draft in drafts if draft.kind is BlockKind.HEADING])
    writer = _Writer(len(labels), vocabulary)
    last: Draft | None = None
    for draft in drafts:
        if draft.kind is BlockKind.HEADING:
            draft.level = styles.level(draft.size, draft.is_bold)
        tight = last is not None and _same_list(last, draft)
        if draft.table is not None:
            writer.add_table(draft, draft.table)
        else:
            writer.add(draft, "\n" if tight else "\n\n")
        last = draft
    return writer.finish(labels)


class _Writer:
    def __init__(self, num_pages: int, vocabulary: Vocabulary) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._starts: list[int | None] = [None] * num_pages
        self._vocabulary = vocabulary

    def add(self, draft: Draft, separator: str) -> None:
        text, line_starts = join_lines(draft.lines, self._vocabulary)
        trimmed = text.strip()
        if not trimmed:
            return
        lead = len(text) - len(text.lstrip())
        start = self._append(trimmed, separator)
        self._mark(draft.page, start)
        for index, page in draft.breaks:
            self._mark(page, start + min(max(line_starts[index] - lead, 0), len(trimmed) - 1))
        self._blocks.append(Block(draft.kind, start, start + len(trimmed), draft.level))

    def add_table(self, draft: Draft, table: Table) -> None:
        heads = [self._cell(lines) for lines in table.heads]
        separator = "\n\n"
        pages = dict(draft.breaks)
        page = draft.page
        for index, row in enumerate(table.rows):
            texts = [self._cell(lines) for lines in row]
            line = " | ".join(text for text in texts if text)
            if not line:
                continue
            start = self._append(line, separator)
            separator = "\n"
            page = pages.get(index, page)
            self._mark(page, start)
            cells: tuple[tuple[str, str], ...] = ()
            if index >= table.num_header_rows:
                # A text alone in the first column titles the rows below it; no head governs it.
                is_title = bool(texts[0]) and sum(map(bool, texts)) == 1
                cells = tuple(
                    ("" if is_title else head, text) for head, text in zip(heads, texts, strict=True) if text
                )
            self._blocks.append(Block(BlockKind.TABLE_ROW, start, start + len(line), cells=cells))

    def _cell(self, lines: list[str]) -> str:
        return join_lines(lines, self._vocabulary)[0].strip() if lines else ""

    def _append(self, text: str, separator: str) -> int:
        if self._length:
            self._parts.append(separator)
            self._length += len(separator)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start

    def _mark(self, page: int, start: int) -> None:
        known = self._starts[page]
        if known is None or start < known:
            self._starts[page] = start

    def finish(self, labels: list[str]) -> tuple[str, tuple[Block, ...], tuple[Page, ...]]:
        starts: list[int] = []
        following = self._length
        for start in reversed(self._starts):
            following = min(start, following) if start is not None else following
            starts.append(following)
        starts.reverse()
        if starts:
            starts[0] = 0
        pages = tuple(Page(start, label) for start, label in zip(starts, labels, strict=True))
        return "".join(self._parts), tuple(self._blocks), pages


def _same_list(last: Draft, draft: Draft) -> bool:
    both = last.kind is BlockKind.LIST_ITEM and draft.kind is BlockKind.LIST_ITEM
    if not both:
        return False
    if (last.page, last.region) == (draft.page, draft.region):
        return last.group == draft.group
    return True


def _join_over_breaks(drafts: list[Draft]) -> list[Draft]:
    """Join what goes on from a column or page to the next; notes then come before it."""
    joined: list[Draft] = []
    last: int | None = None  # the place in ``joined`` of the last draft that is no footnote
    for _page, on_page in groupby(drafts, key=lambda draft: draft.page):
        for draft in on_page:
            if draft.kind is BlockKind.FOOTNOTE:
                joined.append(draft)
                continue
            before = joined[last] if last is not None else None
            if before is not None and last is not None and _continues(before, draft):
                _extend(before, draft)
                if last != len(joined) - 1:
                    joined.append(joined.pop(last))
                    last = len(joined) - 1
                continue
            joined.append(draft)
            last = len(joined) - 1
    return joined


def _extend(before: Draft, draft: Draft) -> None:
    if before.table is not None and draft.table is not None:
        table, more = before.table, draft.table
        skipped = more.num_header_rows if more.heads == table.heads else 0
        more_rows = more.rows[skipped:]
        if more_rows and _goes_on(table.rows[-1], more_rows[0]):
            table.rows[-1] = [cell + rest for cell, rest in zip(table.rows[-1], more_rows[0], strict=True)]
            more_rows = more_rows[1:]
            skipped += 1
        if not more_rows:
            return
        before.breaks.append((len(table.rows), draft.page))
        before.breaks.extend((len(table.rows) + index - skipped, page) for index, page in draft.breaks)
        table.rows = table.rows + more_rows
        return
    if draft.page != before.page or draft.breaks:
        before.breaks.append((len(before.lines), draft.page))
    before.lines = before.lines + draft.lines
    before.is_full = draft.is_full
    before.region = draft.region


def _continues(before: Draft, draft: Draft) -> bool:
    here = (before.breaks[-1][1] if before.breaks else before.page, before.region)
    if here == (draft.page, draft.region):
        return False
    if before.table is not None and draft.table is not None:
        return draft.page == here[0] + 1 and _same_columns(before.table, draft.table)
    if before.table is not None or draft.table is not None or draft.kind is not BlockKind.PARAGRAPH:
        return False
    if before.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    if abs(before.size - draft.size) > 0.08 * max(before.size, draft.size):
        return False
    end, start = before.lines[-1].rstrip(), draft.lines[0].lstrip()
    if not end or not start or _ENDS.search(end):
        return False
    first = start.lstrip("«“\"'(\u00a0\u202f ")[:1]
    if first.islower():
        return True
    return before.is_full and bool(_HANGING.search(end))


def _goes_on(row: list[list[str]], following: list[list[str]]) -> bool:
    """Whether a row at the top of a page is the rest of the last row of the page before."""
    if following[0] or not row[0]:
        return False
    filled = [(cell, rest) for cell, rest in zip(row, following, strict=True) if rest]
    return all(cell and (rest[0][:1].islower() or not _ENDS.search(cell[-1])) for cell, rest in filled)


def _same_columns(table: Table, more: Table) -> bool:
    if len(table.edges) != len(more.edges):
        return False
    if any(abs(a - b) > 6 for a, b in zip(table.edges, more.edges, strict=True)):
        return False
    # Heads made out without bold type, unlike the table's own, are a row like the others.
    return not more.has_bold_heads or more.heads == table.heads
