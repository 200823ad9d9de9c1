"""What the document's ordinary text looks like, and which looks are headings, by rank."""

import re
from collections import Counter
from dataclasses import dataclass, field

from ingest.pdf.model import Line, PageLayout

_HEADING_RATIO = 1.12  # of the body's size
_MAX_HEADING = 220  # characters
_MAX_BOLD_HEADING = 140
_ENDS_SENTENCE = re.compile(r"[.;,]\s*$")
_CONTENTS_ENTRY = re.compile(r" … \d{1,4}$")  # a line of a table of contents


@dataclass
class Styles:
    """``size`` is the body's font size; ``levels`` ranks the heading looks (size, bold) met."""

    size: float
    bold: bool
    levels: dict[tuple[float, bool], int] = field(default_factory=dict)

    def is_heading(self, line: Line, text: str) -> bool:
        """Whether a line, or several of one look, reads as a heading."""
        letters = sum(map(str.isalpha, text))
        if letters < 2 or len(text) > _MAX_HEADING or _CONTENTS_ENTRY.search(text):
            return False
        if line.size >= _HEADING_RATIO * self.size:
            is_long = len(text) > 90 and text.rstrip().endswith((".", ";"))
            return not is_long and (line.size >= 1.25 * self.size or line.bold or len(text) <= 110)
        if line.bold and not self.bold and line.size >= 0.93 * self.size:
            return len(text) <= _MAX_BOLD_HEADING and not _ENDS_SENTENCE.search(text) and text[:1].isalnum()
        return False

    def level(self, size: float, bold: bool) -> int:
        return self.levels.get((_rounded(size), bold), 6)

    def rank(self, looks: list[tuple[float, bool]]) -> None:
        """Number the heading looks from 1, the biggest first, bold before plain."""
        ranked = sorted({(_rounded(size), bold) for size, bold in looks}, reverse=True)
        self.levels = {look: min(index, 6) for index, look in enumerate(ranked, start=1)}


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def measure_styles(layouts: list[PageLayout]) -> Styles:
    """The size that most characters have, among lines long enough to be prose where there are any."""
    prose: Counter[tuple[float, bool]] = Counter()
    every: Counter[tuple[float, bool]] = Counter()
    for layout in layouts:
        for line in layout.lines:
            for word in line.words:
                look = (_rounded(word.size), word.bold)
                every[look] += len(word.text)
                if len(line.words) >= 6:
                    prose[look] += len(word.text)
    counts = prose if sum(prose.values()) > 0.2 * sum(every.values()) else every
    if not counts:
        return Styles(10.0, False)
    sizes: Counter[float] = Counter()
    for (size, _bold), count in counts.items():
        sizes[size] += count
    size = max(sizes, key=lambda size: (sizes[size], -size))
    return Styles(size or 10.0, counts[(size, True)] > counts[(size, False)])
