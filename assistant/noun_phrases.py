"""The noun phrases of a French question, and one of them put in the place of another. By form alone."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.analysis import analyse, fold

# Which of several phrases is closest in meaning to one: its position.
Closest = Callable[[str, Sequence[str]], int]

# « du » is « de le »: (preposition, determiner) of each word that opens a phrase.
_OPENINGS = {
    "des": ("de", "les"),
    "du": ("de", "le"),
    "aux": ("à", "les"),
    "au": ("à", "le"),
    "de": ("de", ""),
    "d'": ("de", ""),
    "à": ("à", ""),
    "chez": ("chez", ""),
    "pour": ("pour", ""),
    "dans": ("dans", ""),
    "parmi": ("parmi", ""),
    "en": ("en", ""),
    "par": ("par", ""),
    "selon": ("selon", ""),
    "sur": ("sur", ""),
    "d'après": ("selon", ""),
}
_CONTRACTED = {
    "de les": "des",
    "de le": "du",
    "à les": "aux",
    "à le": "au",
    "de un": "d'un",
    "de une": "d'une",
}
_DETERMINER = r"les |le |la |l'|un |une "
_OPENING = r"d'après |des |du |aux |au |de |d'|à |chez |pour |dans |parmi |en |par |selon |sur "
# « grand public », « effets visuels », « Institut Choiseul »: what stands before a noun, or after it, by its form.
_BEFORE = (
    r"(?:grande?s?|petite?s?|faux|fausses?|nouve(?:au|aux|lle|lles)|premi(?:er|ère)s?|jeunes?|gros|grosses?|bon(?:ne)?s?"
    r"|hautes?|vrais?|seuls?|deux|trois|autres?|principa(?:le|les|ux)|moins|plus|non) "
)
_AFTER = (
    r"(?: [^\W\d_]+(?:iques?|ics?|elles?|els?|ales?|aux|ives?|ifs?|aires?|oires?|ienne?s?|euses?|eux|ables?|ibles?"
    r"|iers|ières?|(?:és|ées)(?! par\b))\b| [A-ZÉÈÀ][\w-]*)"
)
_NOUN = rf"(?P<noun>(?:{_BEFORE})*[^\W_](?:[\w-]*[^\W_])?{_AFTER}*)"
# An opening, a determiner, both, or the capital of a name.
_PHRASE = re.compile(
    rf"(?<![\w'])(?=(?i:{_OPENING}|{_DETERMINER})|[A-ZÉÈÀ])(?P<opening>(?i:{_OPENING}))?(?P<determiner>(?i:{_DETERMINER}))?{_NOUN}"
)
_ALONE = re.compile(_NOUN)
_INVERTED = re.compile(r"-(?:t-)?(?:il|elle|on|ils|elles|je|tu|nous|vous|ce)$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
# Where and according to whom: such a phrase takes the place of its like alone, else it is added.
_OF_PLACE, _OF_SOURCE = frozenset({"en", "à", "dans", "sur"}), frozenset({"selon"})
_MOST_PHRASES = 20
# Groups of people, by the commonest nouns and endings: one takes the place of another.
_PEOPLE = re.compile(
    r"\b(?:hommes?|femmes?|jeunes?|seniors?|adultes?|enfants?|adolescents?|francais|gens|personnes?|debutants?|novices?|\w+ \d+ ans|"
    r"moins de \d+|plus de \d+|\w{3,}(?:eurs?|rices?|euses?|istes?|ticiens?|iciennes?|ants?))\b"
)
# Nouns that name a measure, which a follow-up keeps: « quelle part des producteurs… et des scénaristes ? »
_MEASURES = frozenset(
    analyse("part pourcentage proportion taux nombre montant chiffre quantité date année moyenne")
)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """``text[start:end]`` of a question: its preposition and determiner (either may be ""), its noun and adjectives."""

    start: int
    end: int
    preposition: str
    determiner: str
    noun: str


def replace_closest(question: str, phrase: str, closest: Closest) -> str | None:
    """``question`` about ``phrase`` instead of its own phrase of nearest meaning; None where it has none.

    ``phrase`` may bring its preposition, which gives way to that of the question: « chez les seniors ».
    """
    new = next(iter(_phrases(phrase)), None)
    found = _phrases(question)
    if new is None or not found:
        return None
    for kind in (_OF_PLACE, _OF_SOURCE):
        if new.preposition in kind:
            found = [each for each in found if each.preposition in kind]
    if _PEOPLE.search(fold(phrase)):
        found = [each for each in found if _PEOPLE.search(fold(each.noun))] or found
    # A name takes the place of a name, a noun that of a noun, if there is one.
    found = [each for each in found if each.noun[0].isupper() == new.noun[0].isupper()] or found
    if not found:
        return None
    old = found[closest(f"{new.determiner} {new.noun}", [f"{each.determiner} {each.noun}" for each in found])]
    tail = phrase[new.end :]
    is_name = new.noun[0].isupper()
    determiner = new.determiner or ("" if is_name else old.determiner)
    preposition = old.preposition or ("" if old.determiner else new.preposition)
    if question[: old.start].lower().endswith("combien "):
        preposition, determiner = "de", ""
    return question[: old.start] + _joined(preposition, determiner, new.noun + tail) + question[old.end :]


def _phrases(text: str) -> list[_Phrase]:
    text = text.replace("’", "'").strip()
    found = []
    for match in _PHRASE.finditer(text):
        opening, determiner, noun = match["opening"], match["determiner"], match["noun"]
        opens_sentence = match.start() == 0 and not (opening or determiner) and " " in text
        terms = analyse(noun)
        if (
            opens_sentence
            or not terms
            or set(terms) <= _MEASURES
            or _INVERTED.search(noun)
            or _YEAR.fullmatch(noun)
        ):
            continue
        preposition, implied = _OPENINGS.get((opening or "").strip().lower(), ("", ""))
        determiner = (determiner or "").strip().lower() or implied
        found.append(_Phrase(match.start(), match.end(), preposition, determiner, noun))
    if not found and (alone := _ALONE.fullmatch(text)):
        found.append(_Phrase(0, alone.end(), "", "", text))
    return found[:_MOST_PHRASES]


def _joined(preposition: str, determiner: str, rest: str) -> str:
    """The words as French joins them: « de » and « les » are « des », « en » and « la Belgique » « en Belgique »."""
    vowel = fold(rest)[:1] in set("aeiouhy")
    if determiner in ("le", "la") and vowel:
        determiner = "l'"
    if preposition == "en" and determiner:
        preposition, determiner = ("en", "") if determiner in ("la", "l'") else ("à", determiner)
    together = f"{preposition} {determiner}".strip()
    together = _CONTRACTED.get(together, together)
    if together == "de" and vowel:
        together = "d'"
    if not together or together.endswith("'"):
        return together + rest
    return f"{together} {rest}"
