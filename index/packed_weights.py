"""Trained weights in a quarter of their size: matrices as int8, one scale a row, in one safetensors file.

A matrix ``name`` is kept as int8 ``name`` and float32 ``name|scale`` ``(num_rows, 1)``, weight = int8 · scale;
anything of one dimension stays float32. Nothing in such a file can be run.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import save_file

_LARGEST = 127
_SCALE = "|scale"


def pack(weights: dict[str, NDArray[np.float32]], path: Path, metadata: dict[str, str]) -> None:
    """Write ``weights`` to ``path``; the same weights give the same bytes."""
    packed: dict[str, NDArray[np.generic]] = {}
    for name, values in sorted(weights.items()):
        if values.ndim < 2:
            packed[name] = np.ascontiguousarray(values, dtype=np.float32)
            continue
        scales = np.maximum(np.abs(values).max(axis=-1, keepdims=True) / _LARGEST, np.float32(1e-12))
        packed[name] = np.rint(values / scales).astype(np.int8)
        packed[name + _SCALE] = scales.astype(np.float32)
    save_file(packed, path, metadata=metadata)


def unpack(path: Path) -> dict[str, NDArray[np.float32]]:
    """The weights that ``pack`` wrote, float32, by name."""
    with safe_open(path, framework="numpy") as file:
        stored = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a mapping)
    weights = {}
    for name, values in stored.items():
        if name.endswith(_SCALE):
            continue
        scales = stored.get(name + _SCALE)
        weights[name] = np.asarray(values if scales is None else values * scales, dtype=np.float32)
    return weights
