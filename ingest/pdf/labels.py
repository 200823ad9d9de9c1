"""Labels set in the margin of their text: each given a block of its own, before its text."""

from collections import Counter

from ingest.pdf.model import Line, Word, make_line

_GAP = 1.5  # ems between a label and its text
_MAX_LABEL = 45  # characters
_MIN_ALIGNED = 3  # lines that share the text's left edge


def part_labels(lines: list[Line]) -> list[Line]:
    """The lines, those made of a label and a text cut in two; a label's lines come together."""
    starts: Counter[int] = Counter(round(line.x0 / 3) for line in lines)
    result: list[Line] = []
    label_at = -1  # where the last label stands in ``result``
    for line in lines:
        cut = _cut(line, starts)
        if cut is None:
            result.append(line)
            continue
        label, text = cut
        goes_on = label_at >= 0 and label.y - result[label_at].y < 1.4 * label.size
        if goes_on and label_at + 1 < len(result):
            result.insert(label_at + 1, label)
            label_at += 1
        else:
            label_at = len(result)
            result.append(label)
        result.append(text)
    return result


def _cut(line: Line, starts: Counter[int]) -> tuple[Line, Line] | None:
    """A line's label and text, if a wide gap parts them where other lines start."""
    gaps = [
        i for i in range(1, len(line.words)) if line.words[i].x0 - line.words[i - 1].x1 > _GAP * line.size
    ]
    if not gaps:
        return None
    words: list[Word] = line.words
    label, text = words[: gaps[0]], words[gaps[0] :]
    place = round(text[0].x0 / 3)
    aligned = starts[place - 1] + starts[place] + starts[place + 1]
    if aligned < _MIN_ALIGNED or sum(len(word.text) + 1 for word in label) > _MAX_LABEL:
        return None
    if len(label) == 1 and len(label[0].text) <= 3:
        return None  # a marker or a number
    return make_line(label), make_line(text)
