"""French sentence boundaries, as spans of the text.

A period ends a sentence unless it belongs to an abbreviation, an initial, a number, a web address or
an ellipsis followed by a lower-case letter. Closing guillemets and brackets stay with the sentence they close.
"""

import re

# Written with their period and followed by a capital or a digit in running text.
_ABBREVIATIONS = frozenset(
    "m mm mme mlle mgr dr pr me st ste av bd art al chap ch cf coll dir éd ed env etc ex fig hab ibid id "
    "inf n no num op p pp par paragr ref réf sq suiv sup t tab tél tel trad vol vs env max min nb ann "
    "janv févr fév avr juil sept oct nov déc ap apr jc c-à-d c.-à-d i.e e.g p.ex".split()
)
# Abbreviations that also end sentences: only a lower-case letter after them keeps the sentence open.
_MAY_END = frozenset("etc al p.ex hab max min".split())
# One closing mark a turn, and no start inside a run of periods: time stays linear whatever the text.
_END = re.compile(
    r"(?<![.!?…])[.!?…]+(?:[\s\u00a0\u202f]?[»”\")\]])*(?:\[\d+\]|<sup>\d+</sup>|[¹²³⁴-⁹]+)?(?=\s|$)"
)
_WORD_BEFORE = re.compile(r"[\w.-]+$")
# Characters: longer than any abbreviation, so that a sentence without end costs no more than another.
_LONGEST_WORD = 20
_OPENERS = "«“\"(['‘—–-*_•✓■▪ \u00a0\u202f"


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of ``text[start:end]``, in order, without blank edges.

    The spans cover every non-blank character of the range.
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start, end):
        if _ends_sentence(text, begin, match, end):
            _add(spans, text, begin, match.end())
            begin = match.end()
    _add(spans, text, begin, end)
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        start += len(piece) - len(piece.lstrip())
        spans.append((start, start + len(stripped)))


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    mark = match.group()[0]
    following = text[match.end() : min(end, match.end() + 40)].lstrip()
    if not following:
        return True
    first = following.lstrip(_OPENERS)[:1]
    if first.islower():
        # « Vraiment ? » demanda-t-il, or an abbreviation: the sentence goes on.
        return False
    if mark in "!?" or match.group().startswith("..") or mark == "…":
        return True
    word = _WORD_BEFORE.search(text, max(begin, match.start() - _LONGEST_WORD), match.start())
    if word is None:
        return True
    token = word.group().lower()
    if re.fullmatch(r"[^\W\d_](?:\.-[^\W\d_])?", token) and word.group().isupper():
        return False  # an initial: « J. Dupont », « J.-P. Dupont »
    if token in _ABBREVIATIONS:
        return token in _MAY_END and not first.isdigit()
    # « 1. Titre » at the head of a line is a number, not a sentence.
    return not (
        token.isdigit()
        and len(token) <= 3
        and word.start() - begin < _LONGEST_WORD
        and not text[begin : word.start()].strip(" *#_")
    )
