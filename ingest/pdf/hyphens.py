"""Words cut at the end of a line: rejoined, with or without their hyphen.

The rule, in order. A soft hyphen goes. The hyphen stays before a capital or a digit, after a
capital acronym or a digit, and between the parts of an inversion or a locution (« a-t- / il »,
« c'est-à- / dire »). Then the document decides: of the joined and the hyphenated word, the one met
elsewhere wins. Then the hyphen stays after a French prefix that takes one, and goes otherwise.
"""

import re
from collections import Counter

_HYPHENS = "-\u2010\u2011"
_SOFT = "\u00ad"
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*")
_LAST_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*$")
_FIRST_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
# Asked only when the document is silent: "contre-" and others also open words written solid.
_PREFIX_WORDS = """
    peut post non ex vice demi semi mi sous avant après arrière contre entre au ci là celui celle ceux celles
    quasi grand grands grande haut haute bas basse outre presque quelques rendez porte nord sud est ouest
    franco anglo moi toi soi lui elle nous vous eux elles même jusque court long moyen libre plus cinq dix
    vingt trente quarante cinquante soixante quatre cent aide savoir chef chefs compte mot mots trois deux
    tiers sans bien mal tout toute par e
"""
_ENCLITIC_WORDS = """
    il ils elle elles on je tu nous vous ce là ci même mêmes moi toi lui leur dessus dessous delà devant dire
    être parti
"""
_LINK_WORDS = "à t en de du d la le les l sur sous lès et ou au aux y dans être là"
_PREFIXES = frozenset(_PREFIX_WORDS.split())
_ENCLITICS = frozenset(_ENCLITIC_WORDS.split())
_LOCUTION_LINKS = frozenset(_LINK_WORDS.split())


class Vocabulary:
    """The words of the document, those cut at a line's end left out."""

    def __init__(self) -> None:
        self._words: Counter[str] = Counter()

    def add_line(self, text: str) -> None:
        words = [match[0].casefold() for match in _WORD.finditer(text)]
        if words and text.rstrip()[-1:] in (*_HYPHENS, _SOFT):
            words.pop()
        self._words.update(words)

    def count(self, word: str) -> int:
        return self._words[word.casefold()]


def join_lines(lines: list[str], vocabulary: Vocabulary) -> tuple[str, list[int]]:
    """One text from lines, and where each line starts in it."""
    text = ""
    starts = []
    for line in lines:
        if text:
            text = _join(text, line, vocabulary)
            starts.append(max(len(text) - len(line), 0))
        else:
            text = line
            starts.append(0)
    return text.replace(_SOFT, ""), _without_soft(text, starts)


def _without_soft(text: str, starts: list[int]) -> list[int]:
    if _SOFT not in text:
        return starts
    return [start - text.count(_SOFT, 0, start) for start in starts]


def _join(text: str, line: str, vocabulary: Vocabulary) -> str:
    last = text[-1:]
    if last == _SOFT and line[:1].isalpha():
        return text[:-1] + line
    if last not in _HYPHENS or len(text) < 2 or not text[-2].isalnum() or not line[:1].isalnum():
        return f"{text} {line}"
    return text + line if _keeps_hyphen(text[:-1], line, vocabulary) else text[:-1] + line


def _keeps_hyphen(left_text: str, line: str, vocabulary: Vocabulary) -> bool:
    left_match = _LAST_WORD.search(left_text[-80:])
    right_match = _FIRST_WORD.match(line)
    if left_match is None or right_match is None:
        return True
    left = re.split("['’]", left_match[0])[-1]
    right = right_match[0]
    first_part = re.split(f"[{_HYPHENS}]", right)[0].casefold()
    last_part = re.split(f"[{_HYPHENS}]", left)[-1]
    if not right[0].islower() or left[-1].isdigit():
        return True
    if len(last_part) >= 2 and last_part.isupper():
        return True
    if last_part.casefold() in _LOCUTION_LINKS and ("-" in left or len(last_part) == 1):
        return True
    if re.match(f"t[{_HYPHENS}](?:il|elle|on)", right) or first_part in _ENCLITICS:
        return True
    joined, hyphenated = vocabulary.count(left + right), vocabulary.count(f"{left}-{right}")
    if joined != hyphenated:
        return hyphenated > joined
    return last_part.casefold() in _PREFIXES
