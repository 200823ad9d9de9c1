"""Words put for others of one sense, of the same ending: what is said again in another word, by the lexicon of senses."""

import random
import re
from collections import Counter
from collections.abc import Sequence

from assistant.inference.lexicon import Sense, key_of, senses
from index.analysis import fold

_WORD = re.compile(r"[^\W\d_]{5,}")
_VOWELS = tuple("aeiouyhéèêàâîôœ")
_ENDING = 3  # letters: « augmenté » gives its place to « progressé », not to « progression »
_LEAST_SEEN = 3


class Synonyms:
    """The forms seen in ``texts``, by the sense and the ending they have."""

    def __init__(self, texts: Sequence[str]) -> None:
        seen = Counter(word for text in texts for word in _WORD.findall(text) if word.islower())
        self._forms: dict[tuple[Sense, str], list[str]] = {}
        for form, count in seen.items():
            for sense in senses().get(key_of(fold(form)), ()) if count >= _LEAST_SEEN else ():
                self._forms.setdefault((sense, form[-_ENDING:]), []).append(form)

    def instead(self, word: str, rng: random.Random, *, contrary: bool = False) -> str | None:
        """A form of the same sense as ``word``, or of the contrary one; None where none is known."""
        key = key_of(fold(word))
        found = [
            form
            for axis, pole in sorted(senses().get(key, ()))
            for form in self._forms.get(((axis, -pole if contrary else pole), word[-_ENDING:]), ())
            # « l' », « d' » and « cet » stay right.
            if key_of(fold(form)) != key and form.startswith(_VOWELS) == word.startswith(_VOWELS)
        ]
        return rng.choice(found) if found else None

    def reworded(self, sentence: str, rng: random.Random, *, most: int = 2, contrary: bool = False) -> str:
        """``sentence`` with up to ``most`` words put for others; itself where none is known."""
        places = [each for each in _WORD.finditer(sentence) if each.group().islower()]
        rng.shuffle(places)
        changed: list[tuple[int, int, str]] = []
        for place in places:
            other = self.instead(place.group(), rng, contrary=contrary)
            if other and len(changed) < most:
                changed.append((place.start(), place.end(), other))
        for start, end, other in sorted(changed, reverse=True):
            sentence = sentence[:start] + other + sentence[end:]
        return sentence
