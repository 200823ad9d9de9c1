"""FAISS gives the cosines that NumPy brute force gives."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.dense import DenseIndex


def unit_rows(count: int, dimension: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, dimension), dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


VECTORS = unit_rows(200, 24, seed=1)
QUERIES = unit_rows(5, 24, seed=2)


@pytest.fixture(params=["built", "loaded"])
def dense(request: pytest.FixtureRequest, tmp_path: Path) -> DenseIndex:
    index = DenseIndex(VECTORS)
    if request.param == "built":
        return index
    index.save(tmp_path)
    return DenseIndex.load(tmp_path)


def test_scores_equal_brute_force_in_passage_order(dense: DenseIndex) -> None:
    for query in QUERIES:
        scores = dense.scores(query)
        assert scores == pytest.approx(VECTORS @ query, abs=1e-6)
        assert np.argsort(-scores).tolist() == np.argsort(-(VECTORS @ query)).tolist()


def test_worked_cosines() -> None:
    # Vectors of the plane at 0°, 90°, 60° and 180° of the query: cosines 1, 0, 0.5, -1.
    plane = np.array([[1, 0], [0, 1], [0.5, np.sqrt(3) / 2], [-1, 0]], dtype=np.float32)
    assert DenseIndex(plane).scores(plane[0]) == pytest.approx(np.array([1, 0, 0.5, -1]), abs=1e-6)


def test_equal_vectors_have_equal_scores() -> None:
    twice = np.concatenate([VECTORS[:3], VECTORS[:3]])
    scores = DenseIndex(twice).scores(QUERIES[0])
    assert scores[:3].tolist() == scores[3:].tolist()


def test_scores_are_single_precision(dense: DenseIndex) -> None:
    assert dense.scores(QUERIES[0]).dtype == np.float32


def test_vectors_come_back_as_they_went_in(dense: DenseIndex) -> None:
    assert (len(dense), dense.dimension) == (200, 24)
    assert np.array_equal(dense.vectors(), VECTORS)


def test_vectors_need_not_lie_row_by_row() -> None:
    assert np.array_equal(DenseIndex(np.asfortranarray(VECTORS)).vectors(), VECTORS)


def test_empty_index_keeps_its_dimension_and_scores_nothing(tmp_path: Path) -> None:
    DenseIndex(np.empty((0, 24), dtype=np.float32)).save(tmp_path)
    empty = DenseIndex.load(tmp_path)
    assert (len(empty), empty.dimension) == (0, 24)
    assert empty.vectors().shape == (0, 24)
    assert empty.scores(QUERIES[0]).shape == (0,)
