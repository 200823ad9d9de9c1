"""The sources that a question names: « selon le CNC », « d'après le rapport Choiseul »."""

import re
from collections.abc import Sequence

from index.analysis import fold
from index.records import Document
from index.scope import Scope
from index.spelling import is_french

# What a source is called.
_WORK = r"(?:rapport|etude|document|note|briefing|barometre|enquete|publication|presentation|synthese|fiche|guide|report|study)s?"
_OPENING = re.compile(r"^(?:selon|d['’]après)\s[^,;.]{2,80},\s*", re.IGNORECASE)
_ACRONYM = re.compile(r"\((\w{2,12})\)")


def source_named(question: str, documents: Sequence[Document]) -> Scope | None:
    """The documents of the institutions that ``question`` says to answer from; None where it names none.

    A name counts only after such words as « selon » or « le rapport », and only where it leaves some documents out.
    """
    folded = " ".join(re.sub(r"[«»\"“”]", " ", fold(question)).split())
    institutions = dict.fromkeys(document.parsed.metadata.institution for document in documents)
    named = tuple(each for each in institutions if any(_announced(folded, name) for name in _names(each)))
    scope = Scope(institutions=named)
    return scope if named and not all(map(scope.holds, documents)) else None


def without_source(claim: str) -> str:
    """``claim`` without « Selon le CNC, » before it."""
    return _OPENING.sub("", claim) or claim


def _names(institution: str) -> set[str]:
    """What ``institution`` goes by, folded: its whole name, its acronym, its own name after « Institut »."""
    folded = fold(institution).strip()
    if not re.search(r"\w{2}", folded):
        return set()
    names = {_ACRONYM.sub("", folded).strip(), *_ACRONYM.findall(folded)}
    last = institution.split()[-1]
    if last[0].isupper() and not is_french(fold(last)):
        names.add(fold(last).strip("()"))
    return {name for name in names if len(name) > 1}


def _announced(folded: str, name: str) -> bool:
    """Whether ``name`` comes right after words that announce a source, or after « et » and another one."""
    of = r"(?:de la |de l'|du |des |de |d')?(?:the |le |la |les |l')?(?:institut )?"
    whole = rf"(?<!\w){re.escape(name)}(?!\w)"
    source = (
        rf"(?:selon|d'apres|according to) (?:[\w']+ et )?(?:the |le |la |les |l')?(?:{_WORK} (?:\w+ )?)?{of}"
    )
    work = rf"(?<!\w){_WORK} (?:annuel(?:le)?s? )?{of}"
    return re.search(rf"(?:{source}|{work}){whole}", folded) is not None
