"""Metrics as pure functions: of ranks, of words said and expected, of scores.

Ranks are 1-based; the ranks of a query are those of its gold documents in the list it was given.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from math import log2, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold

_ARTICLES = frozenset("le la les l un une des du de d au aux the a".split())


# --- ranking ---------------------------------------------------------------------------------------------


def gold_ranks(ranked: Sequence[str], gold: Collection[str]) -> list[int]:
    """Ranks in ``ranked``, best first, of what belongs to ``gold``; growing, empty on a miss."""
    return [rank for rank, name in enumerate(ranked, start=1) if name in gold]


def recall_at_k(ranks: Sequence[int | None], k: int) -> float:
    """Share of queries with a gold document among the first ``k``; one rank a query, None is a miss.

    The rank is that of the first gold document: with several, one is enough.
    """
    _required(ranks)
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


def mrr_at_k(ranks: Sequence[int | None], k: int) -> float:
    """Mean of 1 / rank of the first gold document, 0 beyond ``k`` or on a miss."""
    _required(ranks)
    return sum(1 / rank for rank in ranks if rank is not None and rank <= k) / len(ranks)


def ndcg_at_k(ranks: Sequence[int], num_gold: int, k: int) -> float:
    """nDCG@k of one query with binary gains (Järvelin & Kekäläinen, 2002), in [0, 1]; a miss has 0.

    Σ 1 / log2(1 + rank) over the distinct ``ranks`` of its gold documents up to ``k``, over the same sum
    for the ranks 1 to min(num_gold, k).
    """
    if num_gold < 1:
        raise ValueError("a query needs at least one gold document")
    best = sum(1 / log2(1 + rank) for rank in range(1, min(num_gold, k) + 1))
    return sum(1 / log2(1 + rank) for rank in ranks if rank <= k) / best


# --- reading ---------------------------------------------------------------------------------------------


def span_f1(said: str, answer: str) -> float:
    """Harmonic mean of precision and recall over words, as SQuAD does (Rajpurkar et al., 2016).

    Case, accents, punctuation and French articles do not count.
    """
    ours, theirs = _words(said), _words(answer)
    if not ours or not theirs:
        return float(ours == theirs)
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs))


def exact_match(said: str, answer: str) -> float:
    """1 where the words of ``span_f1`` are the same in the same order, else 0."""
    return float(_words(said) == _words(answer))


def auc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """The chance that a positive scores above a negative, ties counting for half."""
    _required(positives)
    _required(negatives)
    return _auc(np.asarray(positives, dtype=float), np.asarray(negatives, dtype=float))


# --- confidence ------------------------------------------------------------------------------------------


def risk_coverage(confidences: Sequence[float], right: Sequence[float]) -> NDArray[np.float64]:
    """Share of wrong answers among the k most confident, for k = 1 … n; equal confidences keep their order."""
    _required(confidences)
    order = np.argsort(-np.asarray(confidences, dtype=float), kind="stable")
    wrong = 1 - np.asarray(right, dtype=float)[order]
    risks: NDArray[np.float64] = np.cumsum(wrong) / np.arange(1, len(wrong) + 1)
    return risks


def aurc(confidences: Sequence[float], right: Sequence[float]) -> float:
    """Area under the risk–coverage curve: the mean of its risks (Geifman et al., 2019); lower is better."""
    return float(risk_coverage(confidences, right).mean())


def reliability(
    confidences: Sequence[float], right: Sequence[float], num_bins: int = 10
) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, number) of each non-empty bin among ``num_bins`` of equal width."""
    _required(confidences)
    sure, good = np.asarray(confidences, dtype=float), np.asarray(right, dtype=float)
    bins = np.minimum((sure * num_bins).astype(int), num_bins - 1)
    return [
        (float(sure[inside].mean()), float(good[inside].mean()), int(inside.sum()))
        for number in range(num_bins)
        if (inside := bins == number).any()
    ]


def ece(confidences: Sequence[float], right: Sequence[float], num_bins: int = 10) -> float:
    """Expected calibration error: mean gap of ``reliability``, weighted by number (Naeini et al., 2015)."""
    bins = reliability(confidences, right, num_bins)
    return sum(abs(sure - good) * number for sure, good, number in bins) / len(confidences)


def macro_f1(expected: Sequence[str], said: Sequence[str]) -> float:
    """Mean of the F1 of each class that is expected or said."""
    _required(expected)
    classes = sorted({*expected, *said})
    pairs = Counter(zip(expected, said, strict=True))
    wanted, given = Counter(expected), Counter(said)
    return sum(2 * pairs[name, name] / (wanted[name] + given[name]) for name in classes) / len(classes)


# --- intervals -------------------------------------------------------------------------------------------


def bootstrap_interval(
    values: Sequence[float], *, samples: int = 2_000, seed: int = 0
) -> tuple[float, float]:
    """95 % interval of the mean of ``values`` by the percentile bootstrap (Efron, 1979)."""
    _required(values)
    array = np.asarray(values, dtype=float)
    low, high = np.percentile(array[_draws(len(array), samples, seed)].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def auc_interval(
    positives: Sequence[float], negatives: Sequence[float], *, samples: int = 2_000, seed: int = 0
) -> tuple[float, float]:
    """95 % interval of ``auc`` likewise; query i gave ``positives[i]`` and ``negatives[i]``, drawn together."""
    _required(positives)
    if len(positives) != len(negatives):
        raise ValueError("each query gives one positive and one negative")
    above, below = np.asarray(positives, dtype=float), np.asarray(negatives, dtype=float)
    return bootstrap(lambda picks: _auc(above[picks], below[picks]), len(above), samples=samples, seed=seed)


def bootstrap(
    statistic: Callable[[NDArray[np.int64]], float], num_items: int, *, samples: int = 2_000, seed: int = 0
) -> tuple[float, float]:
    """95 % interval of ``statistic``, a function of the positions drawn among ``num_items``, with repeats.

    Draws for which it is undefined (nan) do not count; where it always is, so is the interval.
    """
    values = np.array([statistic(picks) for picks in _draws(num_items, samples, seed)])
    values = values[~np.isnan(values)]
    if not len(values):
        return nan, nan
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _draws(num_items: int, samples: int, seed: int) -> NDArray[np.int64]:
    """Positions drawn with repeats, shape ``(samples, num_items)``."""
    return np.random.default_rng(seed).integers(0, num_items, size=(samples, num_items))


def _auc(positives: NDArray[np.float64], negatives: NDArray[np.float64]) -> float:
    ordered = np.sort(negatives)
    below, up_to = (np.searchsorted(ordered, positives, side=side) for side in ("left", "right"))
    return float((below + up_to).mean() / 2 / len(ordered))


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", fold(text)) if word not in _ARTICLES]


def _required(values: Sequence[Any]) -> None:
    if not len(values):
        raise ValueError("a metric needs at least one query")
