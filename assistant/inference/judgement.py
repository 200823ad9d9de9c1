"""What a passage makes of a claim, and what says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities, in [0, 1], that a passage says the claim, and that it says the contrary; the rest: neither."""

    supported: float
    refuted: float

    @property
    def decided(self) -> float:
        """Probability that the passage decides, either way."""
        return self.supported + self.refuted


class Inference(Protocol):
    """What reads a claim and a passage together."""

    def judge(self, claim: str, passages: Sequence[str]) -> list[Judgement]:
        """One judgement a passage, in order."""
