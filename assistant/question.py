"""What a question asks for: the kind of answer expected, and the terms that the answer must be about."""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.quantities import find_quantities
from index.analysis import analyse, fold
from index.search import Index


class Expected(StrEnum):
    """The kind of answer a question expects."""

    FIGURE = "figure"
    DATE = "date"
    PERSON = "person"
    LIST = "list"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A self-contained question, its expected answer, and its terms with their weight (how rare each is)."""

    text: str
    expected: Expected
    weights: dict[str, float]
    about_references: bool


_PATTERNS = (
    (
        Expected.FIGURE,
        r"\bcombien\b|\bquel(?:le)?s? (?:est |sont |etait |etaient )?(?:le |la |les )?(?:pourcentage|part|proportion|"
        r"taux|nombre|montant|budget|prix|cout|chiffre|score|note|note moyenne|duree)\b|\bpourcentage\b|\bquelle proportion\b",
    ),
    (
        Expected.DATE,
        r"\bquand\b|\bquelles? (?:est |sont )?(?:la |les )?(?:date|dates|annee|annees|periode|mois|jour)\b|"
        r"\ben quelle annee\b|\ba quelle date\b|\bdepuis quand\b|\bde quand\b",
    ),
    (
        Expected.PERSON,
        r"^(?:et )?(?:mais )?(?:qui|quel (?:auteur|institut|organisme)|quelle (?:institution|personne))\b|\bpar qui\b",
    ),
    (
        Expected.LIST,
        r"\b(?:quels|quelles|lesquels|lesquelles|liste[rz]?|enumere[rz]?|cite[rz]?|citez|quoi comme|principaux|principales|"
        r"les (?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix))\b",
    ),
)
# Words that name the kind of answer: a source gives the figure without saying « pourcentage ».
_KIND_WORDS = frozenset(
    analyse(
        "combien pourcentage part proportion taux nombre montant chiffre date année période quand liste lister citer"
    )
)
_REFERENCES = re.compile(
    r"\b(?:url|lien|adresse|site|page web|source|sources|reference|references|bibliographi\w*|annexe|publie\w*|paru\w*|auteurs?)\b"
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b"
)
_NAME = re.compile(
    r"(?<![.!?] )(?<!^)\b[A-ZÉÈÀÇÎÔ][\w’'-]+(?: (?:de |du |des |d')?[A-ZÉÈÀÇÎÔ][\w’'-]+)+|\b[A-Z]{3,}\b"
)


def understand(index: Index, text: str) -> Question:
    """What ``text`` asks of the collection in ``index``."""
    folded = " ".join(fold(text).split())
    expected = next((kind for kind, pattern in _PATTERNS if re.search(pattern, folded)), Expected.OTHER)
    terms = list(dict.fromkeys(analyse(text)))
    content = [term for term in terms if term not in _KIND_WORDS] or terms
    return Question(
        text=text,
        expected=expected,
        weights={term: index.lexical.idf(term) for term in content},
        about_references=_REFERENCES.search(folded) is not None,
    )


def gives(expected: Expected, reading: str) -> bool:
    """Whether a sentence holds the kind of thing that is expected."""
    if expected is Expected.FIGURE:
        return any(quantity.unit != "year" for quantity in find_quantities(reading))
    if expected is Expected.DATE:
        return _DATE.search(fold(reading)) is not None
    if expected is Expected.PERSON:
        return _NAME.search(reading) is not None
    return True
