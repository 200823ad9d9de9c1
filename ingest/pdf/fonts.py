"""Fonts: from the bytes of a string operator to characters and their widths."""

import re
from typing import Any

from pypdf.generic import DictionaryObject, NameObject, StreamObject
from pypdf.generic._font import Font

from ingest.pdf.characters import clean_glyph

_BOLD = re.compile(r"bold|black|heavy|semi-?bold|demi(?!-?light)|\bgras|-bd\b|[-,]b\b", re.IGNORECASE)
_PICTURES = re.compile(r"wingdings|webdings|dingbats", re.IGNORECASE)
_FORCE_BOLD = 1 << 18
_GLYPH_NAME = re.compile(r"/\S+")


class TextFont:
    """A font of the file, with what reading needs of it."""

    def __init__(self, resource: DictionaryObject | None) -> None:
        font: Font | None = None
        if resource is not None:
            try:
                font = Font.from_font_resource(resource)
            except Exception:  # a damaged font still has a place on the page
                font = None
        self.font = font or Font("Unknown", encoding={}, interpretable=False)
        name = self.font.name.split("+", 1)[-1]
        self.bold = bool(_BOLD.search(name)) or self._is_heavy()
        self.pictures = bool(_PICTURES.search(name))
        self.scale = 0.001
        self.height = 1.0
        encoding = resource.get("/Encoding") if resource is not None else None
        is_identity = isinstance(encoding, str) and encoding.startswith("/Identity")
        self._has_private_codes = is_identity and not _codes_are_unicode(resource)
        if resource is not None and self.font.sub_type == "Type3":
            self._read_type3_matrix(resource)
        self._codes: dict[int | str, tuple[str, float, bool]] = {}

    def decode(self, data: bytes) -> list[tuple[str, float, bool]]:
        """For each code: its characters, its advance in ems, and whether word spacing applies."""
        codes: Any = data
        encoding = self.font.encoding
        if isinstance(encoding, str):
            try:
                codes = data.decode(encoding, "surrogatepass")
            except UnicodeDecodeError:
                codes = data.decode(encoding, "replace")
        known = self._codes
        shown = []
        for code in codes:
            entry = known.get(code)
            if entry is None:
                entry = known[code] = self._lookup(code)
            shown.append(entry)
        return shown

    def _lookup(self, code: int | str) -> tuple[str, float, bool]:
        font = self.font
        raw = chr(code) if isinstance(code, int) else code
        if raw == font.space_char:
            width = float(font.space_width)
        else:
            width = float(font.character_widths.get(raw, font.character_widths["default"]))
        if not font.interpretable:
            return "", width * self.scale, code == 32
        if isinstance(code, int):
            character = font.encoding.get(code, raw) if isinstance(font.encoding, dict) else raw
            character = font.character_map.get(character, character)
        else:
            # A glyph number that no table maps to a character says nothing; 3 is the usual space.
            unmapped = (" " if code == "\x03" else "") if self._has_private_codes else raw
            character = font.character_map.get(raw, unmapped)
        if len(character) > 1 and _GLYPH_NAME.fullmatch(character):
            character = ""  # a glyph's private name, such as /g42
        return clean_glyph(character, pictures=self.pictures), width * self.scale, code == 32

    def _is_heavy(self) -> bool:
        descriptor = self.font.font_descriptor
        try:
            return int(descriptor.flags) & _FORCE_BOLD != 0 or float(descriptor.weight) >= 600
        except (TypeError, ValueError):
            return False

    def _read_type3_matrix(self, resource: DictionaryObject) -> None:
        try:
            matrix = [float(value) for value in resource["/FontMatrix"]]  # type: ignore[attr-defined]
            self.scale = abs(matrix[0]) or 0.001
            box = self.font.font_descriptor.bbox
            self.height = abs(matrix[3]) * max(abs(box[3] - box[1]), 1.0)
            if not 0.05 <= self.height <= 20:
                self.height = 1.0
        except (KeyError, TypeError, ValueError, IndexError):
            self.scale = 0.001


def _codes_are_unicode(resource: DictionaryObject | None) -> bool:
    """Whether a composite font's codes are characters: those of glyphs are reached through a map."""
    try:
        if resource is None or isinstance(resource.get("/ToUnicode"), NameObject):
            return resource is not None
        descendants: Any = resource["/DescendantFonts"].get_object()
        return isinstance(descendants[0].get_object().get("/CIDToGIDMap").get_object(), StreamObject)
    except (KeyError, IndexError, AttributeError, TypeError):
        return False
