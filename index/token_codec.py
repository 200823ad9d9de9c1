"""Token vectors in few bytes: centred, projected on their principal components, rounded to int8.

Token vectors of one model all share a direction that says nothing of their text: less their mean, 128 of
384 dimensions rank passages better than all of them, uncentred (docs/experiments.md). A model folder may
hold the mean and the basis that go with its weights, in ``token_basis.safetensors``: fitted to a model as it
is (training/token_basis.py) or trained with it (training/encoder.py).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

BASIS_NAME = "token_basis.safetensors"
_LARGEST = 127
# The largest component that int8 tells apart, of a unit vector: those of the models we fitted stay under it.
_PROJECTED_SCALE = 0.5


@dataclass(frozen=True, eq=False, slots=True)
class TokenCodec:
    """How the float32 token vectors of a model become int8.

    ``mean`` has shape ``(dimension,)`` and ``basis`` ``(dimension, token_dimension)``; without them,
    vectors keep their dimensions. ``scale`` is the component, of a unit vector, that becomes 127: larger
    ones are cut off.
    """

    mean: NDArray[np.float32] | None = None
    basis: NDArray[np.float32] | None = None
    scale: float = 1.0

    def encode(self, vectors: NDArray[np.float32]) -> NDArray[np.int8]:
        """Shape ``(num_tokens, dimension)`` to ``(num_tokens, token_dimension)``.

        Each row is brought to unit length, centred, projected and brought to unit length again before
        it is rounded, by one scale for all components: cosines of int8 rows approach those of the rows.
        """
        rows = unit_rows(vectors)
        if self.mean is not None and self.basis is not None:
            rows = unit_rows(np.asarray((rows - self.mean) @ self.basis, dtype=np.float32))
        return np.asarray(np.rint(np.clip(rows / self.scale, -1, 1) * _LARGEST), dtype=np.int8)


def codec_of(folder: Path) -> TokenCodec:
    """The codec of the model in ``folder``: its own, or one that only rounds where it has none."""
    path = folder / BASIS_NAME
    if not path.is_file():
        return TokenCodec()
    basis = load_file(path)
    return TokenCodec(basis["mean"], basis["basis"], _PROJECTED_SCALE)


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """``vectors`` with rows of length 1; a null row stays null."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
