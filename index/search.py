"""An opened index: its documents and passages, and the hybrid search over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseIndex
from index.embedding import Embedder
from index.fusion import fuse
from index.generation import Manifest, open_generation, require_model
from index.lexical import LexicalIndex
from index.records import Document, load_documents
from ingest.splitting import Passage

_KEPT_QUERIES = 64


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query. ``rank`` is 1-based; ``cosine`` and ``bm25`` are its raw scores."""

    passage: Passage
    document: Document
    score: float
    rank: int
    cosine: float
    bm25: float


class Index:
    """A generation opened for reading; many may read while one writes the next."""

    def __init__(
        self,
        manifest: Manifest,
        documents: Sequence[Document],
        dense: DenseIndex,
        lexical: LexicalIndex,
        embedder: Embedder,
        warning: str = "",
    ) -> None:
        self.manifest = manifest
        self.documents = list(documents)
        self.lexical = lexical
        self.dense = dense
        self.embedder = embedder
        self.warning = warning
        self._query_vectors: dict[str, NDArray[np.float32]] = {}
        self.passages = [(doc, passage) for doc in self.documents for passage in doc.passages]
        # Ranks of the ids, to break ties by: sorting strings at each query would be slow.
        self._id_ranks = np.argsort(np.argsort([passage.passage_id for _, passage in self.passages]))

    @classmethod
    def open(cls, index_dir: Path, embedder: Embedder) -> "Index":
        """Open the index at ``index_dir``, every file verified.

        Raises IndexNotFoundError, or IndexFormatError when it is damaged or made with another model.
        """
        opened = open_generation(index_dir)
        require_model(opened, embedder.description)
        try:
            return cls(
                opened.manifest,
                load_documents(opened.folder),
                DenseIndex.load(opened.folder),
                LexicalIndex.load(opened.folder),
                embedder,
                opened.warning,
            )
        except FileNotFoundError:
            # Two generations were published meanwhile, and this one swept away: the latest is next.
            if open_generation(index_dir).folder == opened.folder:
                raise
            return cls.open(index_dir, embedder)

    def search(self, query: str, top_k: int) -> list[Hit]:
        """The ``top_k`` passages that fit ``query`` best, best first; ties break on passage id."""
        if not self.passages or top_k < 1:
            return []
        cosines = self.cosines(query)
        bm25 = self.lexical.scores(query)
        scores = fuse(cosines, bm25)
        order = np.lexsort((self._id_ranks, -scores))[:top_k]
        return [
            Hit(
                passage=self.passages[position][1],
                document=self.passages[position][0],
                score=float(scores[position]),
                rank=rank,
                cosine=float(cosines[position]),
                bm25=float(bm25[position]),
            )
            for rank, position in enumerate(order, start=1)
        ]

    def cosines(self, query: str) -> NDArray[np.float32]:
        """Cosine of ``query`` with each passage, shape ``(num_passages,)``."""
        return self.dense.scores(self.query_vector(query))

    def query_vector(self, query: str) -> NDArray[np.float32]:
        """Unit vector of ``query``; one question asks for it several times."""
        vector = self._query_vectors.get(query)
        if vector is None:
            vector = self.embedder.embed_queries([query])[0]
            if len(self._query_vectors) >= _KEPT_QUERIES:
                self._query_vectors.clear()
            self._query_vectors[query] = vector
        return vector
