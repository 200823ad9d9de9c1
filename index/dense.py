"""Dense search: exact inner products of unit vectors, by FAISS."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

_FILE = "dense.faiss"


class DenseIndex:
    """Vectors of passages, shape ``(num_passages, dimension)`` float32, unit L2 rows."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._faiss: faiss.Index = faiss.IndexFlatIP(vectors.shape[1])
        self._faiss.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def __len__(self) -> int:
        return int(self._faiss.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._faiss.d)

    def scores(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosine of one query vector with each passage, shape ``(num_passages,)``."""
        cosines = np.empty(len(self), dtype=np.float32)
        if len(self):
            found, positions = self._faiss.search(query.reshape(1, -1), len(self))
            cosines[positions[0]] = found[0]
        return cosines

    def vectors(self) -> NDArray[np.float32]:
        """All vectors, in passage order."""
        if len(self) == 0:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.asarray(self._faiss.reconstruct_n(0, len(self)), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write ``folder/dense.faiss``.

        Never by faiss.write_index: on a full disk it can return normally and leave an empty file
        (measured), so the bytes are made in memory and written by us.
        """
        (folder / _FILE).write_bytes(faiss.serialize_index(self._faiss).tobytes())

    @classmethod
    def load(cls, folder: Path) -> "DenseIndex":
        """Read what ``save`` wrote. FAISS files carry no checksum: the caller has verified the hash."""
        loaded = cls.__new__(cls)
        data = np.frombuffer((folder / _FILE).read_bytes(), dtype=np.uint8)
        loaded._faiss = faiss.deserialize_index(data)
        return loaded
