"""Large initials: a letter or number drawn over two or more lines, given back to the first one."""

from ingest.pdf.model import Line, Word, make_line

_LARGER = 1.6  # times the size of the text beside it
_MAX_LINES = 6
_MAX_CHARACTERS = 3


def attach_initials(lines: list[Line]) -> list[Line]:
    """The lines, each large initial moved to the start of the uppermost line beside it."""
    result = list(lines)
    for index, line in enumerate(lines):
        initial = line.words[0]
        rest = line.words[1:]
        if len(initial.text) > _MAX_CHARACTERS or not initial.text.isalnum():
            continue
        if rest and initial.size < _LARGER * max(word.size for word in rest):
            continue
        host = _first_beside(initial, lines, index)
        if host is None and not rest and initial.text.isdigit():
            host = _straddled(initial, lines, index)
        if host is None:
            continue
        target = result[host]
        moved = Word(initial.text, initial.x0, initial.x1, target.y, target.size, initial.bold)
        first = target.words[0]
        first.spaced = not initial.text.isalpha()
        result[host] = make_line([moved, *target.words])
        result[index] = make_line(rest) if rest else Line([initial], line.y, 0.0)
    return [line for line in result if line.size > 0]


def _first_beside(initial: Word, lines: list[Line], index: int) -> int | None:
    """The uppermost line that starts at the initial's right and below its top, above its baseline."""
    top = initial.y - 0.85 * initial.size
    host = None
    for other in range(index - 1, max(index - 1 - _MAX_LINES, -1), -1):
        line = lines[other]
        if line.y - 0.5 * line.size < top:
            break
        beside = initial.x0 < line.x0 and -0.2 * line.size <= line.x0 - initial.x1 <= 2.5 * line.size
        if beside and initial.size >= _LARGER * line.size:
            host = other
    return host


def _straddled(number: Word, lines: list[Line], index: int) -> int | None:
    """The first of two lines between which a number stands, at their left: a heading's number."""
    if not 0 < index < len(lines) - 1:
        return None
    above, below = lines[index - 1], lines[index + 1]
    near = (
        max(number.y - above.y, below.y - number.y) < 1.4 * above.size and abs(above.size - below.size) < 0.5
    )
    beside = min(above.x0, below.x0) > number.x1 and above.x0 - number.x1 < 6 * above.size
    return index - 1 if near and beside else None
