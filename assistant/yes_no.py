"""Whether a sentence says yes or no to a question.

The reader's verdict decides, where it is sure and no figure gainsays it: a wrong « Oui » is worse than none.
"""

import re

from assistant.quantities import find_quantities, find_ranges
from assistant.reader import Reading
from index.analysis import fold

_LONGEST = 300  # characters of a question that are looked at
_COURTESY = r"(?:et |mais |dis(?:-| )moi,? |dites(?:-| )moi,? |au fait,? |stp,? |bonjour,? )*"
_ASKS = re.compile(
    rf"^{_COURTESY}(?:(?:est|es|et)[- ]ce qu(?:e |')|y a-t-il|peut-on|faut-il|doit-on|a-t-on|existe-t-il"
    r"|[^?]*?\b[\w']+-(?:t-)?(?:il|elle|on|ils|elles)\b)"
)
_ASKS_ELSE = re.compile(
    r"\b(?:qui|quoi|quels?|quelles?|lequel|laquelle|lesquels|lesquelles|comment|pourquoi|quand|ou|combien)\b|\bqu'|^que\b"
)
# Probability from which the reader's verdict is believed; chosen on questions to work with (docs/experiments.md).
_SURE = 0.6


def asks_yes_or_no(question: str) -> bool:
    """Whether ``question`` can be answered by « oui » or « non »."""
    folded = " ".join(fold(question[:_LONGEST]).split())
    bare = re.sub(rf"^{_COURTESY}(?:(?:est|es|et)[- ]ce qu(?:e |'))?", "", folded)
    return _ASKS.search(folded) is not None and not _ASKS_ELSE.search(bare.split("?")[0])


def says_yes(question: str, reading: str, read: Reading | None) -> bool | None:
    """Whether ``reading``, which answers ``question``, says yes; None where nothing tells.

    ``read``: what the reader made of its passage.
    """
    confirms, contradicts, _ = read.verdict if read else (0.0, 0.0, 1.0)
    if max(confirms, contradicts) < _SURE:
        return None
    yes = confirms > contradicts
    shares = [quantity for quantity in find_quantities(reading) if quantity.unit == "%"]
    asked = [each for each in find_ranges(question) if each.quantity.unit == "%"]
    if len(asked) == len(shares) == 1 and asked[0].holds(shares[0]) is not yes:
        return None
    return yes
