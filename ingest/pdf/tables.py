"""Ruled tables: grids of drawn lines, and the words in their cells."""

from collections import defaultdict

from ingest.pdf.grids import Grid, find_grids
from ingest.pdf.lined import find_lined_grids
from ingest.pdf.model import Line, Rule, Table, Word, make_line

_MAX_MEAN_CELL = 350  # characters: a grid of longer cells lays out prose, it is no table
_MAX_REPEATED = 80  # characters: a cell that spans rows is repeated in each if it is short


def find_ruled_tables(lines: list[Line], rules: list[Rule]) -> tuple[list[Table], list[Line]]:
    """The ruled tables of a page, and its lines without the words that stand in them."""
    tables: list[Table] = []
    grids = find_grids(rules)
    for grid in [*grids, *(lined for lined in find_lined_grids(lines, rules) if not _overlaps(lined, grids))]:
        inside: dict[int, list[Word]] = defaultdict(list)
        taken: set[int] = set()
        for line in lines:
            if not grid.top - 2 <= line.y <= grid.bottom + 2:
                continue
            for word in line.words:
                cell = grid.cell_at((word.x0 + word.x1) / 2, word.y - 0.3 * word.size)
                if cell is not None:
                    inside[cell].append(word)
                    taken.add(id(word))
        table = _make_table(grid, inside)
        if table is None:
            continue
        tables.append(table)
        kept = []
        for line in lines:
            words = [word for word in line.words if id(word) not in taken]
            if len(words) == len(line.words):
                kept.append(line)
            elif words:
                kept.append(make_line(words))
        lines = kept
    return tables, lines


def _overlaps(grid: Grid, others: list[Grid]) -> bool:
    return any(grid.top < other.bottom and other.top < grid.bottom for other in others)


def group_cell_lines(words: list[Word]) -> list[Line]:
    """The words of one cell as lines, from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.y, word.x0)):
        if rows and abs(word.y - rows[-1][0].y) <= 0.45 * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [make_line(row) for row in rows]


def _make_table(grid: Grid, inside: dict[int, list[Word]]) -> Table | None:
    texts = {cell: [line.text for line in group_cell_lines(words)] for cell, words in inside.items()}
    lengths = [sum(map(len, lines)) for lines in texts.values()]
    if len(lengths) < 3 or sum(lengths) / len(lengths) > _MAX_MEAN_CELL:
        return None
    rows: list[list[list[str]]] = []
    covers: list[list[list[str]]] = []  # the text over each column, spans repeated
    bolds: list[bool] = []
    spans: list[int] = []  # the number of distinct cells in each row
    for row in range(grid.num_rows):
        cells, cover = [], []
        for column in range(grid.num_columns):
            cell = grid.roots[row][column]
            first_row, first_column = divmod(cell, grid.num_columns)
            text = texts.get(cell, [])
            cover.append(text)
            is_repeat = first_row < row and sum(map(len, text)) > _MAX_REPEATED
            cells.append([] if first_column < column or is_repeat else text)
        own = [cell for cell in dict.fromkeys(grid.roots[row]) if cell in texts]
        if not any(cell // grid.num_columns == row for cell in own):
            continue
        rows.append(cells)
        covers.append(cover)
        spans.append(len(dict.fromkeys(grid.roots[row])))
        words = [word for cell in own for word in inside[cell] if any(map(str.isalpha, word.text))]
        bolds.append(bool(words) and all(word.bold for word in words))
    used = [column for column in range(grid.num_columns) if any(row[column] for row in rows)]
    if len(used) < 2 or len(rows) < 2:
        return None
    rows = [[row[column] for column in used] for row in rows]
    covers = [[cover[column] for column in used] for cover in covers]
    num_header_rows, heads = find_heads(rows, covers, bolds, spans)
    edges = tuple(grid.xs[column] for column in used)
    has_bold_heads = num_header_rows > 0 and bolds[num_header_rows - 1]
    extent = (grid.xs[0], grid.xs[-1], grid.top, grid.bottom)
    return Table(rows, num_header_rows, heads, *extent, edges, has_bold_heads)


def find_heads(
    rows: list[list[list[str]]], covers: list[list[list[str]]], bolds: list[bool], spans: list[int]
) -> tuple[int, list[list[str]]]:
    """How many rows are heads, and each column's head.

    A first row that is one cell across the table is a title. The next one is a row of heads if it
    alone is bold, or if it names every column, briefly and without figures, over rows that differ.
    """
    num_columns = len(rows[0])
    none: list[list[str]] = [[] for _ in range(num_columns)]
    first = 1 if spans[0] == 1 and len(rows) > 2 and num_columns > 1 else 0
    head, body = rows[first], rows[first + 1 :]
    if not body:
        return first, none
    filled = [" ".join(cell) for cell in head if cell]
    covered = sum(bool(cell) for cell in covers[first])
    is_brief = len(filled) >= 2 and all(len(text) <= 80 for text in filled)
    has_figures = any(any(map(str.isdigit, text)) and not any(map(str.isalpha, text)) for text in filled)
    body_bold = sum(bolds[first + 1 :]) / len(body)
    is_head = False
    if is_brief and covered >= num_columns - 1:
        ends_like_prose = any(text.endswith((".", ";", ":")) for text in filled)
        if bolds[first] and body_bold <= 0.5:
            is_head = True
        elif not has_figures and not ends_like_prose and covered == num_columns:
            is_head = len(body) >= 2 or any(any(map(str.isdigit, " ".join(cell))) for cell in body[0])
            first_column_long = sum(len(" ".join(row[0])) > 0 for row in body) >= 0.5 * len(body)
            is_head = is_head and first_column_long and not bolds[first] < (body_bold > 0.5)
            if num_columns == 2:
                # A label and its value in each row: heads only over short values.
                values = [" ".join(row[1]) for row in body if row[1]]
                is_head = is_head and len(body) >= 2 and max(map(len, values), default=0) <= 40
    if not is_head:
        return first, none
    heads = [list(cell) for cell in covers[first]]
    num_header_rows = first + 1
    is_split = spans[first] < num_columns and len(body) > 1 and spans[first + 1] > spans[first]
    if is_split and (bolds[first + 1] or not any(any(map(str.isdigit, " ".join(cell))) for cell in body[0])):
        for column, cell in enumerate(covers[first + 1]):
            if cell != heads[column]:
                heads[column] = heads[column] + cell
        num_header_rows += 1
    return num_header_rows, heads
