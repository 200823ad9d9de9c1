"""Tables without rules: short cells that keep to the same columns over several lines."""

from bisect import bisect_right
from statistics import mean

from ingest.pdf.columns import Item
from ingest.pdf.markers import is_lone_marker
from ingest.pdf.model import Line, Table, Word, make_line
from ingest.pdf.styles import Styles
from ingest.pdf.tables import find_heads

_GAP = 1.0  # ems between two cells
_MIN_ROWS = 3
_MAX_ROWS = 200
_MAX_MEAN_CELL = 32  # characters


def find_aligned_tables(items: list[Item], styles: Styles) -> list[Item]:
    """The items of a region, its aligned lines replaced by tables."""
    result: list[Item] = []
    index = 0
    while index < len(items):
        end = _end_of_run(items, index)
        table = _make_table([item for item in items[index:end] if isinstance(item, Line)], styles)
        if table is not None:
            result.append(table)
            index = end
        else:
            result.append(items[index])
            index += 1
    return result


def _cells(line: Line) -> list[list[Word]]:
    cells = [[line.words[0]]]
    for word in line.words[1:]:
        is_marked = len(cells[-1]) == 1 and is_lone_marker(cells[-1][0].text)
        if word.x0 - cells[-1][-1].x1 > _GAP * line.size and not is_marked:
            cells.append([word])
        else:
            cells[-1].append(word)
    return cells


def _end_of_run(items: list[Item], start: int) -> int:
    """Past the last line of a run of lines of several cells, with their continuation lines."""
    first = items[start]
    if not isinstance(first, Line) or len(_cells(first)) < 2:
        return start
    end = start + 1
    last_full = end
    while end < len(items) and end - start < _MAX_ROWS:
        line, above = items[end], items[end - 1]
        if not isinstance(line, Line) or not isinstance(above, Line):
            break
        if line.y - above.y > 3.2 * line.size or abs(line.size - first.size) > 0.25 * first.size:
            break
        if len(_cells(line)) >= 2:
            last_full = end + 1
        elif end - last_full >= 2 or line.y - above.y > 1.5 * line.size:
            break
        end += 1
    return last_full


def _make_table(lines: list[Line], styles: Styles) -> Table | None:
    full = [line for line in lines if len(_cells(line)) >= 2]
    if len(full) < _MIN_ROWS:
        return None
    columns = _columns(lines)
    if len(columns) < 2:
        return None
    lefts = [left for left, _ in columns]
    rows: list[list[list[str]]] = []
    bolds: list[bool] = []
    last: Line | None = None
    for line in lines:
        cells: list[list[Word]] = [[] for _ in columns]
        for word in line.words:
            column = bisect_right(lefts, (word.x0 + word.x1) / 2) - 1
            cells[max(column, 0)].append(word)
        texts = [make_line(words).text if words else "" for words in cells]
        filled = sum(map(bool, texts))
        if rows and last is not None and filled == 1 and line.y - last.y < 1.4 * line.size:
            column = next(i for i, text in enumerate(texts) if text)
            if rows[-1][column]:
                rows[-1][column].append(texts[column])
                last = line
                continue
        rows.append([[text] if text else [] for text in texts])
        bolds.append(line.bold)
        last = line
    if not _is_table(rows):
        return None
    spans = [sum(map(bool, row)) for row in rows]
    num_header_rows, heads = find_heads(rows, rows, bolds, [max(span, 2) for span in spans])
    edges = tuple(lefts)
    return Table(
        rows, num_header_rows, heads, edges[0], columns[-1][1], lines[0].top, lines[-1].bottom, edges
    )


def _columns(lines: list[Line]) -> list[tuple[float, float]]:
    """The x intervals that the lines cover together, those a narrow gap parts made one."""
    size = lines[0].size
    spans = sorted((cell[0].x0, max(word.x1 for word in cell)) for line in lines for cell in _cells(line))
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left - columns[-1][1] < 0.6 * size:
            columns[-1] = (columns[-1][0], max(right, columns[-1][1]))
        else:
            columns.append((left, right))
    return columns


def _is_table(rows: list[list[list[str]]]) -> bool:
    cells = [" ".join(cell) for row in rows for cell in row if cell]
    num_columns = len(rows[0])
    filled = mean(sum(map(bool, row)) for row in rows)
    if len(rows) < _MIN_ROWS or filled < 0.6 * num_columns or filled < 1.7:
        return False
    if mean(map(len, cells)) > _MAX_MEAN_CELL:
        return False
    if num_columns >= 3:
        return True
    # Two columns read as a table only if the second holds figures or few words.
    second = [" ".join(row[1]) for row in rows if row[1]]
    figures = sum(any(map(str.isdigit, text)) and len(text) <= 20 for text in second)
    return figures >= 0.6 * len(second) and max(map(len, second)) <= 40
