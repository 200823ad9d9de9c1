"""How sure the assistant is that the best sentence answers, and when it abstains."""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from assistant.evidence import Sentence

# Logistic regression fitted by `python -m evals.calibration` (docs/experiments.md): intercept, then one
# weight a field of Signals.
_INTERCEPT = -9.0
_WEIGHTS = (2.5, 2.0, 6.0, 4.0)
# Below this probability the assistant abstains.
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for the best sentence; every field is in [0, 1].

    ``sentence_coverage`` and ``passage_coverage``: share of the question's terms, weighted by rarity,
    in the best sentence (with its titles) and in the best covered passage read; ``cosine``: the best
    sentence's; ``passage_cosine``: the best of the passages read.
    """

    sentence_coverage: float
    passage_coverage: float
    cosine: float
    passage_cosine: float


def signals(sentences: Sequence[Sentence], passage_coverage: float) -> Signals:
    """The signals of ``sentences``, best first (not empty)."""
    best = sentences[0]
    return Signals(
        sentence_coverage=best.coverage,
        passage_coverage=passage_coverage,
        cosine=max(0.0, max(sentence.cosine for sentence in sentences)),
        passage_cosine=max(0.0, max(sentence.hit.cosine for sentence in sentences)),
    )


def confidence(observed: Signals) -> float:
    """Probability that the question is answered by what was found, in [0, 1]."""
    total = _INTERCEPT + sum(
        weight * value for weight, value in zip(_WEIGHTS, astuple(observed), strict=True)
    )
    return 1 / (1 + math.exp(-total))
