"""What a peer is asked for. The standard library alone: it is read in the peers' own environments too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

# What E5 models are trained with; a peer is told them in its own way.
QUERY_PROMPT, PASSAGE_PROMPT = "query: ", "passage: "


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of ``document`` between ``start`` and ``end``, in code points."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """``passages``, best first; ``answer``: None from a peer that only searches, empty when it refuses."""

    passages: list[Passage]
    answer: str | None = None


class CannotRunError(Exception):
    """The peer cannot run here; ``str(error)`` is the reason, in French, as the table shows it."""


# A question's passages.
Search = Callable[[str], Found]
# Index texts, by document name, with the sentence-transformers model of a folder; then find so many passages.
Build = Callable[[Mapping[str, str], str, int], Search]
