"""Markdown and plain text: the document's text is the file's own, blocks are ranges of its lines.

markdown-it-py says which lines hold what; nothing is rewritten, so a quote is found in the file itself.
Plain text is read by the same rules, less those that would misread it (indented code, raw HTML).
"""

import re
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.dates import find_date
from ingest.decoding import decode_text
from ingest.document import Block, BlockKind, Metadata, ParsedFile
from ingest.errors import NoTextError
from ingest.front_matter import read_front_matter
from ingest.reading import plain

_CELL_BREAK = re.compile(r"(?<!\\)\|")
_CONTAINER_MARK = re.compile(r"^(?:(?:>|[-*+]|\d{1,9}[.)])\s+)+(?=\|)")
# Marks that slide-like texts use for list items where Markdown wants - or *.
_BULLET = re.compile(r"\s*(?:[✓✔■▪●•◦‣►➢–—]|\d{1,2}[.)])\s+")
_FOOTNOTE_MARK = re.compile(r"\s*(?:<sup>\d+</sup>|\[\^?\d+\]:)\s*\S")
# The ends of lines of a text wrapped by hand come close together; those of one paragraph a line do not.
_WRAP_SLACK = 0.6
_WRAP_WIDTH = 130


def parse_markdown(path: Path) -> ParsedFile:
    """Read a Markdown file. Raises ParseError when it cannot be decoded or is empty."""
    return _parse(decode_text(path.read_bytes()), MarkdownIt("commonmark").enable("table"))


def parse_plain_text(path: Path) -> ParsedFile:
    """Read a plain text file; its Markdown marks, if any, count as structure."""
    return _parse(
        decode_text(path.read_bytes()),
        MarkdownIt("commonmark").enable("table").disable(["code", "html_block"]),
    )


def _parse(text: str, markdown: MarkdownIt) -> ParsedFile:
    fields, body_start = read_front_matter(text)
    # Same length, so that line numbers and offsets stay those of the file.
    masked = re.sub(r"[^\n]", " ", text[:body_start]) + text[body_start:]
    lines = _line_starts(text)
    blocks = _block(text, BlockKind.PARAGRAPH, 0, body_start)
    for kind, level, first, last, token in _leaves(markdown.parse(masked)):
        start, end = lines[first], lines[min(last, len(lines) - 1)]
        if token.type == "table_open":
            blocks.extend(_table_rows(text, lines, first, last))
        elif kind is BlockKind.PARAGRAPH:
            blocks.extend(_paragraphs(text, start, end))
        else:
            blocks.extend(_block(text, kind, start, end, level))
    blocks = _complete(text, blocks)
    if not blocks:
        raise NoTextError("Le fichier est vide : il n'y a rien à indexer.")
    return ParsedFile(text=text, blocks=tuple(blocks), metadata=_metadata(text, blocks, fields, body_start))


def _line_starts(text: str) -> list[int]:
    """Offset of each line, then the length of the text once more."""
    starts = [0]
    starts.extend(match.end() for match in re.finditer("\n", text))
    return [*starts, len(text)]


def _leaves(tokens: list[Token]) -> Iterator[tuple[BlockKind, int, int, int, Token]]:
    """(kind, level, first line, line after the last, token) of each block that holds text itself."""
    depth, items = 0, 0
    for index, token in enumerate(tokens):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            depth -= 1
        if token.map is None:
            continue
        first, last = token.map
        if token.type == "heading_open":
            yield BlockKind.HEADING, int(token.tag[1]), first, last, token
        elif token.type == "paragraph_open":
            opens_item = index > 0 and tokens[index - 1].type == "list_item_open"
            items += opens_item
            yield (BlockKind.LIST_ITEM if depth else BlockKind.PARAGRAPH), depth, first, last, token
        elif token.type in {"fence", "code_block", "html_block", "table_open"}:
            yield BlockKind.PARAGRAPH, 0, first, last, token


def _block(text: str, kind: BlockKind, start: int, end: int, level: int = 0) -> list[Block]:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return []
    start += len(piece) - len(piece.lstrip())
    return [Block(kind, start, start + len(stripped), level)]


def _paragraphs(text: str, start: int, end: int) -> list[Block]:
    """One block, or one a line where each line is a paragraph or a marked item of its own."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text[start:end])]
    spans = [
        (start + first, start + last) for first, last in lines if text[start + first : start + last].strip()
    ]
    if len(spans) > 1 and (_marked(text, spans) or not _wrapped([last - first for first, last in spans])):
        groups = spans
    else:
        groups = [(start, end)]
    blocks: list[Block] = []
    for first, last in groups:
        line = text[first:last]
        if _FOOTNOTE_MARK.match(line):
            kind, level = BlockKind.FOOTNOTE, 0
        elif _BULLET.match(line):
            kind, level = BlockKind.LIST_ITEM, 1
        else:
            kind, level = BlockKind.PARAGRAPH, 0
        blocks.extend(_block(text, kind, first, last, level))
    return blocks


def _marked(text: str, spans: list[tuple[int, int]]) -> bool:
    return sum(_BULLET.match(text, first, last) is not None for first, last in spans) > 1


def _wrapped(lengths: list[int]) -> bool:
    """Whether the lines are one paragraph cut by hand at a right margin."""
    widest = max(lengths)
    return (widest <= _WRAP_WIDTH and min(lengths[:-1]) >= _WRAP_SLACK * widest) or widest <= 40


def _table_rows(text: str, lines: list[int], first: int, last: int) -> list[Block]:
    heads: list[str] = []
    blocks: list[Block] = []
    for number in range(first, last):
        row = _block(text, BlockKind.TABLE_ROW, lines[number], lines[number + 1])
        if not row:
            continue
        cells = _cells(text[row[0].start : row[0].end])
        if number == first:
            heads = cells
            blocks.append(row[0])
        elif number == first + 1:  # the rule under the heads belongs to their row
            blocks[0] = Block(BlockKind.TABLE_ROW, blocks[0].start, row[0].end)
        else:
            named = [(heads[i] if i < len(heads) else "", cell) for i, cell in enumerate(cells) if cell]
            blocks.append(Block(BlockKind.TABLE_ROW, row[0].start, row[0].end, cells=tuple(named)))
    return blocks


def _cells(row: str) -> list[str]:
    """The cells of a row; the mark of the list or quotation that holds it is none of them."""
    cells = [cell.strip() for cell in _CELL_BREAK.split(_CONTAINER_MARK.sub("", row))]
    first = 1 if len(cells) > 1 and not cells[0] else 0  # the bars at both ends are optional
    return cells[first:-1] if len(cells) > first + 1 and not cells[-1] else cells[first:]


def _complete(text: str, blocks: list[Block]) -> list[Block]:
    """Add what no Markdown block holds (link definitions, stray marks), so that nothing is lost."""
    complete: list[Block] = []
    position = 0
    for block in [*sorted(blocks, key=lambda block: block.start), None]:
        limit = len(text) if block is None else block.start
        for match in re.finditer(r"[^\n]+", text[position:limit]):
            if re.search(r"\w", match.group()):
                complete.extend(
                    _block(text, BlockKind.PARAGRAPH, position + match.start(), position + match.end())
                )
        if block is not None:
            complete.append(_widened(text, block, position))
            position = complete[-1].end
    return _absorb_marks(text, complete)


def _widened(text: str, block: Block, floor: int) -> Block:
    """A list item's or a quotation's mark stands before the paragraph that the parser reports."""
    start = block.start
    line = text.rfind("\n", floor, start) + 1 or floor
    if text[line:start].strip() and not re.search(r"\w\w", text[line:start]):
        start = line + len(text[line:start]) - len(text[line:start].lstrip())
    return Block(block.kind, start, block.end, block.level, block.cells)


def _absorb_marks(text: str, blocks: list[Block]) -> list[Block]:
    """Lines of marks alone (rules, fences) join the block before them, or after where none is before."""
    result: list[Block] = []
    for index, block in enumerate(blocks):
        start, end = block.start, block.end
        if index == 0 and (lead := text[:start].strip()):
            start = text.index(lead[0])
        limit = blocks[index + 1].start if index + 1 < len(blocks) else len(text)
        end += len(text[end:limit].rstrip())
        result.append(Block(block.kind, start, end, block.level, block.cells))
    return result


def _metadata(text: str, blocks: list[Block], fields: dict[str, str], body_start: int) -> Metadata:
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    title = plain(text[headings[0].start : headings[0].end]) if headings else ""
    top = text[body_start : body_start + 600]
    return Metadata(
        title=fields.get("title") or fields.get("titre") or title,
        author=fields.get("author") or fields.get("auteur") or fields.get("authors") or "",
        institution=fields.get("institution") or fields.get("publisher") or fields.get("éditeur") or "",
        date=find_date(fields.get("date", "")) or find_date(top),
        language=(fields.get("lang") or fields.get("langue") or fields.get("language") or "")[:2].lower(),
    )
