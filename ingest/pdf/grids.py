"""Grids of crossing rules: where their rows, columns and merged cells are."""

from bisect import bisect_right
from collections import defaultdict

from ingest.pdf.model import Rule

_NEAR = 3.0  # points: rules this close meet
_MAX_LINES = 600  # per direction and page; more is a drawing


class Grid:
    """Rows between ``ys``, columns between ``xs``; ``roots`` names each cell by its top left one.

    Cell (row, column) is numbered ``row * num_columns + column``.
    """

    def __init__(self, horizontals: list[Rule], verticals: list[Rule]) -> None:
        self.xs = _cluster(
            [rule.x0 for rule in verticals] + _ends(horizontals, [rule.x0 for rule in verticals], 0)
        )
        self.ys = _cluster(
            [rule.y0 for rule in horizontals] + _ends(verticals, [rule.y0 for rule in horizontals], 1)
        )
        self.num_rows, self.num_columns = len(self.ys) - 1, len(self.xs) - 1
        self.top, self.bottom = self.ys[0], self.ys[-1]
        self.roots: list[list[int]] = []
        if self.num_rows > 0 and self.num_columns > 0:
            self._merge(horizontals, verticals)

    def _merge(self, horizontals: list[Rule], verticals: list[Rule]) -> None:
        columns, rows = self.num_columns, self.num_rows
        parent = list(range(rows * columns))

        def root(cell: int) -> int:
            while parent[cell] != cell:
                parent[cell] = parent[parent[cell]]
                cell = parent[cell]
            return cell

        walls: set[tuple[int, int]] = set()  # (row, x index)
        for rule in verticals:
            index = _nearest(self.xs, rule.x0)
            for row in range(rows):
                middle = (self.ys[row] + self.ys[row + 1]) / 2
                if rule.y0 - 1 <= middle <= rule.y1 + 1:
                    walls.add((row, index))
        floors: set[tuple[int, int]] = set()  # (y index, column)
        for rule in horizontals:
            index = _nearest(self.ys, rule.y0)
            for column in range(columns):
                middle = (self.xs[column] + self.xs[column + 1]) / 2
                if rule.x0 - 1 <= middle <= rule.x1 + 1:
                    floors.add((index, column))
        for row in range(rows):
            for column in range(columns):
                cell = row * columns + column
                for other, is_apart in (
                    (cell + 1, column + 1 == columns or (row, column + 1) in walls),
                    (cell + columns, row + 1 == rows or (row + 1, column) in floors),
                ):
                    if not is_apart:
                        first, second = sorted((root(cell), root(other)))
                        parent[second] = first
        self.roots = [[root(row * columns + column) for column in range(columns)] for row in range(rows)]

    def cell_at(self, x: float, y: float) -> int | None:
        """The cell that holds a point, or None outside the grid."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if not (0 <= row < self.num_rows and 0 <= column < self.num_columns):
            return None
        return self.roots[row][column]


def find_grids(rules: list[Rule]) -> list[Grid]:
    """The groups of crossing rules that make at least two rows and two columns, from the top."""
    horizontals = _merge_collinear([rule for rule in rules if rule.horizontal])
    verticals = _merge_collinear([rule for rule in rules if not rule.horizontal])
    if not verticals or len(horizontals) < 2 or max(len(horizontals), len(verticals)) > _MAX_LINES:
        return []
    parent = list(range(len(horizontals) + len(verticals)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for i, h in enumerate(horizontals):
        for j, v in enumerate(verticals):
            if h.x0 - _NEAR <= v.x0 <= h.x1 + _NEAR and v.y0 - _NEAR <= h.y0 <= v.y1 + _NEAR:
                parent[root(i)] = root(len(horizontals) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate(horizontals):
        groups[root(i)][0].append(rule)
    for j, rule in enumerate(verticals):
        groups[root(len(horizontals) + j)][1].append(rule)
    grids = [Grid(hs, vs) for hs, vs in groups.values() if len(hs) >= 2 and vs]
    grids = [grid for grid in grids if grid.num_rows >= 2 and grid.num_columns >= 2]
    return sorted(grids, key=lambda grid: (grid.top, grid.xs[0]))


def _merge_collinear(rules: list[Rule]) -> list[Rule]:
    """Rules on one line that touch, made one; the result is ordered."""
    turned = bool(rules) and not rules[0].horizontal
    spans = sorted((r.x0, r.y0, r.y1) if turned else (r.y0, r.x0, r.x1) for r in rules)
    merged: list[tuple[float, float, float]] = []
    index = 0
    while index < len(spans):
        end = index
        while end < len(spans) and spans[end][0] - spans[index][0] <= 1.6:
            end += 1
        place = spans[index][0]
        for _, start, stop in sorted(spans[index:end], key=lambda span: span[1]):
            if merged and merged[-1][0] == place and start <= merged[-1][2] + _NEAR:
                merged[-1] = (place, merged[-1][1], max(stop, merged[-1][2]))
            else:
                merged.append((place, start, stop))
        index = end
    return [Rule(p, a, p, b) if turned else Rule(a, p, b, p) for p, a, b in merged]


def _ends(rules: list[Rule], places: list[float], axis: int) -> list[float]:
    """The far ends of the rules across, where no rule closes the grid on that side."""
    low = min(rule.x0 if axis == 0 else rule.y0 for rule in rules)
    high = max(rule.x1 if axis == 0 else rule.y1 for rule in rules)
    ends = []
    if low < min(places) - 8:
        ends.append(low)
    if high > max(places) + 8:
        ends.append(high)
    return ends


def _cluster(values: list[float]) -> list[float]:
    clustered: list[float] = []
    for value in sorted(values):
        if not clustered or value - clustered[-1] > _NEAR:
            clustered.append(value)
    return clustered


def _nearest(places: list[float], value: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - value))
