"""Reading order: a page cut into regions, its columns one after the other.

A region is a list of lines and tables read from top to bottom. Columns show as a corridor, a band
without text, that runs down between lines on both sides; a line that crosses it (a title over the
columns, a table) ends it.
"""

from dataclasses import dataclass
from math import inf
from statistics import mean, median

from ingest.pdf.model import Line, Table, make_line

Item = Line | Table
_CORRIDOR = 0.9  # ems: the least width of a corridor
_MIN_SIDE = 3  # lines that a column holds at least
_MAX_DEPTH = 12
_MAX_ROWS = 800  # a page of more lines is no page to read


@dataclass(slots=True)
class _Band:
    start: int
    end: int  # past the last row
    left: float
    right: float


def reading_order(items: list[Item]) -> list[list[Item]]:
    """The regions in reading order."""
    rows = sorted(items, key=lambda item: item.y if isinstance(item, Line) else item.top)
    return _split(rows, 0)


def _split(rows: list[Item], depth: int) -> list[list[Item]]:
    if not rows:
        return []
    is_tractable = depth < _MAX_DEPTH and _MIN_SIDE <= len(rows) <= _MAX_ROWS
    band = _find_band(rows) if is_tractable else None
    if band is None:
        return [rows]
    middle = (band.left + band.right) / 2
    left, right = _cut(rows[band.start : band.end], middle)
    return [
        *_split(rows[: band.start], depth + 1),
        *_split(left, depth + 1),
        *_split(right, depth + 1),
        *_split(rows[band.end :], depth + 1),
    ]


def _cut(rows: list[Item], x: float) -> tuple[list[Item], list[Item]]:
    left: list[Item] = []
    right: list[Item] = []
    for row in rows:
        if isinstance(row, Table):
            (left if row.x1 <= x else right).append(row)
            continue
        before = [word for word in row.words if word.x0 < x]
        after = [word for word in row.words if word.x0 >= x]
        if before and after:
            left.append(make_line(before))
            right.append(make_line(after))
        else:
            (left if before else right).append(row)
    return left, right


def _free(row: Item) -> list[tuple[float, float]]:
    """The intervals that a row leaves blank and that are wide enough for a corridor."""
    if isinstance(row, Table):
        return [(-inf, row.x0), (row.x1, inf)]
    free = []
    reach = -inf
    for word in row.words:
        if word.x0 - reach > _least_corridor(row.size):
            free.append((reach, word.x0))
        reach = max(reach, word.x1)
    free.append((reach, inf))
    return free


def _least_corridor(size: float) -> float:
    """In points; large type does not ask for as wide a corridor, in ems, as a body's."""
    return max(_CORRIDOR * min(size, 11.0), 0.5 * size)


def _find_band(rows: list[Item]) -> _Band | None:
    """The corridor with the most lines on its shorter side, if what it parts reads as columns."""
    frees = [_free(row) for row in rows]
    sizes = [row.size if isinstance(row, Line) else 10.0 for row in rows]
    best: _Band | None = None
    best_score = 0
    tried: list[_Band] = []
    for start in range(len(rows) - _MIN_SIDE + 1):
        for interval in frees[start]:
            known = any(
                band.start < start < band.end and interval[0] <= band.left and band.right <= interval[1]
                for band in tried
            )
            if known:
                continue
            band = _extend(frees, sizes, start, interval)
            if band is None:
                continue
            tried.append(band)
            band = _trim(rows, band)
            score = _score(rows, band)
            if score > best_score:
                best, best_score = band, score
    return best


def _extend(
    frees: list[list[tuple[float, float]]], sizes: list[float], start: int, interval: tuple[float, float]
) -> _Band | None:
    left, right = interval
    end = start + 1
    while end < len(frees):
        least = _least_corridor(sizes[end])
        pieces = [(max(left, a), min(right, b)) for a, b in frees[end]]
        pieces = [(a, b) for a, b in pieces if b - a > least]
        if not pieces:
            break
        left, right = max(pieces, key=_width)
        end += 1
    if left == -inf or right == inf or end - start < _MIN_SIDE:
        return None
    return _Band(start, end, left, right)


def _width(piece: tuple[float, float]) -> tuple[bool, float]:
    """Corridors closed on both sides first, then the wider."""
    a, b = piece
    return a != -inf and b != inf, b - a


def _trim(rows: list[Item], band: _Band) -> _Band:
    """Leave out lines above or below that stand apart and belong to one side only."""
    start, end = band.start, band.end
    middle = (band.left + band.right) / 2

    def one_sided(row: Item) -> bool:
        return row.x1 <= middle or row.x0 >= middle

    def is_apart(upper: Item, lower: Item) -> bool:
        sizes = [item.size for item in (upper, lower) if isinstance(item, Line)]
        if lower.top - upper.bottom > 1.4 * max([*sizes, 6.0]):
            return True
        return len(sizes) == 2 and sizes[1] < 0.88 * sizes[0]

    while end - start > _MIN_SIDE and one_sided(rows[start]) and is_apart(rows[start], rows[start + 1]):
        start += 1
    while end - start > _MIN_SIDE and one_sided(rows[end - 1]) and is_apart(rows[end - 2], rows[end - 1]):
        end -= 1
    return _Band(start, end, band.left, band.right)


def _score(rows: list[Item], band: _Band) -> int:
    """The number of lines of the shorter column, 0 if the two sides are not columns."""
    middle = (band.left + band.right) / 2
    left, right = _cut(rows[band.start : band.end], middle)
    lines = [[item for item in side if isinstance(item, Line)] for side in (left, right)]
    num_lines = min(len(lines[0]), len(lines[1]))
    if num_lines < _MIN_SIDE:
        return 0
    num_shared = _count_shared(rows[band.start : band.end], middle)
    prose = [_reads_as_prose(side) for side in lines]
    if all(prose):
        return num_lines
    # Short lines on one side: columns only if the two sides do not keep step, as rows do, or if
    # they are wrapped sentences.
    if all(mean(len(line.text) for line in side) >= 8 for side in lines):
        wrapped = all(sum(line.text[:1].islower() for line in side) >= 0.3 * len(side) for side in lines)
        is_free = all(len(side) - num_shared >= 0.3 * len(side) for side in (left, right))
        if is_free or num_shared <= 0.4 * num_lines:
            return num_lines
        if wrapped and not _keep_step(rows[band.start : band.end], middle):
            return num_lines
    return 0


def _count_shared(rows: list[Item], x: float) -> int:
    """The rows with text both before ``x`` and in the column next after it."""
    after = [word.x0 for row in rows if isinstance(row, Line) for word in row.words if word.x0 >= x]
    ends = [row.x1 for row in rows if row.x1 > x]
    reach = min(after) + 0.25 * (max(ends) - min(after)) if after else x
    return sum(
        isinstance(row, Line) and row.x0 < x and any(x <= word.x0 <= reach for word in row.words)
        for row in rows
    )


def _keep_step(rows: list[Item], x: float) -> bool:
    """Whether sentences start together on both sides, as the cells of a table's row do."""
    pairs = []
    for row in rows:
        if isinstance(row, Line):
            before = [word for word in row.words if word.x0 < x]
            after = [word for word in row.words if word.x0 >= x]
            if before and after:
                pairs.append((before[0].text[:1].islower(), after[0].text[:1].islower()))
    return sum(a == b for a, b in pairs) >= 0.75 * len(pairs)


def _reads_as_prose(lines: list[Line]) -> bool:
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    fill = median((line.x1 - line.x0) / width for line in lines) if width > 0 else 0.0
    words = mean(len(line.words) for line in lines)
    return words >= 3.5 and fill >= 0.5
