"""Lines of a region into headings, paragraphs and list items, by their geometry."""

import itertools
from collections import defaultdict
from statistics import median

from ingest.document import BlockKind
from ingest.pdf.labels import part_labels
from ingest.pdf.markers import is_lone_marker, number_of, opens_bullet, opens_item
from ingest.pdf.model import Draft, Line, make_line
from ingest.pdf.styles import Styles

_TERMINAL = (".", "!", "?", ":", ";", "…", ".»", "»", ".”", "”", ")")


def read_paragraphs(lines: list[Line], page: int, region: int, styles: Styles) -> list[Draft]:
    """The drafts of a region's lines, in order."""
    if not lines:
        return []
    lines = part_labels(_join_lone_markers(lines))
    measure = _Measure(lines, styles)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not measure.breaks(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    drafts = [_make_draft(group, page, region, styles, measure) for group in groups]
    _number_lists(drafts, [group[0].x0 for group in groups])
    return drafts


def _join_lone_markers(lines: list[Line]) -> list[Line]:
    """A bullet drawn on a baseline of its own joins the line beside it."""
    joined: list[Line] = []
    for line in lines:
        if joined and is_lone_marker(joined[-1].text) and abs(line.y - joined[-1].y) < 0.8 * line.size:
            joined[-1] = make_line([*joined[-1].words, *line.words])
        elif joined and is_lone_marker(line.text) and abs(line.y - joined[-1].y) < 0.8 * joined[-1].size:
            if line.x0 < joined[-1].x0:
                joined[-1] = make_line([*joined[-1].words, *line.words])
            else:
                joined.append(line)
        else:
            joined.append(line)
    return joined


class _Measure:
    """What tells where paragraphs end in a region: its leading and its right margin."""

    def __init__(self, lines: list[Line], styles: Styles) -> None:
        self.styles = styles
        self.left = min(line.x0 for line in lines)
        self.right = max(line.x1 for line in lines)
        self.num_flush = sum(line.x0 <= self.left + 0.3 * line.size for line in lines)
        gaps: dict[float, list[float]] = defaultdict(list)
        for above, line in itertools.pairwise(lines):
            gap = line.y - above.y
            if abs(line.size - above.size) < 0.5 and 0.5 * line.size < gap < 2.4 * line.size:
                gaps[round(line.size)].append(gap)
        self._leadings = {size: _usual(values) for size, values in gaps.items() if len(values) >= 2}

    def leading(self, size: float) -> float:
        return self._leadings.get(round(size), 1.25 * size)

    def is_full(self, line: Line, following: Line | None = None) -> bool:
        """Whether the line goes so far right that the next word would not have fit."""
        room = self.right - line.x1
        word = following.words[0].x1 - following.words[0].x0 if following is not None else 3 * line.size
        return room < word + 0.8 * line.size

    def is_centred(self, above: Line, line: Line) -> bool:
        """Whether two lines are set about one middle, and not from the margin that others keep to."""
        shift = abs((above.x0 + above.x1) - (line.x0 + line.x1)) / 2
        if shift >= 0.4 * line.size or abs(above.x0 - line.x0) <= 1.2 * line.size:
            return False
        return self.num_flush < 2 or min(above.x0, line.x0) > self.left + 0.3 * line.size

    def breaks(self, group: list[Line], line: Line) -> bool:
        """Whether ``line`` opens a new block after ``group``."""
        above = group[-1]
        size = max(above.size, line.size)
        text, text_above = line.text, above.text
        gap = line.y - above.y
        leading = max(self.leading(line.size), self.leading(above.size))
        if gap > max(1.28 * leading, leading + 0.3 * size) or gap < 0.3 * size:
            return True
        if abs(line.size - above.size) > 0.1 * size:
            return True
        if " … " in text_above and text_above[-1:].isdigit():
            return True  # an entry of a table of contents
        is_heading = self.styles.is_heading(above, text_above)
        if is_heading or self.styles.is_heading(line, text):
            return self._breaks_heading(group, line, text, text_above)
        if opens_bullet(text):
            return True
        if number_of(text) is not None and self._opens_numbered(group, line, text_above):
            return True
        return self._breaks_prose(group, line, text, text_above)

    def _breaks_heading(self, group: list[Line], line: Line, text: str, text_above: str) -> bool:
        above = group[-1]
        big = min(above.size, line.size) >= 1.12 * self.styles.size
        if above.bold != line.bold:
            # A run of bold that goes on over the line's end is no heading.
            runs_on = line.words[0].bold and above.words[-1].bold and self.is_full(above, line)
            return not (runs_on or text[:1].islower() or text[:1] in "?!:;,")
        if opens_bullet(text) or number_of(text) is not None:
            return True
        if big:
            return not (_is_aligned(above, line) or self.is_centred(above, line))
        return not (self.is_full(above, line) or text[:1].islower() or self.is_centred(above, line))

    def _opens_numbered(self, group: list[Line], line: Line, text_above: str) -> bool:
        if opens_item(group[0].text) or not self.is_full(group[-1], line):
            return True
        return text_above.endswith(_TERMINAL) or line.x0 > group[-1].x0 + 0.5 * line.size

    def _breaks_prose(self, group: list[Line], line: Line, text: str, text_above: str) -> bool:
        above = group[-1]
        goes_on = text[:1].islower() and not text_above.endswith((".", "!", "?"))
        if opens_item(group[0].text):
            return self._leaves_item(group, line) and not goes_on
        if goes_on:
            return False
        if not self.is_full(above, line) and not self.is_centred(above, line):
            room = self.right - above.x1
            return text_above.endswith(_TERMINAL) or room > 0.12 * (self.right - self.left)
        indent = line.x0 - above.x0
        if indent > 0.8 * line.size and indent < 6 * line.size and not self.is_centred(above, line):
            return len(group) > 1 or text_above.endswith(_TERMINAL)
        if line.x0 < above.x0 - 0.8 * line.size and len(group) > 1 and not self.is_centred(above, line):
            return abs(line.x0 - group[0].x0) > 0.8 * line.size
        return False

    def _leaves_item(self, group: list[Line], line: Line) -> bool:
        marker = group[0].x0
        body = group[1].x0 if len(group) > 1 else _item_text_x(group[0])
        if line.x0 < marker - 0.6 * line.size:
            return True
        if not self.is_full(group[-1], line):
            return True
        if len(group) > 1:
            return abs(line.x0 - body) > 0.8 * line.size
        return False


def _usual(values: list[float]) -> float:
    """The leading inside paragraphs: the smaller half of the gaps, so that blank lines stand out."""
    values = sorted(values)
    return median(values[: (len(values) + 1) // 2 + len(values) // 4]) if len(values) > 3 else values[0]


def _item_text_x(line: Line) -> float:
    return line.words[1].x0 if len(line.words) > 1 else line.x0


def _is_aligned(above: Line, line: Line) -> bool:
    """Whether two lines share a side or a middle."""
    left, right = abs(above.x0 - line.x0), abs(above.x1 - line.x1)
    middle = abs(above.x0 + above.x1 - line.x0 - line.x1) / 2
    return min(left, right, middle) < line.size


def _make_draft(group: list[Line], page: int, region: int, styles: Styles, measure: _Measure) -> Draft:
    lines = [line.text for line in group]
    text = " ".join(lines)
    first = group[0]
    is_full = measure.is_full(group[-1])
    bold = all(line.bold for line in group)
    looks_like = all(styles.is_heading(line, text) for line in group)
    if looks_like and not (opens_bullet(text) and first.size < 1.3 * styles.size):
        draft = Draft(BlockKind.HEADING, page, lines, size=first.size, region=region)
        draft.is_bold = bold
        return draft
    kind = BlockKind.LIST_ITEM if opens_item(text) else BlockKind.PARAGRAPH
    return Draft(kind, page, lines, size=first.size, region=region, is_full=is_full)


def _number_lists(drafts: list[Draft], lefts: list[float]) -> None:
    """Give each run of items a list, and each item its nesting by how far it is set in."""
    group = 0
    stack: list[float] = []
    is_open = False
    for draft, left in zip(drafts, lefts, strict=True):
        if draft.kind is not BlockKind.LIST_ITEM:
            is_open = False
            continue
        if not is_open:
            group += 1
            stack = []
            is_open = True
        while stack and left < stack[-1] - 4:
            stack.pop()
        if not stack or left > stack[-1] + 4:
            stack.append(left)
        draft.group = group
        draft.level = min(len(stack), 6)
