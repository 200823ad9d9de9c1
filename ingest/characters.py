"""Characters as text: composed, without those that cannot be seen, white space single."""

import re
import unicodedata

SOFT_HYPHEN = "\u00ad"

# Tabs and line ends are white space; the other control characters, \x85 included, are no text.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]+")
# Controls that are not white space, zero-width and bidi marks, tags, non-characters and lone
# surrogates: not text, and some are used to hide text.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]+"
)
_SPACES = re.compile(r"\s{2,}|[^\S \u00a0\u202f]")
_NO_BREAK = re.compile("[\u00a0\u202f]")
_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def clean(text: str) -> str:
    """One block's text: NFC, no invisible characters, white space collapsed and no blank edges.

    A run of white space becomes one space, or its first no-break space (U+00A0, U+202F), which
    French typography needs.
    """
    text = drop_invisible(text).replace(SOFT_HYPHEN, "")
    text = _SPACES.sub(_collapsed, text).strip()
    return unicodedata.normalize("NFC", text)


def _collapsed(run: re.Match[str]) -> str:
    no_break = _NO_BREAK.search(run.group())
    return no_break.group() if no_break else " "


def drop_controls(text: str) -> str:
    """``text`` without control characters (category Cc), tabs and newlines aside.

    A carriage return is one of them: turn line ends into newlines first.
    """
    return _CONTROLS.sub("", text)


def drop_invisible(text: str) -> str:
    """``text`` without what leaves no mark on the page, white space and soft hyphens aside."""
    return _INVISIBLE.sub("", text)


def raise_digits(text: str) -> str:
    """Digits as superscript characters: ``2`` drawn above the line reads ``²``, never ``2``."""
    return text.translate(_SUPERSCRIPTS)
