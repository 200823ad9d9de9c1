"""A coordinated sentence cut into clauses that each say something by themselves."""

import re

from assistant.draft.subjects import LEAD
from assistant.draft.verbs import finite_verbs

# A clause that can stand alone opens with its subject, or with when and where.
_SUBJECT = (
    r"(?:[Ll][ea]s?\s|[Ll]['’]|[Uu]ne?\s|[Dd]es\s|[Cc]e\s|[Cc]et\s|[Cc]ette\s|[Cc]es\s|[Ss]on\s|[Ss]a\s|[Ss]es\s|[Ll]eurs?\s|"
    r"[Ii]ls?\s|[Ee]lles?\s|\d|[A-ZÉÈÀ]|deux\s|trois\s|quatre\s|cinq\s|plus d|moins d|près d|environ\s|certain|plusieurs\s|chaque\s|"
    r"aucun|seule?s?\s|en \d{4})"
)
_JOINT = re.compile(
    rf"\s*;\s+|,?\s+(?:et|mais|or|tandis que|tandis qu['’]|alors que|alors qu['’]|quand|contre)\s*(?={_SUBJECT})"
)
_SUBORDINATE = re.compile(
    r"\b(?:(?:qui|que|dont|où|si|lorsque|parce|puisque|afin|pour|quand|comme|laquelle|lequel)(?!\w)"
    r"|(?:qu|lorsqu|puisqu)['’]|s['’](?=ils?\b))",
    re.IGNORECASE,
)
_SHORTEST = 3  # words


def clause_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Half-open spans of the independent clauses of the sentence ``text[start:end]``, the joints left out.

    The whole sentence is one span where it cannot be cut for sure: a clause needs its own subject and verb.
    """
    spans: list[tuple[int, int]] = []
    begin = start
    for match in _JOINT.finditer(text, start, end):
        left, right = text[begin : match.start()], text[match.end() : end]
        if _stands_alone(left) and _has_ended(left) and _stands_alone(right, follows=True):
            spans.append((begin, match.start()))
            begin = match.end()
    spans.append((begin, end))
    return spans


def lead_of(sentence: str) -> str:
    """What opens a sentence and holds for all its clauses: « Selon le CNC, », « En 2024, », else ""."""
    lead = LEAD.match(sentence)
    if lead is None or not re.match(r"(?:Selon|D['’]après|En \d{4}|Depuis|Dans|Chez|Pour)\b", lead.group()):
        return ""
    return lead.group()


def has_main_verb(clause: str) -> bool:
    """Whether a verb of ``clause`` is in no subordinate of it."""
    lead = LEAD.match(clause)
    main = clause[lead.end() :] if lead else clause
    verb = next(finite_verbs(main), None)
    return verb is not None and _SUBORDINATE.search(main[: verb[0]]) is None


def _stands_alone(clause: str, *, follows: bool = False) -> bool:
    """Whether the clause has a verb of its own, not in a subordinate, after a subject.

    One that ``follows`` another has nothing set apart before its verb, which may be that of the other.
    """
    if len(clause.split()) < _SHORTEST or not has_main_verb(clause):
        return False
    lead = LEAD.match(clause)
    main = clause[lead.end() :] if lead else clause
    start, end = next(finite_verbs(main))
    # « et 353 personnes y ont répondu »: to what, the clause before says.
    leans = follows and ("," in main[:start] or re.search(r"\by\s+$", main[:start]))
    # « Le rapport dit que… et les… »: what follows « que » is all reported.
    return start > 0 and not leans and not re.match(r"\s*(?:que|qu['’])", main[end:])


def _has_ended(clause: str) -> bool:
    """Whether what follows ``clause`` is outside its quotations, its brackets and its subordinates.

    In « afin que les auteurs et les éditeurs puissent », the subordinate still waits for its verb.
    """
    if any(clause.count(opening) > clause.count(closing) for opening, closing in ("«»", "()", "“”")):
        return False
    subordinates = list(_SUBORDINATE.finditer(clause))
    return not subordinates or next(finite_verbs(clause[subordinates[-1].end() :]), None) is not None
