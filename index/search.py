"""An opened index: its documents and passages, and the hybrid search over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseIndex
from index.embedding import Embedder, TokenVectors
from index.fusion import fuse, with_maxsim
from index.generation import Manifest, open_generation, require_model
from index.late_interaction import TokenIndex
from index.lexical import LexicalIndex
from index.records import Document, load_documents
from index.scope import Scope
from index.spelling import Speller
from ingest.splitting import Passage

# How many passages of the hybrid search are read again by their tokens.
NUM_REREAD = 50
EVERYWHERE = Scope()
_KEPT_QUERIES = 64


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query. ``rank`` is 1-based; ``cosine``, ``bm25``, ``maxsim`` are its raw scores.

    ``position`` is that of the passage in the index; ``maxsim`` is None for a query without tokens.
    """

    passage: Passage
    document: Document
    score: float
    rank: int
    cosine: float
    bm25: float
    maxsim: float | None
    position: int


class Index:
    """A generation opened for reading; many may read while one writes the next."""

    def __init__(
        self,
        manifest: Manifest,
        documents: Sequence[Document],
        dense: DenseIndex,
        tokens: TokenIndex,
        lexical: LexicalIndex,
        embedder: Embedder,
        warning: str = "",
    ) -> None:
        self.manifest = manifest
        self.documents = list(documents)
        self.lexical = lexical
        self.dense = dense
        self.tokens = tokens
        self.embedder = embedder
        self.warning = warning
        self._queries: dict[str, tuple[NDArray[np.float32], TokenVectors]] = {}
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
                TokenIndex.load(opened.folder),
                LexicalIndex.load(opened.folder),
                embedder,
                opened.warning,
            )
        except FileNotFoundError:
            # Two generations were published meanwhile, and this one swept away: the latest is next.
            if open_generation(index_dir).folder == opened.folder:
                raise
            return cls.open(index_dir, embedder)

    @cached_property
    def speller(self) -> Speller:
        """Repairs questions by the words of the collection."""
        return Speller(passage.reading for _, passage in self.passages)

    def search(self, query: str, top_k: int, scope: Scope = EVERYWHERE) -> list[Hit]:
        """The ``top_k`` passages of the documents in ``scope`` that fit ``query`` best, best first.

        Ties break on passage id. Raises UsageError where no document is in ``scope``.
        """
        if not self.passages or top_k < 1:
            return []
        cosines = self.cosines(query)
        bm25 = self.lexical.scores(query)
        hybrid = fuse(cosines, bm25)
        order = np.lexsort((self._id_ranks, -hybrid))
        if scope:
            meant = {document.name for document in scope.among(self.documents)}
            inside = np.array([document.name in meant for document, _ in self.passages])
            order = order[inside[order]]
        reread = order[: max(NUM_REREAD, top_k)].tolist()
        if not reread:
            return []
        maxsims = self.maxsims(query, reread)
        scores = dict(zip(reread, with_maxsim(hybrid[reread], maxsims), strict=True))
        of_tokens = dict(zip(reread, maxsims, strict=True)) if maxsims is not None else {}
        best = sorted(reread, key=lambda position: (-scores[position], self._id_ranks[position]))[:top_k]
        return [
            Hit(
                passage=self.passages[position][1],
                document=self.passages[position][0],
                score=float(scores[position]),
                rank=rank,
                cosine=float(cosines[position]),
                bm25=float(bm25[position]),
                maxsim=float(of_tokens[position]) if position in of_tokens else None,
                position=position,
            )
            for rank, position in enumerate(best, start=1)
        ]

    def cosines(self, query: str) -> NDArray[np.float32]:
        """Cosine of ``query`` with each passage, shape ``(num_passages,)``."""
        return self.dense.scores(self._embedded(query)[0])

    def maxsims(self, query: str, positions: Sequence[int]) -> NDArray[np.float32] | None:
        """MaxSim of ``query`` with the passages at ``positions``; None for a query without tokens."""
        tokens = self.query_tokens(query)
        return self.tokens.maxsim(tokens, positions) if len(tokens) else None

    def query_tokens(self, query: str) -> TokenVectors:
        """The tokens of ``query``."""
        return self._embedded(query)[1]

    def _embedded(self, query: str) -> tuple[NDArray[np.float32], TokenVectors]:
        """Unit vector of ``query`` and its tokens; one question asks for them several times."""
        known = self._queries.get(query)
        if known is None:
            embedded = self.embedder.embed_queries([query])
            known = (embedded.vectors[0], embedded.tokens[0])
            if len(self._queries) >= _KEPT_QUERIES:
                self._queries.clear()
            self._queries[query] = known
        return known
