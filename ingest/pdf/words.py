"""From glyphs to words on lines: spaces found from the gaps, raised characters told apart."""

import itertools
from collections import Counter, defaultdict
from statistics import median

from ingest.characters import raise_digits
from ingest.pdf.characters import clean_line
from ingest.pdf.initials import attach_initials
from ingest.pdf.model import Glyph, Line, PageContent, PageLayout, Rule, Word, make_line
from ingest.pdf.rows import Row, group_rows

_SPACE_GAP = 0.17  # ems: a wider gap between two glyphs is a space


def read_lines(content: PageContent) -> PageLayout:
    """The page's text as lines, in its main direction; text drawn in others comes after."""
    glyphs = _visible(content)
    by_angle: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        by_angle[glyph.angle].append(glyph)
    if not by_angle:
        return PageLayout(content.width, content.height, [], content.rules)
    main = max(by_angle, key=lambda angle: (len(by_angle[angle]), angle == 0))
    width, height = content.width, content.height
    rules = content.rules
    if main in (90, 270):
        width, height = height, width
    if main in (90, 180, 270):
        rules = [_turn_rule(rule, main) for rule in rules]
    lines = _make_lines(by_angle.pop(main))
    layout = PageLayout(width, height, lines, rules)
    _shift_into_view(layout, main, content)
    bottom = max((line.bottom for line in lines), default=0.0) + 1000.0
    for angle in sorted(by_angle):
        for line in _make_lines(by_angle[angle]):
            bottom += 3 * line.size
            for word in line.words:
                word.y = bottom
            line.y = bottom
            lines.append(line)
    return layout


def _visible(content: PageContent) -> list[Glyph]:
    """The glyphs within the page; hidden ones only where they are the page's text (a scan's OCR)."""
    glyphs = content.glyphs
    num_hidden = sum(glyph.hidden for glyph in glyphs)
    if num_hidden and 2 * num_hidden <= len(glyphs):
        glyphs = [glyph for glyph in glyphs if not glyph.hidden]
    return [glyph for glyph in glyphs if glyph.size > 0.3 and _is_inside(glyph, content)]


def _is_inside(glyph: Glyph, content: PageContent) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.y - 0.3 * glyph.size
    if glyph.angle == 0:
        return -2 <= x <= content.width + 2 and -2 <= y <= content.height + 2
    if glyph.angle == 90:
        return -2 <= x <= content.height + 2 and -content.width - 2 <= y <= 2
    if glyph.angle == 180:
        return -content.width - 2 <= x <= 2 and -content.height - 2 <= y <= 2
    if glyph.angle == 270:
        return -content.height - 2 <= x <= 2 and -2 <= y <= content.width + 2
    return True


def _turn_rule(rule: Rule, angle: int) -> Rule:
    if angle == 180:
        return Rule(-rule.x1, -rule.y1, -rule.x0, -rule.y0)
    if angle == 90:
        return Rule(rule.y0, -rule.x1, rule.y1, -rule.x0)
    return Rule(-rule.y1, rule.x0, -rule.y0, rule.x1)


def _shift_into_view(layout: PageLayout, angle: int, content: PageContent) -> None:
    """Bring turned coordinates back between 0 and the page's size."""
    dx = {90: 0.0, 180: content.width, 270: content.height}.get(angle, 0.0)
    dy = {90: content.width, 180: content.height, 270: 0.0}.get(angle, 0.0)
    if not dx and not dy:
        return
    layout.rules = [Rule(r.x0 + dx, r.y0 + dy, r.x1 + dx, r.y1 + dy) for r in layout.rules]
    for line in layout.lines:
        line.x0, line.x1, line.y = line.x0 + dx, line.x1 + dx, line.y + dy
        for word in line.words:
            word.x0, word.x1, word.y = word.x0 + dx, word.x1 + dx, word.y + dy


def _split_words(row: Row) -> list[Word]:
    row.sort(key=lambda run: run[0].x0)
    sizes: Counter[float] = Counter()
    for run in row:
        sizes[run[0].size] += len(run)
    main_size = max(sizes, key=lambda size: (sizes[size], size))
    main_y = next(run[0].y for run in row if run[0].size == main_size)
    glyphs = [glyph for run in row for glyph in run]
    threshold = _gap_threshold(glyphs)
    words: list[Word] = []
    pending: list[Glyph] = []
    spaced = True
    last: Glyph | None = None

    def close() -> None:
        if pending:
            words.append(_make_word(pending, spaced, main_y, main_size))
            pending.clear()

    for glyph in glyphs:
        if glyph.text.isspace() and glyph.text not in ("\u00a0", "\u202f"):
            close()
            spaced = True
            # A drawn space counts as reaching as far as it is wide.
            last = glyph if last is None or glyph.x1 > last.x1 else last
            continue
        if last is not None:
            gap = glyph.x0 - last.x1
            is_gap = gap > threshold * max(min(glyph.size, last.size), 0.6 * max(glyph.size, last.size))
            is_other = pending and (
                abs(glyph.y - last.y) > 0.1 * main_size or abs(glyph.size - last.size) > 0.1 * main_size
            )
            if is_gap or gap < -2.0 * main_size:
                close()
                spaced = True
            elif is_other or (pending and glyph.bold != last.bold):
                close()
                spaced = False
        pending.append(glyph)
        last = glyph
        if len(pending) == 1 and words and not words[-1].text:
            words.pop()
    close()
    return words


def _make_lines(glyphs: list[Glyph]) -> list[Line]:
    """Lines from top to bottom, their words found."""
    lines = []
    for row in group_rows(glyphs):
        words = _drop_shadows(_split_words(row))
        if words:
            lines.append(make_line(words))
    lines.sort(key=lambda line: line.y)
    return attach_initials(lines)


def _drop_shadows(words: list[Word]) -> list[Word]:
    """Words drawn again almost over themselves count once."""
    kept: list[Word] = []
    for word in words:
        if not word.text:
            continue
        twin = next((other for other in kept[-3:] if other.text == word.text), None)
        if twin is not None and word.x0 < twin.x1 - 0.6 * (word.x1 - word.x0):
            continue
        kept.append(word)
    return kept


def _gap_threshold(glyphs: list[Glyph]) -> float:
    """In ems; wider for letter-spaced text, where every gap is about as wide as a space."""
    gaps = [
        (after.x0 - before.x1) / before.size
        for before, after in itertools.pairwise(glyphs)
        if not before.text.isspace() and not after.text.isspace()
    ]
    gaps = [gap for gap in gaps if -0.3 < gap < 1.5]
    if len(gaps) >= 4:
        usual = median(gaps)
        if usual > 0.08:
            return max(_SPACE_GAP, 1.6 * usual)
    return _SPACE_GAP


def _make_word(glyphs: list[Glyph], spaced: bool, main_y: float, main_size: float) -> Word:
    text = clean_line("".join(glyph.text for glyph in glyphs))
    first = glyphs[0]
    raised = first.size <= 0.9 * main_size and main_y - first.y > 0.15 * main_size
    if raised:
        text = raise_digits(text)
    return Word(
        text=text,
        x0=first.x0,
        x1=max(glyph.x1 for glyph in glyphs),
        y=first.y,
        size=first.size,
        bold=first.bold,
        raised=raised,
        spaced=spaced,
        artifact=first.artifact,
    )
