"""What a reader says of a passage, and what a reader is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


def _no_places() -> NDArray[np.int32]:
    return np.empty((0, 2), np.int32)


def _no_shares() -> NDArray[np.float32]:
    return np.empty(0, np.float32)


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """What a passage gives to a question.

    ``answers``: probability that it answers, in [0, 1]. ``span``: the words that answer best, half-open
    code points of the passage as it was read, None for a reader that does not point. ``shares`` float32
    ``(num_tokens,)``: how the answer's place is spread over the tokens of the passage, sum 1 or no token;
    ``places`` int32 ``(num_tokens, 2)``: where those are, half-open. ``logit`` and ``margin`` are what the
    probability was made from: the score of there being an answer, and by how much the best span's exceeds
    that of "no answer".
    """

    answers: float
    span: tuple[int, int] | None = None
    places: NDArray[np.int32] = field(default_factory=_no_places)
    shares: NDArray[np.float32] = field(default_factory=_no_shares)
    logit: float = 0.0
    margin: float = 0.0

    def share_of(self, start: int, end: int) -> float:
        """The share of the answer that begins or ends between two places of the passage, in [0, 1]."""
        inside = (self.places[:, 0] < end) & (self.places[:, 1] > start)
        return float(self.shares[inside].sum())

    def points_at(self, start: int, end: int) -> bool:
        """Whether some of the words that answer best stand between two places of the passage."""
        return self.span is not None and self.span[0] < end and self.span[1] > start


class Reader(Protocol):
    """What reads a question and a passage together."""

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading a passage, in order."""
