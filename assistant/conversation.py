"""Make a follow-up question self-contained from the turns before it, by the forms that follow-ups take."""

import re
from collections.abc import Sequence

from assistant.answers import Answer, Status
from assistant.noun_phrases import Closest, replace_closest
from assistant.yes_no import asks_yes_or_no
from index.analysis import analyse, fold

_END = " ?!.\u00a0\u202f"
_MARKER = re.compile(r" ?\[\d+\]")
# « Et pour la musique ? », « et dans ce secteur ? »: the question before, asked of something else.
_OPENING = re.compile(
    r"^\s*(?:(?:merci|d'accord|ok|okay|super|alors|bon|ah|oui|non|parfait|tres bien)[\s,!.]+)*"
    r"(?:(?:et|mais|sinon|idem|pareil|(?:la )?meme (?:chose|question)|and|what about|how about|qu'en est-il|quid)\b[\s,]*)"
    r"(?:pour ce qui est |cote |du cote )?"
)
# « Du côté des scénaristes ? », « Chez les femmes ? »: the same without « et ».
_BARE_PLACE = re.compile(r"^(?:du cote|cote|chez|pour|dans|parmi)\b")
_SIDE = re.compile(r"^(?:du côté|du cote|côté|cote) ", re.IGNORECASE)
_WHY = re.compile(r"^(?:et |mais |ah bon |ah |oui |et )*pourquoi(?: donc| ca| cela)?\W*$")
# A question of its own, though it opens with « et ».
_ASKS = re.compile(
    r"\b(?:qui|que|qu'\w+|quoi|quels?|quelles?|lequel|laquelle|comment|pourquoi|quand|combien)\b|^ou\b|-(?:t-)?(?:il|elle|on|ils|elles|ce)\b"
)
_INTERROGATIVE = re.compile(
    r"^(?:qui|que|qu'|quand|ou|comment|pourquoi|combien|quels?|quelles?|[aà] qui|avec qui|par qui|who|when|where|how|why)\b"
)
# Words that only mean something after the turn before; « ça » is read with its cedilla, since CA is a
# turnover. « les métiers pour lesquels » are none.
_POINTS_BACK = re.compile(
    r"\b(?:cela|celui-ci|celle-ci|ceux-ci|celles-ci|celui-la|celle-la|celui|celle|ceux|ce dernier|cette derniere|ces derniers|"
    r"ce point|ce chiffre|ce taux|ce secteur|cette filiere|cette etude|ce rapport|eux)\b|\bles? autres?\W*$|\bl'autre\W*$"
    r"|(?<!pour )(?<!dans )(?<!par )(?<!sur )(?<!avec )\b(?:lesquels|lesquelles|lequel|laquelle)\b"
)
_CA = re.compile(r"\b(?:[çÇ]a|ca)\b")
_MORE = re.compile(
    r"\b(?:continue|detaille|developpe|precise|en (?:dire|savoir) plus|plus de details?|explique)\b"
)
# « qui dit ça ? », « d'où vient ce chiffre ? »
_WHO_SAYS = re.compile(
    r"^(?:et |mais )?(?:(?:c'est )?qui (?:est-ce )?(?:qui )?(?:le |l'|a )?(?:dit|affirme|soutient|pense|declare|estime)(?: (?:ca|cela|ce chiffre))?"
    r"|(?:d'apres|selon) qui|(?:d'ou|de qui) (?:(?:vient|sort|tiens-tu|tires-tu|tu sors|tu tiens) (?:ca|cela|ce chiffre|cette \w+)|(?:ca|cela) (?:vient|sort))"
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
    r"\b(?:le|la|du|au|l') ?(?:(premi|deuxi|second|troisi|quatri|cinqui|sixi|derni)\w*|([1-6])(?:er|e|eme|nd)) ?(?:(?:point|element|item|usage|argument|"
    r"critere|recommandation|conseil|mesure|raison|etape|exemple|principe|citation|phrase|idee))?"
    r"(?:,? (?:stp|svp|s'il (?:te|vous) plait|merci))?\W*$"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTH_AND_YEAR = r"(?:(?:janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre) )?\b(?:19|20)\d\d\b"
_MOMENT = re.compile(rf"(?:\b(?:en|de|d'|au|à|pour) )?({_MONTH_AND_YEAR})", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:entre|depuis|avant|apres|jusqu'\w+|des)\b")
# « et deux mois après ? »
_NUMBERS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "dix": 10}
_TIME_AFTER = re.compile(
    rf"^(?:et |mais )?({'|'.join(_NUMBERS)}|\d{{1,2}}) (mois|ans?|annees?) (apres|plus tard|avant|plus tot|auparavant)\b"
)
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_YEAR_AFTER = re.compile(
    r"^(?:et |mais )?l'(?:annee|an) (d'apres|suivante?|d'avant|precedente?|prochaine?|derniere?)\b"
)
# « D'où vient ce chiffre ? » and « Détaille le deuxième point » ask about an answer, not about the subject.
_SAYS, _POINT = "Qui dit que ", "En quoi consiste ce point : "
# An English question keeps its words: those of a follow-up are put after them.
_ENGLISH = re.compile(r"\b(?:the|what|how|who|which|is|are|does|do|can|of)\b")
_ENGLISH_POINTS_BACK = re.compile(
    r"^(?:and )?(?:who|what|how|why|when|where)\b.*\b(?:it|this|that|they|them|those)\b"
)
# « Que propose-t-il ? »: of whom the turn before speaks. « Y a-t-il » and « faut-il » speak of nobody.
_PRONOUN = re.compile(r"-(?:t-)?(?:il|elle|ils|elles)\b|\b(?:il|elle|ils|elles)\b")
_IMPERSONAL = re.compile(
    r"\by a-t-il\b|\bil y a\b|\b(?:existe|faut|reste|s'agit|suffit|convient)-?(?:t-)?il\b|\bil (?:existe|faut|reste|s'agit)\b|\best-il (?:possible|vrai)\b"
)
# « Quels risques ? », « Qui l'a piloté ? »: a question that lacks its object.
_LACKS_OBJECT = re.compile(
    r"^(?:quels?|quelles?|combien de) [\w'-]+\W*$|\b(?:l'a|l'ont|l'avait|les a)\b|-(?:le|la|les)\b"
)
_NAME = re.compile(r"(?<=[\w,'’] )(?:[LlDd]['’])?([A-ZÉÈÀ][\w’-]*(?: [A-ZÉÈÀ][\w’-]*)*)")
_ANSWER_OPENING = re.compile(r"^(?:(?:Oui|Non)\s?: )?(?:[Ss]elon [^,:]{2,60} \(\d{4}\)\s?[,:] )?")
_MAX_SAID_WORDS, _MAX_HEAD_WORDS = 40, 12
_ASKS_WHICH = re.compile(
    r"^(?:(?:peux-tu |tu peux )?(?:me )?(?:cite[rsz]?|donne[rsz]?|liste[rsz]?) |quel(?:le)?s? (?:sont|est) )",
    re.IGNORECASE,
)
_MAX_BASE = 250  # characters: beyond it, what was made of follow-ups gives way to what was typed


def standalone_question(question: str, earlier: Sequence[Answer], closest: Closest) -> str:
    """``question`` made self-contained after the turns ``earlier``; one that stands by itself is unchanged.

    What it takes up is the last question that was answered, else the last that was searched, as it was
    understood. ``closest`` tells which of its phrases the follow-up speaks of instead.
    """
    searched = [turn for turn in earlier if turn.citations or turn.nearest]
    last = next((turn for turn in reversed(searched) if turn.citations), None) or next(
        reversed(searched), None
    )
    if last is None:
        return question
    about = last if not last.standalone_question.startswith((_SAYS, _POINT)) else _subject(searched) or last
    base = _without_detail(about)
    if len(base) > _MAX_BASE:
        base = about.question[:_MAX_BASE]
    question = question.strip()
    folded = " ".join(fold(question).split())
    if (of_the_answer := _about_the_answer(question, folded, last, base)) is not None:
        return of_the_answer
    if shift := _YEAR_AFTER.search(folded):
        return _year_after(base, last.text, shift.group(1), folded[shift.end() :].strip(_END + ","))
    if (shift := _TIME_AFTER.search(folded)) and (moved := _moved(base, last.text, shift)):
        return moved
    if _WHY.match(folded) and asks_yes_or_no(base) and not _INTERROGATIVE.match(fold(base)):
        return f"Pourquoi {base[:1].lower()}{base[1:]}"
    if _ENGLISH_POINTS_BACK.search(folded) and _ENGLISH.search(fold(base)):
        return f"{question.rstrip(_END)} ({base.rstrip(_END)})?"
    opening = _OPENING.match(fold(question))
    rest = question[opening.end() :] if opening else question
    if opening:
        return _elliptic(base, rest, closest)
    terms = analyse(rest)
    if _BARE_PLACE.match(folded) and 0 < len(terms) <= 3 and not _ASKS.search(folded):
        return _elliptic(base, _SIDE.sub("", rest), closest)
    pronoun = _PRONOUN.search(folded) and not _IMPERSONAL.search(folded) and len(terms) <= 3
    if pronoun and terms and _LACKS_OBJECT.search(folded):
        return f"{_cased(rest.rstrip(_END))} ({base.rstrip(_END)}) ?"
    names = [name for name in _NAME.findall(question) if not name.isupper()]  # « l'IA » is nobody
    if pronoun and terms and not names and (name := _named(last)):
        return f"{question.rstrip(_END)} ({name}) ?"
    if _INTERROGATIVE.match(folded) and len(terms) == 1 and _LACKS_OBJECT.search(folded):
        return f"{_cased(rest.rstrip(_END))} ({base.rstrip(_END)}) ?"
    points_back = (_POINTS_BACK.search(folded) or _CA.search(question)) and len(terms) <= 3
    if not terms or points_back or (_MORE.search(folded) and len(terms) <= 3):
        return _appended(base, rest)
    return question


def _without_detail(turn: Answer) -> str:
    """What ``turn`` asked about: its question less « détaille la troisième », which was about the answer before."""
    if not _MORE.search(fold(turn.question)):
        return turn.standalone_question
    added = f", {turn.question.strip()}"
    asked = turn.standalone_question
    return asked[: -len(added)] if fold(asked).endswith(fold(added)) else asked


def _subject(searched: Sequence[Answer]) -> Answer | None:
    """The last turn that asked about the subject, not about an answer."""
    return next(
        (turn for turn in reversed(searched) if not turn.standalone_question.startswith((_SAYS, _POINT))),
        None,
    )


def _about_the_answer(question: str, folded: str, last: Answer, base: str) -> str | None:
    """A question about what the last answer says: who says so, or its n-th point."""
    if last.status is not Status.ANSWERED:
        return None
    if _WHO_SAYS.match(folded):
        return f"{_SAYS}{_first_sentence(last.text)} ?"
    nth = _NTH.search(folded)
    if nth is None or _INTERROGATIVE.match(folded) or len(analyse(question)) > 4:
        return None
    position = _ORDINALS[nth.group(1)] if nth.group(1) else int(nth.group(2)) - 1
    item = _nth_item(last.text, position)
    return f"{_POINT}{_head(item)} ({_ASKS_WHICH.sub('', base).rstrip(_END)}) ?" if item else None


def _head(item: str) -> str:
    """What ``item`` is called, where it says more than its name."""
    name = re.split(r"(?<=\w)(?:\.|\s?:| –| -) ", re.sub(r"^\d{1,2}[.)] ", "", item))[0]
    return " ".join(name.split()[:_MAX_HEAD_WORDS])


def _moved(base: str, answer: str, shift: re.Match[str]) -> str | None:
    """``base`` some months or years later or earlier than the time it, or else the answer, speaks of."""
    number = _NUMBERS.get(shift[1]) or int(shift[1])
    number = -number if shift[3] in ("avant", "plus tot", "auparavant") else number
    moment = re.search(_MONTH_AND_YEAR, base, re.IGNORECASE) or re.search(
        _MONTH_AND_YEAR, answer, re.IGNORECASE
    )
    if moment is None:
        return None
    *month, year = moment.group().split()
    if shift[2] != "mois":
        return _in_year(base, " ".join((*month, str(int(year) + number))))
    if not month:
        return None
    months = 12 * int(year) + [fold(name) for name in _MONTHS].index(fold(month[0])) + number
    return _in_year(base, f"{_MONTHS[months % 12]} {months // 12}")


def _elliptic(base: str, rest: str, closest: Closest) -> str:
    """``base`` asked of what ``rest`` says, unless ``rest`` is a question of its own."""
    folded = fold(rest)
    if _ENGLISH.search(fold(base)):
        return _appended(base, rest)
    terms = analyse(rest)
    if moment := _MOMENT.search(rest):
        without = (rest[: moment.start()] + " " + rest[moment.end() :]).strip(_END + ",")
        if _RANGE.search(folded):
            return _appended(_MOMENT.sub("", base), rest)
        moved = _in_year(base, moment.group(1))
        if not analyse(without) or _POINTS_BACK.search(folded):
            return moved
        return _elliptic(moved, without, closest)
    if (_ASKS.search(folded) and len(terms) >= 2 and not _POINTS_BACK.search(folded)) or folded.startswith(
        "si "
    ):
        return _appended(base, rest) if folded.startswith("si ") else _cased(rest)
    if _ASKS.search(folded) and len(terms) >= 2:
        return f"{_cased(rest.rstrip(_END))} ({base.rstrip(_END)}) ?"
    if not terms or _POINTS_BACK.search(folded) or _INTERROGATIVE.match(folded):
        return _appended(base, rest)
    bare = rest.rstrip(_END)
    return _cased(replace_closest(base, bare, closest) or _appended(base, rest))


def _appended(base: str, rest: str) -> str:
    rest = rest.strip()
    return f"{base.rstrip(_END)}, {rest[:1].lower()}{rest[1:]}" if rest.strip(_END) else base


def _year_after(base: str, answer: str, which: str, also: str) -> str:
    years = _YEAR.findall(base) or _YEAR.findall(answer)
    if not years:
        return _appended(base, f"l'année {which}")
    year = str(int(years[-1]) + (-1 if which.startswith(("d'avant", "prec", "dern")) else 1))
    moved = _in_year(
        re.sub(_MONTH_AND_YEAR, lambda moment: moment.group()[-4:], base, flags=re.IGNORECASE), year
    )
    return f"{moved.rstrip(_END)}, {also} ?" if also else moved


def _named(last: Answer) -> str | None:
    """Of whom or what the last turn spoke: whom it names where a person was asked for, else what was asked about."""
    asked = _NAME.findall(last.standalone_question)
    told = [name for name in _NAME.findall(f", {last.text}") if " " in name]
    if fold(last.standalone_question).startswith(("qui", "quel")):
        return next(iter(told or asked), None)
    return asked[-1] if asked else None


def _first_sentence(text: str) -> str:
    text = _ANSWER_OPENING.sub("", text)
    words = _MARKER.split(text)[0].rstrip(_END).split()
    said = " ".join(words[:_MAX_SAID_WORDS])
    return said if said[1:2].isupper() else said[:1].lower() + said[1:]


def _nth_item(text: str, position: int) -> str | None:
    """The item of a list, else the sentence, at ``position`` of an answer."""
    listed = [item for item in _MARKER.sub("", text).rstrip(_END).split(" ; ") if not item.startswith("…")]
    listed[0] = re.split(r"\s: ", listed[0])[-1]
    if len(listed) == 1:
        listed = _told_in_a_sentence(listed[0])
    items = (
        listed if len(listed) > 1 else [part.strip(_END) for part in _MARKER.split(text) if part.strip(_END)]
    )
    return items[position] if -len(items) <= position < len(items) else None


def _told_in_a_sentence(sentence: str) -> list[str]:
    """« … par le prix, la durée et le son »: its items, the first with what comes before; else the sentence."""
    parts = re.split(r", (?:et |ou |puis |ainsi que |enfin )?| (?:et|ou|ainsi que) ", sentence)
    return parts if len(parts) > 2 else [sentence]


def _in_year(base: str, moment: str) -> str:
    """``base`` of another year, or month and year."""
    pattern = _MONTH_AND_YEAR if " " in moment else _YEAR.pattern
    moved, count = re.subn(pattern, moment, base, flags=re.IGNORECASE)
    return moved if count else f"{base.rstrip(_END)} en {moment} ?"


def _cased(question: str) -> str:
    return question[:1].upper() + question[1:]
