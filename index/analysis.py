"""The French analyser: from a text to the terms that lexical search compares.

Query and passage go through the same steps, so whoever types without accents, apostrophes or
capitals finds the same passages: NFKC, lower case, ligatures and accents folded, elided articles
dropped (but ``aujourd'hui`` whole), inverted pronouns too, numbers kept whole (``1 619`` is one number, ``77,5`` too),
compounds indexed in parts and joined, Snowball French stems, function words left out.
"""

import re
import unicodedata
from functools import lru_cache

import Stemmer

_STEMMER = Stemmer.Stemmer("french")
_ELISION = re.compile(
    r"\b(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu)'(?=\w)", re.IGNORECASE
)
# « supporte-t-elle », « est-ce », « donnez-moi »: the pronoun after a verb is not part of a compound.
_INVERSION = re.compile(
    r"(?<=[a-z])-(?:t-)?(?:ils?|elles?|on|ce|je|tu|nous|vous|moi|toi|lui|leur|les?|la|y|en|ci)\b(?!-)"
)
_FEMININE_PARTICIPLE = re.compile(r"(?<=\w\w)ees?$")
_THOUSANDS = re.compile(r"(?<![\d,.])(\d{1,3})(?:[ \u00a0\u202f]\d{3})+(?![\d])")
_TERM = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*|[^\W_]+")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_APOSTROPHES = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'", "œ": "oe", "æ": "ae"}
)

# Function words, folded. Words that can carry meaning are kept: sans, plus, moins, avant, and those that
# are nouns too: son (the sound), or (the gold), ca (the turnover).
STOP_WORDS = frozenset(
    """a ai aie aient ainsi alors as au aucun aura aurait aussi autre autres aux avaient avait avec avez avoir
    avons ayant ayez bien car ce ceci cela celle celles celui ces cet cette ceux chez ci comme comment dans de
    des deja donc dont du elle elles en encore est et etaient etait etant ete etes etre eu eux faire fait faut
    furent fut ici il ils je la le les leur leurs lors lui ma mais me meme memes mes moi mon ne ni nos notre
    nous on ont ou par parce pas peu peut peuvent pour pourquoi quand que quel quelle quelles quelqu quels qui
    quoi sa se selon sera seront ses si soit sont sous sur ta te tel telle telles tels tes toi ton tous tout
    toute toutes tres tu un une vers via voici voila vos votre vous y""".split()
)


def fold(text: str) -> str:
    """``text`` in lower case, without accents, ligatures, invisible or typographic characters."""
    text = INVISIBLE.sub("", text).lower().translate(_APOSTROPHES)
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).lower()


def analyse(text: str) -> list[str]:
    """The terms of ``text`` in order, repeated as they occur."""
    text = _THOUSANDS.sub(lambda match: re.sub(r"\D", "", match.group()), fold(text))
    text = _ELISION.sub(" ", text.replace("aujourd'hui", "aujourdhui"))
    text = _INVERSION.sub(" ", text)
    terms: list[str] = []
    for match in _TERM.finditer(text):
        word = match.group()
        parts = word.split("-")
        terms.extend(stem(part) for part in parts if part not in STOP_WORDS)
        if len(parts) > 1 and not all(part in STOP_WORDS for part in parts):
            terms.append(stem("".join(parts)))
    return terms


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Snowball French stem of a folded word; numbers and one-letter words stay as they are."""
    if len(word) < 3 or not word.isalpha():
        return word.replace(",", ".") if word[0].isdigit() else word
    # Accents folded first: « réalisé » and « realise » must meet, whatever the stemmer makes of é; the
    # stemmer then takes « réalisée » for another word than « réalisé », and leaves studios and lois plural.
    stemmed = str(_STEMMER.stemWord(_FEMININE_PARTICIPLE.sub("e", word)))
    return stemmed[:-1] if len(stemmed) > 3 and stemmed[-1] == "s" and stemmed[-2] in "aiouy" else stemmed
