"""Ranking metrics as pure functions of the rank of the first right passage of each query."""

from collections.abc import Sequence

import numpy as np


def recall_at_k(ranks: Sequence[int | None], k: int) -> float:
    """Share of queries whose gold passage is among the first ``k``; rank None is a miss.

    With one gold document a query, recall@k and hit rate@k are the same number.
    """
    _required(ranks)
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


def mrr_at_k(ranks: Sequence[int | None], k: int) -> float:
    """Mean of 1 / rank of the first gold passage, 0 beyond ``k`` or on a miss."""
    _required(ranks)
    return sum(1 / rank for rank in ranks if rank is not None and rank <= k) / len(ranks)


def bootstrap_interval(
    values: Sequence[float], *, samples: int = 2_000, seed: int = 0
) -> tuple[float, float]:
    """95 % interval of the mean of ``values`` by the percentile bootstrap (Efron, 1979)."""
    _required(values)
    array = np.asarray(values, dtype=float)
    picks = np.random.default_rng(seed).integers(0, len(array), size=(samples, len(array)))
    low, high = np.percentile(array[picks].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def _required(values: Sequence[object]) -> None:
    if not values:
        raise ValueError("a metric needs at least one query")
