"""A deterministic embedder for tests: texts are near when they share stems. No model, no network."""

import re
import zlib
from collections.abc import Callable, Sequence

import numpy as np

from index.analysis import analyse
from index.embedded_texts import EmbeddedTexts, TokenVectors
from index.embedding import ModelDescription
from index.token_codec import TokenCodec, unit_rows

_DIMENSION = 256
# Weight of the component that all texts share: no vector is null, and unrelated texts have a low cosine.
_COMMON = 0.5


class KeywordEmbedder:
    """Implements ``index.embedding.Embedder``: bags of hashed stems, unit L2 rows.

    A token is a word between blanks. ``num_embedded`` counts the passages embedded so far.
    """

    def __init__(self, name: str = "mots-clés", *, max_tokens: int = 512) -> None:
        self.description = ModelDescription(name, f"empreinte de {name}", _DIMENSION)
        self.max_tokens = max_tokens
        self.num_embedded = 0

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See Embedder."""
        return [len(text.split()) for text in texts]

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> EmbeddedTexts:
        """See Embedder."""
        self.num_embedded += len(texts)
        if progress is not None and texts:
            progress(len(texts))
        return self.embed_queries(texts)

    def embed_queries(self, texts: Sequence[str]) -> EmbeddedTexts:
        """See Embedder."""
        vectors = np.zeros((len(texts), _DIMENSION), dtype=np.float32)
        vectors[:, 0] = _COMMON
        for vector, text in zip(vectors, texts, strict=True):
            for term in analyse(text):
                vector[_place(term)] += 1
        return EmbeddedTexts(unit_rows(vectors), [_tokens(text) for text in texts])


def _tokens(text: str) -> TokenVectors:
    """A token a word between blanks, where it has stems: their vector."""
    words = [word for word in re.finditer(r"\S+", text) if analyse(word.group())]
    vectors = np.zeros((len(words), _DIMENSION), dtype=np.float32)
    for vector, word in zip(vectors, words, strict=True):
        for term in analyse(word.group()):
            vector[_place(term)] += 1
    return TokenVectors(
        np.array([zlib.crc32(word.group().encode()) >> 1 for word in words], np.int32),
        np.array([word.span() for word in words], np.int32).reshape(-1, 2),
        TokenCodec().encode(vectors),
    )


def _place(term: str) -> int:
    return 1 + zlib.crc32(term.encode()) % (_DIMENSION - 1)
