"""Weights kept as int8: rounded by rows, named as they were, the same bytes each time."""

from pathlib import Path

import numpy as np
import pytest

from index.packed_weights import pack, unpack


def test_worked_row_is_rounded_by_its_own_scale(tmp_path: Path) -> None:
    # The largest of the first row, 1.27, becomes 127, so a step is 0.01: 0.304 becomes 30 steps. The
    # second row has steps of 0.1.
    weights = {"m": np.array([[1.27, 0.304], [-12.7, 0.26]], np.float32), "v": np.array([0.304], np.float32)}
    pack(weights, tmp_path / "w.safetensors", {"of": "test"})
    read = unpack(tmp_path / "w.safetensors")
    assert read["m"] == pytest.approx(np.array([[1.27, 0.30], [-12.7, 0.3]]), abs=1e-6)
    assert read["v"].tolist() == weights["v"].tolist()  # one dimension: as it was
    assert read.keys() == weights.keys()
    assert read["m"].dtype == np.float32


def test_null_row_stays_null(tmp_path: Path) -> None:
    pack({"m": np.zeros((2, 3), np.float32)}, tmp_path / "w.safetensors", {})
    assert unpack(tmp_path / "w.safetensors")["m"].tolist() == [[0, 0, 0]] * 2


def test_same_weights_give_same_bytes(tmp_path: Path) -> None:
    weights = {"b": np.eye(3, dtype=np.float32), "a": np.ones(2, np.float32)}
    pack(weights, tmp_path / "1.safetensors", {"x": "y"})
    pack(dict(reversed(weights.items())), tmp_path / "2.safetensors", {"x": "y"})
    assert (tmp_path / "1.safetensors").read_bytes() == (tmp_path / "2.safetensors").read_bytes()


def test_a_matrix_takes_a_quarter_of_its_bytes(tmp_path: Path) -> None:
    pack({"m": np.ones((256, 1024), np.float32)}, tmp_path / "w.safetensors", {})
    assert (tmp_path / "w.safetensors").stat().st_size < 256 * 1024 * 1.02
