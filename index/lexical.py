"""Lexical search: BM25 over the terms of the French analyser, by bm25s."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.analysis import analyse

# Robertson BM25 constants, chosen on PIAF train questions (docs/experiments.md).
K1, B = 1.2, 0.5
_FOLDER = "lexical"


class LexicalIndex:
    """BM25 scores of every passage for a query."""

    def __init__(self, bm25: bm25s.BM25 | None, num_passages: int) -> None:
        self._bm25 = bm25
        self._num_passages = num_passages

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """Index ``texts``, one a passage; passage i of the index is ``texts[i]``."""
        terms = [analyse(text) for text in texts]
        if not any(terms):
            return cls(None, len(texts))
        bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        bm25.index(terms, show_progress=False)
        return cls(bm25, len(texts))

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 score of each passage, shape ``(num_passages,)``; 0 where no term is shared."""
        return self.term_scores(analyse(query))

    def term_scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """As ``scores``, for terms already analysed; unknown terms add nothing."""
        if self._bm25 is None:
            return np.zeros(self._num_passages, dtype=np.float32)
        known = [term for term in terms if term in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._num_passages, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    def idf(self, term: str) -> float:
        """ln(1 + (N - df + 0.5) / (df + 0.5)): how rare ``term`` is; highest for a term never seen."""
        frequency = 0
        if self._bm25 is not None and self.knows(term):
            column = self._bm25.vocab_dict[term]
            starts = self._bm25.scores["indptr"]
            frequency = int(starts[column + 1] - starts[column])
        return math.log(1 + (self._num_passages - frequency + 0.5) / (frequency + 0.5))

    def knows(self, term: str) -> bool:
        """Whether some passage holds ``term``."""
        return self._bm25 is not None and term in self._bm25.vocab_dict

    def save(self, folder: Path) -> None:
        """Write to ``folder/lexical``; what was written is read back and compared."""
        target = folder / _FOLDER
        target.mkdir()
        (target / "size.json").write_text(
            json.dumps({"passages": self._num_passages, "empty": self._bm25 is None})
        )
        if self._bm25 is None:
            return
        self._bm25.save(str(target), show_progress=False)
        again = bm25s.BM25.load(str(target), load_corpus=False)
        for name in ("data", "indices", "indptr"):
            if not np.array_equal(again.scores[name], self._bm25.scores[name]):
                raise OSError(f"{target / name} was not written whole")

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Read what ``save`` wrote."""
        target = folder / _FOLDER
        size = json.loads((target / "size.json").read_text())
        bm25 = None if size["empty"] else bm25s.BM25.load(str(target), load_corpus=False)
        return cls(bm25, int(size["passages"]))
