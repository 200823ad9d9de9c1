"""Straight lines drawn on the page: strokes, and the thin filled rectangles that stand for them."""

import itertools
from typing import Any

from ingest.pdf.geometry import Matrix, numbers
from ingest.pdf.model import Rule

_THIN = 2.5  # points: a filled rectangle no thicker is a line
_MIN_LENGTH = 4.0  # points
_MAX_RULES = 20_000  # per page; drawings beyond that are not tables
_STROKES = {b"S", b"s", b"B", b"B*", b"b", b"b*"}
_FILLS = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
_CLOSES = {b"s", b"b", b"b*"}

Point = tuple[float, float]


class PathRecorder:
    """Follows the path operators and adds what they paint to ``rules``."""

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = rules
        self._subpaths: list[list[Point]] = []
        self._curved = False

    def handle(self, operator: bytes, operands: Any, ctm: Matrix) -> bool:
        """Whether the operator belonged to a path."""
        try:
            return self._handle(operator, operands, ctm)
        except (TypeError, ValueError, IndexError, OverflowError):
            return False

    def _handle(self, operator: bytes, operands: Any, ctm: Matrix) -> bool:
        if operator == b"re":
            x, y, width, height = numbers(operands, 4)
            corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
            self._subpaths.append([_place(corner, ctm) for corner in corners])
        elif operator == b"m":
            self._subpaths.append([_place(numbers(operands, 2), ctm)])
        elif operator == b"l":
            if self._subpaths:
                self._subpaths[-1].append(_place(numbers(operands, 2), ctm))
        elif operator in (b"c", b"v", b"y"):
            # A curve breaks the path: what follows starts where it ends.
            self._subpaths.append([_place(numbers(operands[-2:], 2), ctm)])
        elif operator == b"h":
            if self._subpaths and self._subpaths[-1]:
                self._subpaths[-1].append(self._subpaths[-1][0])
        elif operator == b"n":
            self._subpaths = []
        elif operator in _STROKES or operator in _FILLS:
            self._paint(operator)
            self._subpaths = []
        else:
            return False
        return True

    def _paint(self, operator: bytes) -> None:
        for points in self._subpaths:
            if len(self.rules) >= _MAX_RULES:
                return
            if operator in _CLOSES and points:
                points.append(points[0])
            if operator in _STROKES:
                self._add_strokes(points)
            else:
                self._add_thin_fill(points)

    def _add_strokes(self, points: list[Point]) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if min(max(xs) - min(xs), max(ys) - min(ys)) < _THIN:
            self._add_thin_fill(points)
            return
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            if abs(y1 - y0) < 0.5 and abs(x1 - x0) >= _MIN_LENGTH:
                middle = (y0 + y1) / 2
                self.rules.append(Rule(min(x0, x1), middle, max(x0, x1), middle))
            elif abs(x1 - x0) < 0.5 and abs(y1 - y0) >= _MIN_LENGTH:
                middle = (x0 + x1) / 2
                self.rules.append(Rule(middle, min(y0, y1), middle, max(y0, y1)))

    def _add_thin_fill(self, points: list[Point]) -> None:
        if len(points) < 2:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if bottom - top <= _THIN and right - left >= _MIN_LENGTH:
            middle = (top + bottom) / 2
            self.rules.append(Rule(left, middle, right, middle))
        elif right - left <= _THIN and bottom - top >= _MIN_LENGTH:
            middle = (left + right) / 2
            self.rules.append(Rule(middle, top, middle, bottom))


def _place(point: Any, ctm: Matrix) -> Point:
    x, y = point
    return x * ctm[0] + y * ctm[2] + ctm[4], x * ctm[1] + y * ctm[3] + ctm[5]
