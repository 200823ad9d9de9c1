"""What a result of the command line is worth, beside the facts that a right answer holds. Pure functions.

A result is the JSON of ``sourcier ask``. A fact is a list of variants: one of them must be there.
"""

import re
from collections.abc import Sequence
from typing import Any

from index.analysis import fold

Facts = Sequence[Sequence[str]]

# The public contract: 80 words, 150 for a list or several passages.
_MAX_WORDS, _MAX_LIST_WORDS = 80, 150


def is_right(result: dict[str, Any], facts: Facts) -> bool:
    """Whether an answer holds a variant of every fact, within its word limit."""
    said = result.get("answer", "")
    limit = _MAX_LIST_WORDS if len(result.get("citations", ())) > 1 or " ; " in said else _MAX_WORDS
    return (
        result.get("status") == "answered"
        and len(said.split()) <= limit
        and all(holds(said, fact) for fact in facts)
    )


def holds(text: str, fact: Sequence[str]) -> bool:
    """Whether ``text`` holds one of the variants; figures match whole (7 % is not in 27 %)."""
    said = _comparable(re.sub(r"\[\d+\]", "", text))
    return any(
        re.search(rf"(?<![\w,]){re.escape(_comparable(variant))}(?!\d|[.,]\d)", said) is not None
        for variant in fact
    )


def citation_recall(result: dict[str, Any], facts: Facts) -> float:
    """The share of the facts that stand in some quote, in [0, 1]."""
    quotes = [citation["quote"] for citation in result.get("citations", ())]
    return sum(any(holds(quote, fact) for quote in quotes) for fact in facts) / len(facts)


def citation_precision(
    result: dict[str, Any], facts: Facts, gold: Sequence[tuple[str, int, int]] = ()
) -> float | None:
    """The share of the quotes that overlap a ``gold`` span (document, start, end) or hold some fact, in [0, 1].

    None without a quote. What another document, or another sentence, says beside the point counts against it.
    """
    citations = result.get("citations", ())
    good = [
        overlaps(citation, gold) or any(holds(citation["quote"], fact) for fact in facts)
        for citation in citations
    ]
    return sum(good) / len(good) if good else None


def overlaps(place: dict[str, Any], gold: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a citation or a hit shares a character with a ``gold`` span (document, start, end)."""
    return any(
        place["document"] == document and place["start"] < end and start < place["end"]
        for document, start, end in gold
    )


def _comparable(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"(?<=\d)\s+(?=[%\d])", "", fold(text)))
