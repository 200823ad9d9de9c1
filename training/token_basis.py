"""Make index/token_basis.safetensors: what the base model's token vectors are centred and projected by.

Usage: python -m training.token_basis PIAF_FOLDER [--to FILE]

The principal components of every token of the paragraphs of PIAF train (never dev), read as passages. The
same paragraphs and model give the same file.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from index.embedding import SentenceTransformerEmbedder
from index.model_folder import BASE_MODEL, describe_folder, find_model
from index.token_codec import BASIS_NAME, unit_rows
from training.piaf import load_paragraphs

_DIMENSION = 128  # chosen on PIAF train questions (docs/experiments.md)
_TEXTS_AT_ONCE = 16


class _Moments:
    """Sums, in 64 bits, over unit token vectors."""

    def __init__(self, dimension: int) -> None:
        self.count = 0
        self.total = np.zeros(dimension)
        self.products = np.zeros((dimension, dimension))

    def add(self, vectors: NDArray[np.float32]) -> NDArray[np.int8]:
        """Count the tokens of one text; what is returned stands for their codes."""
        rows = unit_rows(vectors).astype(np.float64)
        self.count += len(rows)
        self.total += rows.sum(axis=0)
        self.products += rows.T @ rows
        return np.empty((len(rows), 0), np.int8)


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("piaf", type=Path)
    parser.add_argument("--to", type=Path, default=Path("index") / BASIS_NAME)
    options = parser.parse_args()
    texts = sorted(paragraph.text for paragraph in load_paragraphs(options.piaf, "train").values())
    name, folder = find_model(BASE_MODEL, None)
    moments = _Moments(describe_folder(name, folder).dimension)
    embedder = SentenceTransformerEmbedder(folder, name=name, encode_tokens=moments.add)
    for first in range(0, len(texts), _TEXTS_AT_ONCE):  # one batch a call: sums in the same order each time
        embedder.embed_passages(texts[first : first + _TEXTS_AT_ONCE])
    mean, basis = principal_components(moments.total, moments.products, moments.count, _DIMENSION)
    save_file(
        {"mean": mean, "basis": basis},
        options.to,
        metadata={"tokens": str(moments.count)},
    )


def principal_components(
    total: NDArray[np.float64], products: NDArray[np.float64], count: int, num_kept: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The mean, and the ``num_kept`` axes of most variance as columns, of ``count`` rows.

    ``total`` is the sum of the rows, ``products`` that of ``row.T @ row``. The sign of an axis means
    nothing: its largest component is made positive.
    """
    mean = total / count
    _, axes = np.linalg.eigh(products / count - np.outer(mean, mean))  # the least variance first
    kept = axes[:, ::-1][:, :num_kept]
    kept = kept * np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(kept.shape[1])])
    return mean.astype(np.float32), np.ascontiguousarray(kept, dtype=np.float32)


if __name__ == "__main__":
    main()
