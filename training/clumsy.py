"""Questions as people type them: without accents or capitals, with slips of the keyboard, as keywords."""

import random
import re
import unicodedata

_STOP = frozenset(
    """a au aux ce ces cette d de des du elle elles en est et il ils l la le les leur on ont ou par pas que
    quel quelle quelles quels qui qu s sa se ses son sont sur un une y t comment combien quand pourquoi""".split()
)
_TU = (
    ("vous pouvez", "tu peux"),
    ("pouvez-vous", "peux-tu"),
    ("votre", "ton"),
    ("vos", "tes"),
    ("vous devez", "tu dois"),
    ("devez-vous", "dois-tu"),
    ("peut-on", "on peut"),
    ("doit-on", "on doit"),
    ("faut-il", "il faut"),
)
_NEIGHBOURS = dict(zip("azertyuiopqsdfghjklmwxcvbn", "zertyuiopmsdfghjklmlxcvbnb", strict=True))


def clumsy(question: str, rng: random.Random) -> str:
    """``question`` as it is, two times in five, else with one to three of the habits above."""
    if rng.random() < 0.4:
        return question
    text = question
    if rng.random() < 0.5:
        text = _without_accents(text)
    if rng.random() < 0.5:
        text = text.lower()
    if rng.random() < 0.4:
        text = re.sub(r"\s*\?\s*$", "", text)
    if rng.random() < 0.2:
        for formal, familiar in _TU:
            text = re.sub(rf"\b{formal}\b", familiar, text, flags=re.IGNORECASE)
    if rng.random() < 0.15:
        text = _keywords(text) or text
    if rng.random() < 0.25:
        text = _typo(text, rng)
    if rng.random() < 0.1:
        text = rng.choice(("dis moi ", "stp ", "je cherche ", "bonjour, ", "savoir ")) + text
    return text


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _keywords(text: str) -> str:
    return " ".join(word for word in re.findall(r"[\w-]+", text) if word.lower() not in _STOP)


def _typo(text: str, rng: random.Random) -> str:
    """One letter doubled, lost, swapped with the next or hit beside, in a word of five letters or more."""
    words = list(re.finditer(r"[^\W\d_]{5,}", text))
    if not words:
        return text
    word = rng.choice(words)
    place = rng.randrange(word.start() + 1, word.end() - 1)
    letter = text[place]
    changed = rng.choice((letter * 2, "", text[place + 1] + letter, _NEIGHBOURS.get(letter.lower(), letter)))
    skipped = 2 if len(changed) == 2 and changed[1] == letter and changed[0] != letter else 1
    return text[:place] + changed + text[place + skipped :]
