"""How the levels of a list, or of headings, are numbered."""

from dataclasses import dataclass

from lxml import etree

from ingest.elements import attribute, local_name, whole_number
from ingest.list_numbers import format_number

_BULLETS = ("list-level-style-bullet", "list-level-style-image")


@dataclass(frozen=True, slots=True)
class Level:
    """One level; ``fmt`` is "" without number."""

    is_bullet: bool = True
    fmt: str = ""
    prefix: str = ""
    suffix: str = ""
    num_shown: int = 1  # levels shown: 2 gives "1.2"
    start: int = 1


def read_levels(style: etree._Element) -> dict[int, Level]:
    """The levels of a list style or of the outline, from 1."""
    return {
        whole_number(attribute(level, "level"), 1): Level(
            local_name(level) in _BULLETS,
            attribute(level, "num-format"),
            attribute(level, "num-prefix"),
            attribute(level, "num-suffix"),
            whole_number(attribute(level, "display-levels"), 1),
            whole_number(attribute(level, "start-value"), 1),
        )
        for level in style
    }


def spell_number(levels: dict[int, Level], counts: list[int]) -> str:
    """The number of the innermost of ``counts``, one per level, with its space; "" if it has none."""
    rule = levels.get(len(counts))
    if rule is None or not rule.fmt:
        return ""
    shown = range(max(1, len(counts) - rule.num_shown + 1), len(counts) + 1)
    numbers = [
        format_number(counts[level - 1] or levels[level].start, levels[level].fmt)
        for level in shown
        if level in levels and levels[level].fmt
    ]
    return f"{rule.prefix}{'.'.join(numbers)}{rule.suffix}".strip() + " "
