"""French words of one sense, and of contrary senses, as reports, surveys and press use them: ``lexicon.jsonl``.

A line of the file is an axis of meaning with two poles, ``plus`` and ``minus``, or words that stand for each other, ``same``.
"""

import json
import re
from functools import lru_cache
from pathlib import Path

from index.analysis import fold, stem

LEXICON = Path(__file__).with_name("lexicon.jsonl")
# The pole of each kind of words on a line; contrary poles are opposite numbers.
POLES = {"plus": 1, "minus": -1, "same": 1}

_PLURAL = re.compile(r"(?<=\w{4})ent$")

Sense = tuple[int, int]
"""The line of an axis and a pole of it."""


def key_of(word: str) -> str:
    """What a folded word is compared by: its stem, that of « recule » for « reculent » too, which Snowball leaves."""
    return _PLURAL.sub("", stem(word))


def _lines() -> list[dict[str, list[str]]]:
    return [json.loads(line) for line in LEXICON.read_text(encoding="utf-8").splitlines()]


@lru_cache(maxsize=1)
def senses() -> dict[str, frozenset[Sense]]:
    """By the key of a folded word, its senses."""
    found: dict[str, set[Sense]] = {}
    for number, line in enumerate(_lines()):
        for kind, words in line.items():
            for word in words:
                found.setdefault(key_of(fold(word)), set()).add((number, POLES[kind]))
    return {key: frozenset(of_word) for key, of_word in found.items()}


def word_pairs() -> list[tuple[str, str]]:
    """The lines that set one word against another, in forms that can take each other's place in a sentence."""
    return [
        (line["plus"][0], line["minus"][0])
        for line in _lines()
        if "plus" in line and len(line["plus"]) == len(line["minus"]) == 1
    ]
