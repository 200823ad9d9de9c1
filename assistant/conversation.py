"""Make a follow-up question self-contained from the turns before it, by the forms that follow-ups take."""

import re
from collections.abc import Sequence

from assistant.answers import Answer
from assistant.noun_phrases import Closest, replace_closest
from index.analysis import analyse, fold

_END = " ?!.\u00a0\u202f"
_MARKER = re.compile(r" ?\[\d+\]")
# « Et pour la musique ? », « et dans ce secteur ? »: the question before, asked of something else.
_OPENING = re.compile(
    r"^\s*(?:et|mais|ou|sinon|idem|pareil|(?:la )?meme (?:chose|question)|and|what about|how about)\b[\s,]*(?:pour ce qui est |cote |du cote )?"
)
# A question of its own, though it opens with « et ».
_ASKS = re.compile(
    r"\b(?:qui|que|qu'\w+|quoi|quels?|quelles?|lequel|laquelle|comment|pourquoi|quand|ou|combien)\b|-(?:t-)?(?:il|elle|on|ils|elles|ce)\b"
)
# Words that only mean something after the turn before; « ça » is read with its cedilla, since CA is a
# turnover.
_POINTS_BACK = re.compile(
    r"\b(?:cela|celui-ci|celle-ci|ceux-ci|celles-ci|celui-la|celle-la|ce dernier|cette derniere|ces derniers|"
    r"ce point|ce chiffre|ce taux|ce secteur|cette filiere|cette etude|ce rapport|eux|les autres|l'autre|"
    r"lesquels|lesquelles|lequel|laquelle)\b"
)
_CA = re.compile(r"\b(?:[çÇ]a|ca)\b")
# « qui dit ça ? », « d'où vient ce chiffre ? »
_WHO_SAYS = re.compile(
    r"^(?:et |mais )?(?:(?:c'est )?qui (?:est-ce )?(?:qui )?(?:le |l'|a )?(?:dit|affirme|soutient|pense|declare|estime)(?: (?:ca|cela|ce chiffre))?"
    r"|(?:d'apres|selon) qui|(?:d'ou|de qui) (?:vient|sort|tiens-tu|tires-tu|tu sors|tu tiens) (?:ca|cela|ce chiffre|cette \w+)"
    r"|(?:ca|cela) (?:vient|sort) d'ou"
    r"|(?:quelle est )?(?:la |ta |votre )?source)\W*$"
)
# « Peux-tu détailler le deuxième point ? »
_ORDINALS = {
    "premi": 0,
    "deuxi": 1,
    "second": 1,
    "troisi": 2,
    "quatri": 3,
    "cinqui": 4,
    "sixi": 5,
    "derni": -1,
}
_NTH = re.compile(
    r"\b(?:le|la|du|au|l') ?(premi|deuxi|second|troisi|quatri|cinqui|sixi|derni)\w*(?: (?:point|element|item|usage|argument|"
    r"critere|recommandation|conseil|mesure|raison|etape|exemple|principe|citation|phrase|idee))?"
    r"(?:,? (?:stp|svp|s'il (?:te|vous) plait|merci))?\W*$"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTH = r"(?:(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre) )"
_MONTH_AND_YEAR = re.compile(rf"{_MONTH}?\b(?:19|20)\d\d\b", re.IGNORECASE)
_INTERROGATIVE = re.compile(
    r"^(?:qui|que|qu'|quand|ou|comment|pourquoi|combien|quels?|quelles?|a qui|avec qui|par qui|who|when|where|how|why)\b"
)
_YEAR_AFTER = re.compile(r"\b(?:l'annee|l'an) (d'apres|suivante?|d'avant|precedente?|prochaine?|derniere?)\b")
# « Que propose-t-il ? »: of whom the turn before speaks.
_PRONOUN = re.compile(r"-(?:t-)?(?:il|elle|ils|elles)\b|\b(?:il|elle|ils|elles)\b")
_NAME = re.compile(r"(?<=[\w,'’] )(?:[LlDd]['’])?([A-ZÉÈÀ][\w’-]*(?: [A-ZÉÈÀ][\w’-]*)*)")
_MAX_SAID_WORDS = 40


def standalone_question(question: str, earlier: Sequence[Answer], closest: Closest) -> str:
    """``question`` made self-contained after the turns ``earlier``; one that stands by itself is unchanged.

    What it takes up is the last question that found something, as it was understood. ``closest`` tells which
    of its phrases the follow-up speaks of instead.
    """
    last = next((turn for turn in reversed(earlier) if turn.citations or turn.nearest), None)
    if last is None:
        return question
    base = last.standalone_question
    folded = " ".join(fold(question).split())
    if _WHO_SAYS.match(folded) and last.citations:
        return f"Qui dit que {_first_sentence(last.text)} ?"
    nth = _NTH.search(folded)
    if (
        nth is not None
        and len(analyse(question)) <= 4
        and (item := _nth_item(last.text, _ORDINALS[nth.group(1)]))
    ):
        return f"Que disent les documents de ce point : {item} ?"
    if (shift := _YEAR_AFTER.search(folded)) and (years := _YEAR.findall(f"{base} {last.text}")):
        step = -1 if shift.group(1).startswith(("d'avant", "prec", "dern")) else 1
        moved = _YEAR.sub(str(int(years[0]) + step), base) if _YEAR.search(base) else ""
        moved = moved or f"{base.rstrip(_END)} en {int(years[0]) + step} ?"
        also = folded[shift.end() :].strip(_END + ",")
        return f"{moved.rstrip(_END)}, {also} ?" if also else moved
    rest = question.strip()[_opening_length(question.strip()) :]
    elliptic = len(rest) < len(question.strip())
    num_terms = len(analyse(rest))
    if elliptic and not (_ASKS.search(fold(rest)) and num_terms >= 2) and not _POINTS_BACK.search(folded):
        if moment := _MONTH_AND_YEAR.search(rest):
            return _in_year(base, moment.group())
        bare = rest.rstrip(_END)
        return _cased(replace_closest(base, bare, closest) or f"{base.rstrip(_END)}, {bare} ?")
    if elliptic and num_terms >= 2 and not _POINTS_BACK.search(folded) and not _CA.search(question):
        return _cased(rest)
    if (
        _PRONOUN.search(folded)
        and 0 < num_terms <= 3
        and not _NAME.search(question)
        and (name := _named(last))
    ):
        return f"{_cased(rest.rstrip(_END))} ({name}) ?"
    if num_terms == 1 and _INTERROGATIVE.match(fold(rest)):
        return f"{_cased(rest.rstrip(_END))} ({base.rstrip(_END)}) ?"
    if _POINTS_BACK.search(folded) or _CA.search(question) or num_terms < 2:
        return f"{base.rstrip(_END)}, {rest}" if rest else question
    return question


def _named(last: Answer) -> str | None:
    """Of whom or what the last turn spoke: whom it names where a person was asked for, else what was asked about."""
    asked = _NAME.findall(last.standalone_question)
    told = [name for name in _NAME.findall(f", {last.text}") if " " in name]
    if _INTERROGATIVE.match(fold(last.standalone_question)) and fold(last.standalone_question).startswith(
        ("qui", "quel")
    ):
        return next(iter(told or asked), None)
    return asked[-1] if asked else None


def _opening_length(question: str) -> int:
    match = _OPENING.match(fold(question))
    return match.end() if match else 0


def _first_sentence(text: str) -> str:
    words = _MARKER.split(text)[0].rstrip(_END).split()
    said = " ".join(words[:_MAX_SAID_WORDS])
    return said if said[1:2].isupper() else said[:1].lower() + said[1:]


def _nth_item(text: str, position: int) -> str | None:
    """The item of a list, else the sentence, at ``position`` of an answer."""
    listed = _MARKER.sub("", text).rstrip(_END).split(" ; ")
    listed[0] = listed[0].rpartition(" : ")[2]
    items = (
        listed if len(listed) > 1 else [part.strip(_END) for part in _MARKER.split(text) if part.strip(_END)]
    )
    return items[position] if -len(items) <= position < len(items) else None


def _in_year(base: str, moment: str) -> str:
    """``base`` of another year, or month and year."""
    pattern = _MONTH_AND_YEAR if " " in moment else _YEAR
    moved, count = pattern.subn(moment, base)
    return moved if count else f"{base.rstrip(_END)} en {moment} ?"


def _cased(question: str) -> str:
    return question[:1].upper() + question[1:]
