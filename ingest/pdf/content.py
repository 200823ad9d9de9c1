"""Run a page's content stream: where each glyph and each straight line is drawn.

pypdf parses the stream and the fonts; its own text extraction keeps no glyph's place, so the text
state (PDF 32000-1, 9.3 and 9.4) is followed here.
"""

import math
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

from ingest.pdf.characters import SPACING_ACCENTS, clean_glyph, compose
from ingest.pdf.geometry import Matrix, multiply, numbers, page_frame
from ingest.pdf.model import Glyph, PageContent
from ingest.pdf.paths import PathRecorder
from ingest.pdf.resources import FontCache, find_table, inherited_resources, resolve
from ingest.pdf.state import TextState

_MAX_FORM_DEPTH = 12
_MAX_FORMS = 2_000  # per page
_INVISIBLE = 3
_MAX_GLYPHS = 200_000  # per page


class _Interpreter:
    """Draws a page into a ``PageContent``."""

    def __init__(self, page: PageObject, fonts: FontCache, hidden_layers: frozenset[int]) -> None:
        frame, width, height = page_frame(page)
        self.content = PageContent(width, height)
        self.fonts = fonts
        self.hidden_layers = hidden_layers
        self.pdf = page.pdf
        self.state = TextState(frame, fonts.find(None, None))
        self.stack: list[TextState] = []
        self.tm: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        self.tlm = self.tm
        self.paths = PathRecorder(self.content.rules)
        # Marked content: (is an artifact, is hidden, replacement text, first glyph under it).
        self.marks: list[tuple[bool, bool, str | None, int]] = []
        self.num_forms = 0

    def run(self, stream: Any, resources: Any, depth: int = 0) -> None:
        if not isinstance(stream, ContentStream):
            stream = ContentStream(stream, self.pdf, "bytes")
        num_marks = len(self.marks)
        for operands, operator in stream.operations:
            handler = _HANDLERS.get(operator)
            if handler is not None:
                try:
                    handler(self, operands)
                except (TypeError, ValueError, IndexError, AttributeError, OverflowError, KeyError):
                    continue  # one malformed operator does not cost the page
            elif operator == b"Tf":
                if operands:
                    self.state.font = self.fonts.find(resources, operands[0])
                    self.state.size = float(operands[1]) if len(operands) > 1 else self.state.size
            elif operator == b"Do":
                self._draw_form(resources, operands, depth)
            elif operator == b"BDC":
                self._begin_marked(operands, resources)
            elif self.paths.handle(operator, operands, self.state.ctm):
                continue
        del self.marks[num_marks:]

    # Graphics state

    def save(self, _operands: Any) -> None:
        if len(self.stack) < 10_000:
            self.stack.append(self.state.copy())

    def restore(self, _operands: Any) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def concatenate(self, operands: Any) -> None:
        self.state.ctm = multiply(numbers(operands, 6), self.state.ctm)

    # Text state and position

    def begin_text(self, _operands: Any) -> None:
        self.tm = self.tlm = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    def set_char_space(self, operands: Any) -> None:
        self.state.char_space = float(operands[0])

    def set_word_space(self, operands: Any) -> None:
        self.state.word_space = float(operands[0])

    def set_stretch(self, operands: Any) -> None:
        self.state.stretch = float(operands[0]) / 100

    def set_leading(self, operands: Any) -> None:
        self.state.leading = float(operands[0])

    def set_rise(self, operands: Any) -> None:
        self.state.rise = float(operands[0])

    def set_mode(self, operands: Any) -> None:
        self.state.mode = int(operands[0])

    def move(self, operands: Any) -> None:
        x, y = numbers(operands, 2)
        self.tm = self.tlm = multiply((1.0, 0.0, 0.0, 1.0, x, y), self.tlm)

    def move_and_lead(self, operands: Any) -> None:
        self.state.leading = -float(operands[1])
        self.move(operands)

    def set_matrix(self, operands: Any) -> None:
        a, b, c, d, e, f = numbers(operands, 6)
        self.tm = self.tlm = (a, b, c, d, e, f)

    def next_line(self, _operands: Any) -> None:
        self.move((0.0, -self.state.leading))

    def show_line(self, operands: Any) -> None:
        self.next_line(())
        self.show(operands[0])

    def show_spaced_line(self, operands: Any) -> None:
        self.state.word_space = float(operands[0])
        self.state.char_space = float(operands[1])
        self.next_line(())
        self.show(operands[2])

    def show_string(self, operands: Any) -> None:
        self.show(operands[0])

    def show_array(self, operands: Any) -> None:
        state = self.state
        scale = -state.size * state.stretch / 1000
        for item in operands[0]:
            if isinstance(item, bytes):
                self.show(item)
            elif isinstance(item, (int, float)):
                self._advance(float(item) * scale)

    def _advance(self, distance: float) -> None:
        a, b, c, d, e, f = self.tm
        self.tm = (a, b, c, d, e + distance * a, f + distance * b)

    def show(self, data: Any) -> None:
        if isinstance(data, str):
            data = data.encode("latin-1", "replace")
        state = self.state
        data_shown = len(self.content.glyphs) < _MAX_GLYPHS and not any(mark[1] for mark in self.marks)
        a, b, c, d, e, f = multiply(self.tm, state.ctm)
        origin_x, origin_y = e + state.rise * c, f + state.rise * d
        size = abs(state.size) * math.hypot(c, d) * state.font.height
        if not math.isfinite(size) or not math.isfinite(origin_x + origin_y + a + b):
            return
        sign = -1.0 if state.size < 0 else 1.0
        angle = round(math.degrees(math.atan2(b * sign, a * sign))) % 360 if a or b else 0
        angle = next((right % 360 for right in (0, 90, 180, 270, 360) if abs(angle - right) <= 3), angle)
        artifact = any(mark[0] for mark in self.marks)
        bold = state.font.bold or state.mode == 2
        hidden = state.mode == _INVISIBLE
        travel = 0.0
        for text, width, is_space in state.font.decode(data):
            advance = width * state.size * state.stretch
            if text and data_shown:
                start, end = travel, travel + advance
                x, y = origin_x + start * a, origin_y + start * b
                along = (end - start) * math.hypot(a, b)
                self._emit(Glyph(text, x, abs(along), y, size, angle, bold, hidden, artifact))
            travel += advance + (state.char_space + (state.word_space if is_space else 0.0)) * state.stretch
        self._advance(travel)

    def _emit(self, glyph: Glyph) -> None:
        """Keep the glyph, its x1 still holding its width; turn its place so that it reads level."""
        if glyph.angle:
            turn = math.radians(glyph.angle)
            cosine, sine = math.cos(turn), math.sin(turn)
            glyph.x0, glyph.y = glyph.x0 * cosine + glyph.y * sine, glyph.y * cosine - glyph.x0 * sine
        glyph.x1 += glyph.x0
        glyphs = self.content.glyphs
        if glyphs and self._merge_accent(glyphs[-1], glyph):
            return
        glyphs.append(glyph)

    @staticmethod
    def _merge_accent(last: Glyph, glyph: Glyph) -> bool:
        """Put an accent drawn over its letter, before or after it, on that letter."""
        if last.text in SPACING_ACCENTS:
            accent, letter = last, glyph
        elif glyph.text in SPACING_ACCENTS:
            accent, letter = glyph, last
        else:
            return False
        middle = (accent.x0 + accent.x1) / 2
        near = letter.x0 - 0.05 * letter.size <= middle <= letter.x1 + 0.05 * letter.size
        if not near or abs(accent.y - letter.y) > 0.4 * letter.size or last.angle != glyph.angle:
            return False
        composed = compose(letter.text, accent.text)
        if composed is None:
            return False
        last.text, last.x0, last.x1, last.y, last.size = composed, letter.x0, letter.x1, letter.y, letter.size
        return True

    # Marked content and forms

    def begin_plain_mark(self, operands: Any) -> None:
        is_artifact = bool(operands) and operands[0] == "/Artifact"
        self.marks.append((is_artifact, False, None, len(self.content.glyphs)))

    def _begin_marked(self, operands: Any, resources: Any) -> None:
        tag = operands[0] if operands else ""
        properties: Any = operands[1] if len(operands) > 1 else None
        reference: Any = None
        if isinstance(properties, str):
            table = find_table(resources, "/Properties")
            if isinstance(table, DictionaryObject) and properties in table:
                reference = table.raw_get(properties)
            properties = resolve(reference)
        is_layer = tag == "/OC" and isinstance(reference, IndirectObject)
        hidden = is_layer and reference.idnum in self.hidden_layers
        actual = properties.get("/ActualText") if isinstance(properties, DictionaryObject) else None
        if isinstance(actual, bytes):
            big_endian = actual.startswith(b"\xfe\xff")
            actual = actual[2:].decode("utf-16-be", "replace") if big_endian else actual.decode("latin-1")
        replacement = str(actual) if isinstance(actual, str) else None
        self.marks.append((tag == "/Artifact", hidden, replacement, len(self.content.glyphs)))

    def end_mark(self, _operands: Any) -> None:
        if not self.marks:
            return
        _artifact, _hidden, replacement, first = self.marks.pop()
        under = self.content.glyphs[first:]
        if replacement is None or not under or not replacement.strip("\x00"):
            return
        if any(glyph.y != under[0].y or glyph.angle != under[0].angle for glyph in under):
            return
        text = "".join(clean_glyph(character) for character in replacement)
        under[0].text, under[0].x1 = text, max(glyph.x1 for glyph in under)
        del self.content.glyphs[first + 1 :]

    def _draw_form(self, resources: Any, operands: Any, depth: int) -> None:
        table = find_table(resources, "/XObject")
        if not isinstance(table, DictionaryObject) or not operands or operands[0] not in table:
            return
        form = resolve(table.raw_get(operands[0]))
        self.num_forms += 1
        if not isinstance(form, StreamObject) or form.get("/Subtype") != "/Form":
            return
        if depth >= _MAX_FORM_DEPTH or self.num_forms > _MAX_FORMS:
            return
        layer = form.raw_get("/OC") if "/OC" in form else None
        if isinstance(layer, IndirectObject) and layer.idnum in self.hidden_layers:
            return
        saved, saved_tm, stack = self.state.copy(), (self.tm, self.tlm), self.stack
        self.stack = []
        matrix = resolve(form.get("/Matrix"))
        if isinstance(matrix, ArrayObject) and len(matrix) == 6:
            self.concatenate(matrix)
        own = resolve(form.get("/Resources"))
        try:
            self.run(form, own if isinstance(own, DictionaryObject) else resources, depth + 1)
        finally:
            self.state, (self.tm, self.tlm), self.stack = saved, saved_tm, stack


_HANDLERS = {
    b"q": _Interpreter.save,
    b"Q": _Interpreter.restore,
    b"cm": _Interpreter.concatenate,
    b"BT": _Interpreter.begin_text,
    b"Tc": _Interpreter.set_char_space,
    b"Tw": _Interpreter.set_word_space,
    b"Tz": _Interpreter.set_stretch,
    b"TL": _Interpreter.set_leading,
    b"Ts": _Interpreter.set_rise,
    b"Tr": _Interpreter.set_mode,
    b"Td": _Interpreter.move,
    b"TD": _Interpreter.move_and_lead,
    b"Tm": _Interpreter.set_matrix,
    b"T*": _Interpreter.next_line,
    b"Tj": _Interpreter.show_string,
    b"TJ": _Interpreter.show_array,
    b"'": _Interpreter.show_line,
    b'"': _Interpreter.show_spaced_line,
    b"BMC": _Interpreter.begin_plain_mark,
    b"EMC": _Interpreter.end_mark,
}


def read_content(
    page: PageObject, fonts: FontCache, hidden_layers: frozenset[int] = frozenset()
) -> PageContent:
    """The glyphs and rules of a page; its images are never decoded."""
    interpreter = _Interpreter(page, fonts, hidden_layers)
    contents = resolve(page.get("/Contents"))
    if isinstance(contents, (ArrayObject, StreamObject)):
        resources = inherited_resources(page)
        interpreter.run(contents, resources)
    return interpreter.content
