"""Repair of what was typed too fast, with the words of the collection itself.

A word is repaired only if neither the collection nor a French dictionary knows it, accents aside, and the
collection has one a slip or two away (Damerau, CACM 1964): « montagne » stays itself where the sources speak
of montage.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from index.analysis import fold

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 6
_WRONG_LETTER = 7  # letters from which a wrong one is forgiven; one lost, doubled or swapped always is
_TWO_SLIPS = 10  # letters from which two are forgiven
_ENDING = 4  # letters; a word that differs in them alone has another form (« rotoscopage »), not a slip
# Those that questions are made of, which a collection may not hold.
_ASKING = (
    "quand",
    "combien",
    "comment",
    "pourquoi",
    "quelle",
    "quelles",
    "quels",
    "lequel",
    "laquelle",
    "selon",
)
_OFTEN = 1_000
_ENGLISH = re.compile(r"\b(?:the|of|is|are|how|what|which|who|when|why|does|do)\b")


class Speller:
    """Knows the words of ``texts``."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(word for text in texts for word in _WORD.findall(text.lower()))
        counts.update(dict.fromkeys(_ASKING, _OFTEN))
        # Of the ways to write a folded word, the commonest.
        self._written: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        for word, count in counts.most_common():
            self._written.setdefault(fold(word), word)
            self._counts[fold(word)] += count
        self._by_letter: dict[str, list[str]] = {}
        for folded in self._counts:
            if len(folded) >= _SHORTEST - 1:
                self._by_letter.setdefault(folded[0], []).append(folded)

    def repair(self, text: str) -> str:
        """``text`` with its misspelt words replaced; words with a capital, perhaps names, and English are left alone."""
        if len(_ENGLISH.findall(fold(text))) > 1:
            return text
        return _WORD.sub(lambda match: self._repaired(match, text), text)

    def _repaired(self, match: re.Match[str], text: str) -> str:
        word = match.group()
        folded = fold(word)
        shortest = _SHORTEST - 1 if match.start() == 0 else _SHORTEST  # « qaund »
        if len(folded) < shortest or not word.islower() or folded in self._counts or is_french(folded):
            return word
        slips = 2 if len(folded) >= _TWO_SLIPS else 1
        near = [
            found
            for found in process.extract(
                folded,
                self._by_letter.get(folded[0], []),
                scorer=OSA.distance,
                score_cutoff=slips,
                limit=None,
            )
            if _is_slip(folded, found[0], int(found[1]))
        ]
        if not near:
            return word
        best, _, _ = min(near, key=lambda found: (found[1], -self._counts[found[0]], found[0]))
        return self._written[best]


def is_french(folded: str) -> bool:
    """Whether a French dictionary has the word, accents aside."""
    return folded in _french_words()


def _is_slip(typed: str, known: str, distance: int) -> bool:
    """Whether fingers, rather than grammar or another name, make ``typed`` of ``known``."""
    common = Prefix.similarity(typed, known)
    if distance == 1:
        wrong_letter = len(typed) == len(known) and sorted(typed) != sorted(known)
        return not wrong_letter or (len(typed) >= _WRONG_LETTER and common < len(typed) - 1)
    return common < len(typed) - _ENDING


@cache
def _french_words() -> frozenset[str]:
    from spellchecker import SpellChecker

    return frozenset(fold(word) for word in SpellChecker(language="fr").word_frequency.words())
