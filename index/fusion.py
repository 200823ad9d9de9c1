"""Fusion of dense, lexical and late interaction scores into one ranking."""

import numpy as np
from numpy.typing import NDArray

# Weight of the dense score, chosen on PIAF dev questions (docs/experiments.md).
DENSE_WEIGHT = 0.4
# Weight of MaxSim beside the hybrid score, chosen likewise.
MAXSIM_WEIGHT = 5.0


def fuse(
    cosines: NDArray[np.float32], bm25: NDArray[np.float32], *, dense_weight: float = DENSE_WEIGHT
) -> NDArray[np.float32]:
    """One score a passage in [0, 1], higher is better; both inputs have shape ``(num_passages,)``.

    Each list is first brought to [0, 1]: BM25 by its best score, cosines between their median and
    their best, since a sentence model puts unrelated French texts at 0.75 and more.
    A query without any known term is ranked by the cosines alone.
    """
    dense = _unit(cosines, float(np.median(cosines)))
    best = float(bm25.max(initial=0.0))
    if best <= 0:
        return dense
    fused = dense_weight * dense + (1 - dense_weight) * (bm25 / best)
    return np.asarray(fused, dtype=np.float32)


def with_maxsim(hybrid: NDArray[np.float32], maxsims: NDArray[np.float32] | None) -> NDArray[np.float32]:
    """One score a passage in [0, 1] from its hybrid score and its MaxSim, both of one shape.

    score = (hybrid + w · MaxSim) / (1 + w), a negative MaxSim counting as 0; hybrid alone without MaxSim.
    """
    if maxsims is None:
        return hybrid
    # MaxSim is at most 1, but for the rounding of single precision.
    fused = (hybrid + MAXSIM_WEIGHT * np.clip(maxsims, 0, 1)) / (1 + MAXSIM_WEIGHT)
    return np.asarray(fused, dtype=np.float32)


def _unit(scores: NDArray[np.float32], floor: float) -> NDArray[np.float32]:
    span = float(scores.max()) - floor
    if span <= 0:
        return np.zeros_like(scores)
    return np.asarray(np.clip((scores - floor) / span, 0, 1), dtype=np.float32)
