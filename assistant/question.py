"""What a question asks for: the kind of answer expected, and the terms that the answer must be about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.quantities import find_quantities
from assistant.yes_no import asks_yes_or_no
from index.analysis import analyse, fold
from index.search import Index


class Expected(StrEnum):
    """The kind of answer a question expects."""

    FIGURE = "figure"
    DATE = "date"
    PERSON = "person"
    LIST = "list"
    DEFINITION = "definition"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A self-contained question: the kind of answer it expects, its terms with their weight (how rare each is).

    ``counted`` is the term of the group or thing that a figure is asked of, else "".
    ``unknown_names`` are its proper names that the collection never holds, ``years`` its years.
    ``unknown_term``: a definition is asked of what the collection never speaks of.
    """

    text: str
    expected: Expected
    weights: dict[str, float]
    about_references: bool
    counted: str = ""
    unknown_names: frozenset[str] = frozenset()
    unknown_term: bool = False
    years: frozenset[str] = frozenset()


_WHO = (
    r"(?:auteur|autrice|institut|institution|organisme|dirigeante?|responsable|elue?|deputee?|senat(?:eur|rice)|ministre|"
    r"direct(?:eur|rice)|presidente?|intervenante?|musicien(?:ne)?|composit(?:eur|rice)|chanteu(?:r|se)|cineaste|"
    r"realisat(?:eur|rice)|metteur|product(?:eur|rice)|scenariste|act(?:eur|rice)|artiste|experte?|chercheu(?:r|se)|fonctionnaire|"
    r"patronne?|fondat(?:eur|rice)|cabinet|societe|entreprise|personne|voix)"
)
_PATTERNS = (
    (
        Expected.DEFINITION,
        r"^(?:(?:dis-moi |tu sais )?(?:qu'est[ -]ce qu(?:e|'un|'une)|c'est quoi|c koi|kesako|que (?:signifie|veut dire)|"
        r"qu'appelle-t-on|qu'entend-on par|definition|definis|definir)\b)|\bdefinition$|\bde quoi s'agit-il\b|\bwhat (?:is|does)\b.*\bmean|"
        rf"\bcomment (?:(?:ca |cela )?s'appelle|se nomme|nomme-t-on|appelle-t-on|on appelle)\b(?! (?:le |la |l'){_WHO}\b)",
    ),
    (
        Expected.FIGURE,
        r"\bcombien\b|\bquel(?:le)?s? (?:est |sont |etait |etaient )?(?:le |la |les )?(?:pourcentage|part|proportion|"
        r"taux|nombre|montant|budget|prix|cout|chiffre|score|note|note moyenne|duree)\b|\bpourcentage\b|\bquelle proportion\b|^%|\bhow (?:much|many)\b|\bwhat (?:share|percentage)\b|"
        r"\b(?:taux|part|chiffre|montant)$",
    ),
    (
        Expected.DATE,
        r"^(?:et |mais |dis-moi |tu sais |alors )*quand\b|\b(?:depuis|de|jusqu'a|pour|c'est|a partir de|est-ce) quand\b|\bquand$|"
        r"\bquand (?:a|ont|est|sont|sera|seront|aura|etait|etaient|fut|furent|s'est|se|commenc\w+|debut\w+|par[au]\w+|sort\w*|ouvr\w+)\b|"
        r"\bquelles? (?:est |sont )?(?:la |les )?(?:date|dates|annee|annees|periode|mois|jour)\b|"
        r"\ben quelle annee\b|\ba quelle date\b|\b(?:a )?quels? (?:jours?|moment)\b|^when\b|^dates?\b|\bdates?$",
    ),
    (
        Expected.PERSON,
        r"^(?:et )?(?:mais )?(?:tu (?:sais|te souviens) |dis-moi )?(?:c'est )?(?:qui|who)\b|\b(?:par|selon|d'apres|chez) qui\b|"
        r"\bqui (?:a |est-ce qui )?(?:dit|affirme|soutient|estime|pense|declare)\b|"
        rf"\bquel(?:le)? (?:haute? |ancien(?:ne)? |jeune |grande? )?{_WHO}\b|\bs'appelle (?:le |la |l'){_WHO}\b",
    ),
    (
        Expected.LIST,
        r"\b(?:quels|quelles|lesquels|lesquelles|liste[rz]?|enumere[rz]?|cite[rz]?|citez|quoi comme|principaux|principales|"
        r"which (?:two|three|four|five|six|[a-z]+s)|top ?\d+|les (?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix))\b",
    ),
)
# Words that name the kind of answer: a source gives the figure without saying « pourcentage ».
_KIND_WORDS = frozenset(
    analyse(
        "combien pourcentage part proportion taux nombre montant chiffre date année période quand liste lister citer"
    )
)
_REFERENCES = re.compile(
    r"\b(?:url|lien|adresse|site|page web|source|sources|reference|references|bibliographi\w*|annexe|publie\w*|"
    r"paru\w*|auteurs?|rapports?|etudes?|panorama|articles?|intitule|titre|cabinet|mission|appels? a projets?|guichet)\b"
)
# « Rotoscopie : découpe… », « La rotoscopie est… », « On appelle… »
_DEFINES = re.compile(
    r"^(?:[^:.,;]{2,60} ?:|(?:(?:[Ll]e|[Ll]a|[Ll]es|[Uu]ne?|[Dd]es) |[Ll]['’])?[^:.,;]{2,60} (?:est|sont|désigne|consiste|signifie)\b|On )"
)
_HEAD_COVERAGE = 0.6
_DATE = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"
)
# « quelle part des producteurs », « combien de salles »
_COUNTED = re.compile(
    r"\b(?:part|pourcentage|proportion|combien|nombre|quantite) (?:de |des |du |d')(?:l'|la |les )?(\w{3,})"
)
# A capital inside a sentence: not after its start, a quotation mark or a period.
_PROPER = re.compile(r"(?<=[\w,;)’'] )(?:[lLdD][’'])?([A-ZÉÈÀÂÇÎÔ][^\W\d_]{3,})(?![\w-])")
# English gives them a capital, French none: no proper names.
_NATIONALITY = re.compile(
    r"French|English|British|German|Dutch|Belgian|Swiss|Italian|Spanish|European|American|Canadian|Chinese|Japanese|Korean"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAME = re.compile(
    r"(?<![.!?] )(?<!^)\b[A-ZÉÈÀÇÎÔ][\w’'-]+(?: (?:de |du |des |d')?[A-ZÉÈÀÇÎÔ][\w’'-]+)+|\b[A-Z]{3,}\b"
)


def understand(index: Index, text: str) -> Question:
    """What ``text`` asks of the collection in ``index``."""
    folded = " ".join(fold(text).split())
    bare = folded.rstrip(" ?!.")
    expected = next((kind for kind, pattern in _PATTERNS if re.search(pattern, bare)), Expected.OTHER)
    if expected is Expected.LIST and asks_yes_or_no(text):
        expected = Expected.OTHER  # « les deux rapports le disent-ils ? »
    terms = list(dict.fromkeys(analyse(text)))
    content = [term for term in terms if term not in _KIND_WORDS] or terms
    return Question(
        text=text,
        expected=expected,
        weights={term: index.lexical.idf(term) for term in content},
        about_references=_REFERENCES.search(folded) is not None,
        counted=_counted(folded),
        unknown_names=frozenset(
            name
            for name in proper_names(text)
            if (terms_of := analyse(name)) and not any(map(index.lexical.knows, terms_of))
        ),
        unknown_term=expected is Expected.DEFINITION and not any(map(index.lexical.knows, content)),
        years=frozenset(_YEAR.findall(folded)),
    )


def proper_names(text: str) -> list[str]:
    """The words of ``text`` that have a capital within a sentence, in order; none in a text all in capitals."""
    return (
        [] if text.isupper() else [name for name in _PROPER.findall(text) if not _NATIONALITY.fullmatch(name)]
    )


def _counted(folded: str) -> str:
    match = _COUNTED.search(folded)
    return next(iter(analyse(match.group(1))), "") if match else ""


def coverage(weights: dict[str, float], terms: Sequence[str]) -> float:
    """The share of ``weights`` that falls on ``terms``, in [0, 1]; 0 when nothing is asked."""
    total = sum(weights.values())
    present = set(terms)
    return sum(weight for term, weight in weights.items() if term in present) / total if total else 0.0


def defines(reading: str, weights: dict[str, float]) -> bool:
    """Whether a sentence defines what is asked: its head, before the colon or the verb, names it."""
    match = _DEFINES.match(reading)
    return match is not None and coverage(weights, analyse(match.group())) >= _HEAD_COVERAGE


def gives(expected: Expected, reading: str) -> bool:
    """Whether a sentence holds the kind of thing that is expected."""
    if expected is Expected.DEFINITION:
        return _DEFINES.match(reading) is not None
    if expected is Expected.FIGURE:
        return any(quantity.unit != "year" for quantity in find_quantities(reading))
    if expected is Expected.DATE:
        return _DATE.search(fold(reading)) is not None
    if expected is Expected.PERSON:
        return _NAME.search(reading) is not None
    return True
