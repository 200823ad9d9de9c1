"""Dense and lexical scores brought to [0, 1] and mixed, worked by hand."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from index.fusion import MAXSIM_WEIGHT, fuse, with_maxsim


def array(values: Sequence[float]) -> NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


@pytest.mark.parametrize(
    ("cosines", "bm25", "fused"),
    [
        # Median 0.8, best 0.9: dense is (0, 0, 1); BM25 by its best is (1, 0.25, 0).
        pytest.param([0.7, 0.8, 0.9], [4, 1, 0], [0.5, 0.125, 0.5], id="half-and-half"),
        # Median (0.8 + 0.84) / 2 = 0.82, best 0.9, span 0.08: dense is (0, 0.25, 1, 0).
        pytest.param([0.8, 0.84, 0.9, 0.1], [0, 2, 2, 0], [0, 0.625, 1, 0], id="even-number"),
        pytest.param([0.7, 0.8, 0.9], [0, 0, 0], [0, 0, 1], id="no-known-term"),
        pytest.param([0.8, 0.8, 0.8], [0, 3, 0], [0, 0.5, 0], id="equal-cosines"),
        pytest.param([0.8], [3], [0.5], id="one-passage"),
        pytest.param([-0.4, -0.2, -0.3], [0, 0, 1], [0, 0.5, 0.5], id="negative-cosines"),
    ],
)
def test_scores_are_mixed_by_half(
    cosines: Sequence[float], bm25: Sequence[float], fused: Sequence[float]
) -> None:
    assert fuse(array(cosines), array(bm25), dense_weight=0.5) == pytest.approx(array(fused), abs=1e-6)


@pytest.mark.parametrize(
    ("weight", "fused"),
    [
        pytest.param(1.0, [0, 0, 1], id="dense-only"),
        pytest.param(0.0, [1, 0.25, 0], id="lexical-only"),
        pytest.param(0.75, [0.25, 0.0625, 0.75], id="three-quarters"),
    ],
)
def test_weight_is_that_of_the_dense_score(weight: float, fused: Sequence[float]) -> None:
    found = fuse(array([0.7, 0.8, 0.9]), array([4, 1, 0]), dense_weight=weight)
    assert found == pytest.approx(array(fused), abs=1e-6)


def test_scores_lie_between_0_and_1_and_inputs_are_untouched() -> None:
    random = np.random.default_rng(3)
    cosines = random.uniform(-1, 1, 500).astype(np.float32)
    bm25 = np.maximum(random.normal(0, 5, 500), 0).astype(np.float32)
    before = cosines.copy(), bm25.copy()
    fused = fuse(cosines, bm25)
    assert fused.dtype == np.float32
    assert fused.min() >= 0
    assert fused.max() <= 1
    assert np.array_equal(cosines, before[0])
    assert np.array_equal(bm25, before[1])


def test_worked_scores_with_maxsim() -> None:
    # (hybrid + w · MaxSim) / (1 + w), a negative MaxSim counting as none.
    w = MAXSIM_WEIGHT
    scores = with_maxsim(array([0.5, 1, 0, 1]), array([0.5, 1, 0.2, -0.3]))
    assert scores == pytest.approx(np.array([0.5, 1, 0.2 * w / (1 + w), 1 / (1 + w)]), abs=1e-6)
    assert scores.dtype == np.float32


def test_scores_stay_in_the_unit_range_after_rounding() -> None:
    assert with_maxsim(array([1]), array([1.0000002])).tolist() == [1]


def test_without_maxsim_the_hybrid_scores_stay() -> None:
    assert with_maxsim(array([0.5, 1]), None).tolist() == [0.5, 1]
