"""Make a follow-up question self-contained from the turns before it."""

import re
from collections.abc import Sequence

from index.analysis import analyse, fold

# « Et pour la musique ? », « et dans ce secteur ? »: the question before, asked of something else.
_ELLIPSIS = re.compile(r"^\s*(?:et|mais|ou|sinon|idem|pareil|meme chose|meme question)\b[\s,]*")
# Words that only mean something after the turn before.
_POINTS_BACK = re.compile(
    r"\b(?:ca|cela|celui-ci|celle-ci|ceux-ci|celles-ci|celui-la|celle-la|ce dernier|cette derniere|ces derniers|"
    r"le premier|le second|le deuxieme|le troisieme|la premiere|la deuxieme|ce point|ce chiffre|ce taux|"
    r"ce secteur|cette filiere|cette etude|ce rapport|eux|lesquels|lesquelles|lequel|laquelle)\b"
)


def standalone_question(question: str, earlier: Sequence[str]) -> str:
    """``question`` made self-contained; ``earlier`` are the self-contained questions before it.

    A question that stands by itself comes back unchanged.
    """
    if not earlier:
        return question
    folded = fold(question)
    if not (_ELLIPSIS.match(folded) or _POINTS_BACK.search(folded) or len(analyse(question)) < 2):
        return question
    before = earlier[-1].rstrip(" ?!.\u00a0\u202f")
    # The new words come first: they say what the answer must be about now.
    follow_up = re.sub(r"^\s*(?:et|mais|ou|sinon)\b[\s,]*", "", question.strip(), flags=re.IGNORECASE)
    return f"{before}, {follow_up}" if follow_up else question
