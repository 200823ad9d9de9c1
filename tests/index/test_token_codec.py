"""Token vectors made int8: centred, projected, rounded."""

from pathlib import Path

import numpy as np
import pytest

from index.model_folder import BASE_MODEL, find_model
from index.token_codec import TokenCodec, codec_of, unit_rows
from training.token_basis import principal_components


def test_worked_codes_without_projection() -> None:
    # (3, 4) is (0.6, 0.8) at unit length: 0.6 · 127 = 76.2, 0.8 · 127 = 101.6.
    codes = TokenCodec().encode(np.array([[3, 4], [0, -2], [0, 0]], np.float32))
    assert codes.tolist() == [[76, 102], [0, -127], [0, 0]]
    assert codes.dtype == np.int8


def test_worked_codes_centred_and_projected() -> None:
    # The rows at unit length are (1, 0, 0) and (0, 1, 0); less the mean (0.5, 0, 0): (0.5, 0, 0) and
    # (-0.5, 1, 0). On the first two axes, at unit length: (1, 0) and (-0.447, 0.894). By a scale of 2,
    # 127 / 2 each: 63.5 rounds to the even 64, -0.447 to -28.4, 0.894 to 56.8.
    codec = TokenCodec(np.array([0.5, 0, 0], np.float32), np.eye(3, 2, dtype=np.float32), scale=2.0)
    codes = codec.encode(np.array([[4, 0, 0], [0, 0.1, 0]], np.float32))
    assert codes.tolist() == [[64, 0], [-28, 57]]


def test_components_over_the_scale_are_cut_off() -> None:
    assert TokenCodec(scale=0.5).encode(np.array([[0.6, 0.8]], np.float32)).tolist() == [[127, 127]]


def test_no_vector_gives_no_code() -> None:
    assert TokenCodec().encode(np.empty((0, 7), np.float32)).shape == (0, 7)


@pytest.mark.parametrize("name", [pytest.param(None, id="trained"), pytest.param(BASE_MODEL, id="untrained")])
def test_models_of_the_package_have_their_basis(name: str | None) -> None:
    codec = codec_of(find_model(name, None)[1])
    assert codec.mean is not None
    assert codec.basis is not None
    assert (codec.mean.shape, codec.basis.shape) == ((384,), (384, 128))


def test_fitted_basis_is_orthonormal() -> None:
    codec = codec_of(find_model(BASE_MODEL, None)[1])
    assert codec.basis is not None
    assert codec.basis.T @ codec.basis == pytest.approx(np.eye(128), abs=1e-5)


def test_another_model_keeps_its_dimensions(tmp_path: Path) -> None:
    assert codec_of(tmp_path).encode(np.ones((3, 12), np.float32)).shape == (3, 12)


def test_rounding_keeps_the_cosines() -> None:
    rows = np.random.default_rng(0).standard_normal((50, 384), dtype=np.float32)
    codec = codec_of(find_model(BASE_MODEL, None)[1])
    assert codec.mean is not None
    assert codec.basis is not None
    exact = unit_rows(np.asarray((unit_rows(rows) - codec.mean) @ codec.basis, np.float32))
    rounded = unit_rows(codec.encode(rows).astype(np.float32))
    assert rounded @ rounded.T == pytest.approx(exact @ exact.T, abs=0.02)


def test_principal_components_of_worked_rows() -> None:
    # Mean (0, 1); the variance is 8 along the first axis and 2 along the second.
    rows = np.array([[4, 1], [-4, 1], [0, 3], [0, -1]], np.float64)
    mean, basis = principal_components(rows.sum(axis=0), rows.T @ rows, 4, 1)
    assert mean.tolist() == [0, 1]
    assert basis == pytest.approx(np.array([[1], [0]]), abs=1e-7)


def test_basis_is_a_file_of_the_package() -> None:
    assert "token_basis.safetensors" in (Path(__file__).parents[2] / "pyproject.toml").read_text()
