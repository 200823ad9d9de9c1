"""Tables ruled between their rows only: where their columns are, made known as a grid."""

from bisect import bisect_right
from collections import Counter, defaultdict

from ingest.pdf.grids import Grid
from ingest.pdf.model import Line, Rule, Word

_MIN_RULES = 4
_MAX_ROW = 90.0  # points from one rule to the next
_NEAR = 4.0  # points between the ends of two rules of one table


def find_lined_grids(lines: list[Line], rules: list[Rule]) -> list[Grid]:
    """Grids of at least three rows parted by rules of the same extent, with blank columns' edges."""
    grids = []
    for run in _runs_of_rules([rule for rule in rules if rule.horizontal]):
        ys = sorted({y for y, _ in run})
        left = min(rule.x0 for _, parts in run for rule in parts)
        right = max(rule.x1 for _, parts in run for rule in parts)
        words = [
            word
            for line in lines
            if ys[0] <= line.y <= ys[-1]
            for word in line.words
            if left - 2 <= (word.x0 + word.x1) / 2 <= right + 2
        ]
        edges = _shared_ends(run, left, right) or _text_edges(words, ys)
        if not edges or not words:
            continue
        head = _head_above(lines, ys[0], left, right, edges)
        if head is not None:
            ys.insert(0, head.top - 1)
        verticals = [Rule(x, ys[0], x, ys[-1]) for x in (left, *edges, right)]
        grids.append(Grid([Rule(left, y, right, y) for y in ys], verticals))
    return grids


def _runs_of_rules(rules: list[Rule]) -> list[list[tuple[float, list[Rule]]]]:
    """Rules one above the other with the same extent, each with the pieces that make it up."""
    levels: list[tuple[float, list[Rule]]] = []
    for rule in sorted(rules, key=lambda rule: rule.y0):
        if levels and rule.y0 - levels[-1][0] <= 2.0:
            levels[-1][1].append(rule)
        else:
            levels.append((rule.y0, [rule]))
    runs: list[list[tuple[float, list[Rule]]]] = []
    for level in levels:
        last = runs[-1][-1] if runs else None
        if last is not None and level[0] - last[0] <= _MAX_ROW and _same_extent(last[1], level[1]):
            runs[-1].append(level)
        else:
            runs.append([level])
    return [run for run in runs if len(run) >= _MIN_RULES]


def _same_extent(above: list[Rule], below: list[Rule]) -> bool:
    left = abs(min(rule.x0 for rule in above) - min(rule.x0 for rule in below))
    right = abs(max(rule.x1 for rule in above) - max(rule.x1 for rule in below))
    return left <= _NEAR and right <= _NEAR


def _shared_ends(run: list[tuple[float, list[Rule]]], left: float, right: float) -> list[float]:
    """Where the rules are pieced together at the same x on most rows: one piece per cell."""
    ends: Counter[int] = Counter()
    for _, parts in run:
        ends.update({round(rule.x0 / 3) for rule in parts if left + 6 < rule.x0 < right - 6})
    edges = sorted(3.0 * place for place, count in ends.items() if count >= 0.7 * len(run))
    return [x for index, x in enumerate(edges) if index == 0 or x - edges[index - 1] > 6]


def _text_edges(words: list[Word], ys: list[float]) -> list[float]:
    """The columns' edges as the words show them: blank bands, and shared left sides."""
    rows = [bisect_right(ys, word.y) for word in words]
    num_rows = len(set(rows))
    if num_rows < _MIN_RULES - 1:
        return []
    size = sorted(word.size for word in words)[len(words) // 2]
    least = (0.2 if num_rows >= 8 else 0.7) * size
    edges = []
    reach = None
    for word in sorted(words, key=lambda word: word.x0):
        if reach is not None and word.x0 - reach > least:
            edges.append(word.x0 - 0.1)
        reach = word.x1 if reach is None else max(reach, word.x1)
    first = min(word.x0 for word in words)
    starts: dict[int, set[int]] = defaultdict(set)
    for word, row in zip(words, rows, strict=True):
        starts[round(word.x0)].add(row)
    for x in sorted(starts):
        if x < first + 2 * size or any(abs(x - edge) < 2 * size for edge in edges):
            continue
        aligned = starts[x] | starts.get(x + 1, set())
        is_crossed = any(word.x0 < x - 1.5 and word.x1 > x + 1.5 for word in words)
        if num_rows >= 5 and len(aligned) >= 0.8 * num_rows and not is_crossed:
            edges.append(x - 0.6)
    return sorted(edges)


def _head_above(lines: list[Line], top: float, left: float, right: float, edges: list[float]) -> Line | None:
    """The line just over the first rule, if its words start where the columns do."""
    for line in lines:
        if top - 1.6 * line.size < line.y < top and line.x0 >= left - 3 and line.x1 <= right + 3:
            sides = [left, *edges]
            num_starts = sum(any(abs(word.x0 - x) < line.size for word in line.words) for x in sides)
            if num_starts >= 2:
                return line
    return None
