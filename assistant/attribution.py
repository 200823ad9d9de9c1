"""Who says it and when, said before a sentence where it matters: « Selon le CNC (2024), … »."""

import re

from assistant.quantities import find_quantities
from index.analysis import fold
from index.records import Document

_SAYS_WHO = re.compile(r"^(?:selon|d'apres|pour|aux yeux de)\b")
_YES_OR_NO = re.compile(r"((?:Oui|Non)\u00a0: )?(.*)", re.DOTALL)
_ARTICLES = ("le ", "la ", "les ", "l'", "l’")
# Words that begin a sentence and lose their capital within one; a name keeps it.
_LOSES_CAPITAL = re.compile(
    r"(?:[LD]['’]|Jusqu['’]|(?:Le|La|Les|Un|Une|Des|Du|De|En|Dans|Pour|Il|Elle|Ils|Elles|On|Ce|Cet|Cette|Ces|Au|Aux|À|Par|Avec|Sans|Sur|Sous|Selon|"
    r"Chez|Entre|Plus|Près|Moins|Environ|Quelque|Seule?s?|Tous|Toutes|Si|Quand|Lorsque|Après|Avant|Depuis|Parmi|Certaine?s?|"
    r"Plusieurs|Chaque|Aucune?|Notre|Leurs?|Ses|Son|Sa|Deux|Trois|Quatre|Cinq|Neuf|Dix)(?![\w-]))"
)


def attributed(reading: str, document: Document, question: str) -> str:
    """``reading`` opened by the institution and year of ``document``, if it has both and neither is said yet.

    Only a sentence that counts something is: figures differ from one source or year to another.
    """
    institution, year = document.parsed.metadata.institution, document.parsed.metadata.date[:4]
    if not fold(institution).strip() or not year:
        return reading
    opening, said = _YES_OR_NO.fullmatch(reading).groups("")  # type: ignore[union-attr]  # any text matches
    counts = any(quantity.unit != "year" for quantity in find_quantities(said))
    named = re.compile(rf"(?<!\w){re.escape(fold(institution))}(?!\w)")
    known = any(named.search(fold(text)) for text in (said, question))
    if not counts or known or _SAYS_WHO.match(fold(said)):
        return reading
    # A line of a slide is no clause: « Selon le CNC (2024) : Rupture générationnelle… »
    joint = "," if _LOSES_CAPITAL.match(said) or not said[:1].isupper() else "\u00a0:"
    who = f"{'selon' if opening else 'Selon'} {_with_article(institution, document.parsed.text)} ({year})"
    return f"{opening}{who}{joint} {within_a_sentence(said)}"


def within_a_sentence(reading: str) -> str:
    """``reading`` without the capital of its first word, unless that is a name's."""
    return reading[:1].lower() + reading[1:] if _LOSES_CAPITAL.match(reading) else reading


def _with_article(institution: str, text: str) -> str:
    """The institution with the article that the text most often gives it, if any."""
    found = {
        article: len(re.findall(rf"(?<!\w){article}{re.escape(institution)}(?!\w)", text, re.IGNORECASE))
        for article in _ARTICLES
    }
    article = max(found, key=lambda each: found[each])
    return f"{article}{institution}" if found[article] else institution
