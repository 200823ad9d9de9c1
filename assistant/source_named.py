"""The source that a question names: « selon le CNC », « d'après le rapport Choiseul », « pour l'Arcom »."""

import re
from collections.abc import Sequence

from index.analysis import fold
from index.records import Document
from index.scope import Scope

# What a source is called.
_WORK = r"(?:rapport|etude|document|note|briefing|barometre|enquete|publication|presentation|synthese|fiche|guide|livre|texte|report|study)"


def source_named(question: str, documents: Sequence[Document]) -> Scope | None:
    """The documents of the institution that ``question`` says to answer from; None where it names none.

    A name counts only after such words as « selon » or « le rapport », and only where it leaves some documents out.
    """
    folded = " ".join(re.sub(r"[«»\"“”]", " ", fold(question)).split())
    for institution in dict.fromkeys(
        d.parsed.metadata.institution for d in documents if d.parsed.metadata.institution
    ):
        names = {fold(institution), fold(institution).split()[-1]}
        if any(_announces(folded, name) for name in names if len(name) > 2):
            scope = Scope(institutions=(institution,))
            if 0 < sum(map(scope.holds, documents)) < len(documents):
                return scope
    return None


def _announces(folded: str, name: str) -> bool:
    """Whether ``name`` comes right after words that announce a source."""
    announced = (
        rf"\b(?:selon|d'apres|according to) (?:the |le |la |les |l')?(?:{_WORK} )?(?:de |du |de la |des |d'|de l')?(?:institut )?{re.escape(name)}\b"
        rf"|\b{_WORK} (?:de |du |de la |des |d'|de l')?(?:l'|institut )*{re.escape(name)}\b"
    )
    return re.search(announced, folded) is not None
