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
from rapidfuzz.distance import OSA

from index.analysis import fold

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 5
_TWO_SLIPS = 8  # letters from which two are forgiven
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
        """``text`` with its misspelt words replaced; names, which have a capital, and English are left alone."""
        if len(_ENGLISH.findall(fold(text))) > 1:
            return text
        return _WORD.sub(lambda match: self._repaired(match, text), text)

    def _repaired(self, match: re.Match[str], text: str) -> str:
        word = match.group()
        folded = fold(word)
        is_name = not word.islower() and bool(text[: match.start()].strip())
        if len(folded) < _SHORTEST or is_name or folded in self._counts or folded in _french_words():
            return word
        slips = 2 if len(folded) >= _TWO_SLIPS else 1
        near = process.extract(
            folded, self._by_letter.get(folded[0], []), scorer=OSA.distance, score_cutoff=slips, limit=None
        )
        if not near:
            return word
        best, _, _ = min(near, key=lambda found: (found[1], -self._counts[found[0]], found[0]))
        written = self._written[best]
        return written.capitalize() if word[0].isupper() else written


@cache
def _french_words() -> frozenset[str]:
    from spellchecker import SpellChecker

    return frozenset(fold(word) for word in SpellChecker(language="fr").word_frequency.words())
