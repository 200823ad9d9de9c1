"""Late interaction: a passage scored by its tokens, each token of the question finding its nearest one.

MaxSim of ColBERT (Khattab & Zaharia, SIGIR 2020), with the token vectors of a model never trained for it
and each token of the question weighted by its rarity among passages.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedded_texts import TokenVectors
from index.token_codec import unit_rows

_FOLDER = "tokens"
_READ_AT_ONCE = 64  # passages
_FILES = ("ids", "spans", "vectors", "starts", "frequencies")


class TokenIndex:
    """The tokens of every passage, in passage order, on disk until they are read.

    Tokens of passage i are rows ``starts[i]:starts[i + 1]`` of ``ids``, ``spans`` and ``vectors``;
    ``frequencies`` int32 ``(num_distinct, 2)`` gives, by growing id, how many passages hold each token.
    """

    def __init__(
        self,
        ids: NDArray[np.int32],
        spans: NDArray[np.int32],
        vectors: NDArray[np.int8],
        starts: NDArray[np.int64],
        frequencies: NDArray[np.int32],
    ) -> None:
        self._ids = ids
        self._spans = spans
        self._vectors = vectors
        self._starts = starts
        self._frequencies = frequencies

    def __len__(self) -> int:
        return len(self._starts) - 1

    @classmethod
    def build(cls, tokens: Sequence[TokenVectors]) -> "TokenIndex":
        """Index the tokens of passages; passage i of the index is ``tokens[i]``."""
        starts = np.cumsum([0, *map(len, tokens)], dtype=np.int64)
        filled = [each for each in tokens if len(each)]
        if not filled:
            empty = np.empty((0, 2), np.int32)
            return cls(np.empty(0, np.int32), empty, np.empty((0, 0), np.int8), starts, empty)
        distinct, counts = np.unique(
            np.concatenate([np.unique(each.ids) for each in filled]), return_counts=True
        )
        return cls(
            np.concatenate([each.ids for each in filled]),
            np.concatenate([each.spans for each in filled]),
            np.concatenate([each.vectors for each in filled]),
            starts,
            np.stack([distinct, counts], axis=1).astype(np.int32),
        )

    def tokens(self, position: int) -> TokenVectors:
        """The tokens of one passage."""
        rows = slice(int(self._starts[position]), int(self._starts[position + 1]))
        return TokenVectors(self._ids[rows], self._spans[rows], self._vectors[rows])

    def weights(self, ids: NDArray[np.int32]) -> NDArray[np.float32]:
        """ln(1 + (N - df + 0.5) / (df + 0.5)) of each token, as shares of their sum; N counts passages."""
        frequencies = np.zeros(len(ids))
        if len(self._frequencies):
            rows = np.searchsorted(self._frequencies[:, 0], ids).clip(max=len(self._frequencies) - 1)
            known = self._frequencies[rows, 0] == ids
            frequencies[known] = self._frequencies[rows[known], 1]
        rarities = np.log(1 + (len(self) - frequencies + 0.5) / (frequencies + 0.5))
        return (
            np.asarray(rarities / rarities.sum(), dtype=np.float32) if len(ids) else np.empty(0, np.float32)
        )

    def cosines(self, query: TokenVectors, positions: Sequence[int]) -> list[NDArray[np.float32]]:
        """Cosine of each token of ``query`` with each one of the passages at ``positions``.

        One array a passage, shape ``(num_query_tokens, num_tokens)``; 0 with a null vector.
        """
        passages = [self.tokens(position).vectors for position in positions]
        filled = [vectors for vectors in passages if len(vectors)]
        if not filled or not len(query):
            return [np.zeros((len(query), len(vectors)), np.float32) for vectors in passages]
        # All in one product: each costs milliseconds where the processors are busy, however small. And
        # rounding has left rows of several lengths: cosines are those of the rounded rows.
        rows = np.concatenate(filled).astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        cosines = unit_rows(query.vectors.astype(np.float32)) @ rows.T
        cosines /= np.maximum(lengths, np.float32(1e-12))
        return np.split(cosines, np.cumsum([len(vectors) for vectors in passages[:-1]]), axis=1)

    def maxsim(self, query: TokenVectors, positions: Sequence[int]) -> NDArray[np.float32]:
        """How well the passages at ``positions`` meet ``query``, shape ``(len(positions),)``, at most 1.

        maxsim(p) = Σ weight(q) · max over tokens t of p of cosine(q, t); the weights sum to 1. A passage
        or a query without tokens has 0.
        """
        weights = self.weights(query.ids)
        scores = np.zeros(len(positions), np.float32)
        for first in range(0, len(positions), _READ_AT_ONCE):
            read = self.cosines(query, positions[first : first + _READ_AT_ONCE])
            for row, cosines in enumerate(read, start=first):
                if cosines.size:
                    scores[row] = weights @ cosines.max(axis=1)
        return scores

    def save(self, folder: Path) -> None:
        """Write ``folder/tokens``, plain .npy files.

        Not by ``np.save``, which writes beside Python's file and may not see that the disk is full.
        """
        target = folder / _FOLDER
        target.mkdir()
        arrays = (self._ids, self._spans, self._vectors, self._starts, self._frequencies)
        for name, array in zip(_FILES, arrays, strict=True):
            array = np.ascontiguousarray(array)
            with (target / f"{name}.npy").open("wb") as file:
                header = np.lib.format.header_data_from_array_1_0(array)
                np.lib.format.write_array_header_1_0(file, header)
                file.write(array.data if array.size else b"")

    @classmethod
    def load(cls, folder: Path) -> "TokenIndex":
        """Open what ``save`` wrote; the rows stay on disk. The caller has verified the hashes."""
        return cls(*(_mapped(folder / _FOLDER / f"{name}.npy") for name in _FILES))


def _mapped(path: Path) -> NDArray[Any]:
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError:  # an array without rows cannot be mapped
        array = np.load(path, allow_pickle=False)
    return array
