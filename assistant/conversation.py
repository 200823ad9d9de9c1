"""Make a follow-up question self-contained from the turns before it."""

import re
from collections.abc import Sequence

from assistant.answers import Answer
from index.analysis import analyse, fold

_END = " ?!.\u00a0\u202f"
# « Et pour la musique ? », « et dans ce secteur ? »: the question before, asked of something else.
_ELLIPSIS = re.compile(r"^\s*(?:et|mais|ou|sinon|idem|pareil|meme chose|meme question)\b[\s,]*")
# Words that only mean something after the turn before; « ça » is read with its cedilla, since CA is a
# turnover.
_POINTS_BACK = re.compile(
    r"\b(?:cela|celui-ci|celle-ci|ceux-ci|celles-ci|celui-la|celle-la|ce dernier|cette derniere|ces derniers|"
    r"le premier|le second|le deuxieme|le troisieme|la premiere|la deuxieme|ce point|ce chiffre|ce taux|"
    r"ce secteur|cette filiere|cette etude|ce rapport|eux|lesquels|lesquelles|lequel|laquelle)\b"
)
_CA = re.compile(r"\b(?:[çÇ]a|ca)\b")


def standalone_question(question: str, earlier: Sequence[Answer]) -> str:
    """``question`` made self-contained after the turns ``earlier``; one that stands by itself is unchanged.

    What it takes up is the last question that stood by itself, so that follow-ups do not pile up.
    """
    base = next(
        (
            turn.question
            for turn in reversed(earlier)
            if turn.standalone_question == turn.question and (turn.citations or turn.nearest)
        ),
        None,
    )
    if base is None:
        return question
    folded = fold(question)
    elliptic = _ELLIPSIS.match(folded) or _POINTS_BACK.search(folded) or _CA.search(question)
    if not elliptic and len(analyse(question)) >= 2:
        return question
    follow_up = re.sub(r"^\s*(?:et|mais|ou|sinon)\b[\s,]*", "", question.strip(), flags=re.IGNORECASE)
    return f"{base.rstrip(_END)}, {follow_up}" if follow_up else question
