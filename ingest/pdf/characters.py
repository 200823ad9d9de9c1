"""Characters that glyphs stand for: ligatures as letters, accents composed, pictures as bullets."""

import re
import unicodedata

from ingest.characters import drop_controls, drop_invisible

_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
# Spacing accents, as TeX and old Type 1 fonts draw them beside or over their letter.
SPACING_ACCENTS = {
    "\u00b4": "\u0301",
    "\u02ca": "\u0301",
    "`": "\u0300",
    "\u02cb": "\u0300",
    "^": "\u0302",
    "\u02c6": "\u0302",
    "\u00a8": "\u0308",
    "\u00b8": "\u0327",
    "\u02dc": "\u0303",
}
_BULLETS_BY_CODE = {0xA7: "▪", 0xA8: "▪", 0xD8: "➢", 0xFC: "✓", 0xE0: "→", 0xE8: "→", 0xB7: "•", 0x6F: "□"}
_APART = re.compile("([\u00b4\u00a8\u02c6])(?=([aeiouyAEIOUY\u0131]))|(\u00b8)(?=[cC])")
_LEADERS = re.compile(r"\s*(?:\.(?: ?\.){4,}|…(?: ?…)+|_{8,})\s*")


def clean_glyph(text: str, *, pictures: bool = False) -> str:
    """One glyph's characters, cleaned; those of a picture font (Wingdings) become bullets."""
    if len(text) == 1 and (pictures or "\ue000" <= text <= "\uf8ff"):
        return "" if text.isspace() else _picture(text)
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\t", " ").replace("\n", " ").replace("\r", " ")
    text = "".join(_LIGATURES.get(character, character) for character in text)
    return unicodedata.normalize("NFC", drop_invisible(drop_controls(text)))


def _picture(text: str) -> str:
    code = ord(text)
    if 0xF000 <= code <= 0xF0FF:
        return _BULLETS_BY_CODE.get(code & 0xFF, "•")
    if code > 0xFF:
        return text if code < 0xE000 else "•"
    return _BULLETS_BY_CODE.get(code, "•")


def compose(letter: str, accent: str) -> str | None:
    """The letter with the spacing accent over it, or None when French has no such letter."""
    base = {"\u0131": "i", "\u0237": "j"}.get(letter, letter)
    composed = unicodedata.normalize("NFC", base + SPACING_ACCENTS[accent])
    return composed if len(composed) == 1 and base.isalpha() else None


def clean_line(text: str) -> str:
    """A line's text: accents left apart composed, leaders shortened, blanks single."""
    if _APART.search(text):
        text = _compose_apart(text)
    if "..." in text or ". ." in text or "……" in text or "____" in text:
        text = _LEADERS.sub(" … ", text)
    return re.sub(
        r"[ \u2002-\u2006\u2008-\u200a\u3000\t\n\r]+", " ", unicodedata.normalize("NFC", text)
    ).strip(" ")


def _compose_apart(text: str) -> str:
    parts: list[str] = []
    index = 0
    while index < len(text):
        character = text[index]
        following = text[index + 1 : index + 2]
        composed = compose(following, character) if character in SPACING_ACCENTS and following else None
        if composed and character not in "`^":
            parts.append(composed)
            index += 2
        else:
            parts.append(character)
            index += 1
    return "".join(parts)
