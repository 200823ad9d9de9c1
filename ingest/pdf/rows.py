"""Rows of a page: the runs of glyphs that share a baseline, with what is raised beside them."""

from bisect import bisect_left
from collections import defaultdict

from ingest.pdf.model import Glyph

_SAME_BASELINE = 0.2  # ems
_RAISED_SIZE = 0.82  # of the neighbour's size: smaller and off its baseline is a superscript

Run = list[Glyph]  # drawn one after the other, without a jump
Row = list[Run]  # on one baseline


def group_rows(glyphs: list[Glyph]) -> list[Row]:
    """Rows from top to bottom. Runs of glyphs as drawn are kept together, whatever their order."""
    runs = _drop_doubles(_split_runs(glyphs))
    runs.sort(key=lambda run: run[0].y)
    rows: list[Row] = []
    for run in runs:
        size = max(glyph.size for glyph in run)
        if rows:
            reference = rows[-1][0][0]
            if abs(run[0].y - reference.y) <= _SAME_BASELINE * min(size, reference.size):
                rows[-1].append(run)
                continue
        rows.append([run])
    return _attach_raised(rows)


def _split_runs(glyphs: list[Glyph]) -> list[Run]:
    runs: list[Run] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if (
            last is not None
            and abs(glyph.y - last.y) < 0.03 * last.size + 0.01
            and abs(glyph.size - last.size) < 0.02 * last.size
            and glyph.bold == last.bold
            and glyph.artifact == last.artifact
            and -0.3 * last.size <= glyph.x0 - last.x1 <= 0.6 * last.size
            and glyph.x0 > last.x0 - 0.1 * last.size
        ):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
        last = glyph
    return [run for run in runs if any(not glyph.text.isspace() for glyph in run)]


def _drop_doubles(runs: list[Run]) -> list[Run]:
    """Text drawn twice at the same place, to look bold or shaded, counts once."""
    seen: dict[str, list[Glyph]] = defaultdict(list)
    kept = []
    for run in runs:
        text = "".join(glyph.text for glyph in run).strip()
        first = run[0]
        reach = (0.35 if len(text) > 3 else 0.12) * first.size  # a shadow is set off further
        twin = next(
            (
                other
                for other in seen[text][-8:]
                if abs(other.x0 - first.x0) < reach and abs(other.y - first.y) < reach
            ),
            None,
        )
        if twin is None:
            seen[text].append(first)
            kept.append(run)
    return kept


def _attach_raised(rows: list[Row]) -> list[Row]:
    """Move small runs just above or below a line's baseline, next to its text, into that line."""
    baselines = [row[0][0].y for row in rows]
    for index, row in enumerate(rows):
        staying = []
        for run in row:
            host = _find_host(run, rows, baselines, index)
            if host is None:
                staying.append(run)
            else:
                rows[host].append(run)
        rows[index] = staying
    return [row for row in rows if row]


def _find_host(run: Run, rows: list[Row], baselines: list[float], index: int) -> int | None:
    size, y, x0, x1 = run[0].size, run[0].y, run[0].x0, run[-1].x1
    if x1 - x0 > 12 * size:
        return None
    reach = size / _RAISED_SIZE
    first = bisect_left(baselines, y - 1.2 * reach)
    for other in range(first, len(rows)):
        if baselines[other] > y + 1.2 * reach:
            break
        if other == index:
            continue
        for host in rows[other]:
            big = host[0].size
            drop = host[0].y - y  # positive: the run is above the host's baseline
            if size > _RAISED_SIZE * big or not -0.35 * big <= drop <= 0.7 * big:
                continue
            if -0.2 * big <= x0 - host[-1].x1 <= 0.4 * big or -0.2 * big <= host[0].x0 - x1 <= 0.4 * big:
                return other
            if host[0].x0 < x0 and x1 < host[-1].x1:
                return other
    return None
