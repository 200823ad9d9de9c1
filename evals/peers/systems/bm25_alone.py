"""BM25 as bm25s has it by default, English stop words included, over the passages of LangChain's tutorial."""

from collections.abc import Mapping

import bm25s

from evals.peers.interface import Found, Search
from evals.peers.systems.recursive_splitting import recursive_passages


def build(documents: Mapping[str, str], _model: str, top_k: int) -> Search:
    """See evals.peers.interface."""
    passages = recursive_passages(documents)
    index = bm25s.BM25()
    index.index(bm25s.tokenize([text for _, text in passages], show_progress=False), show_progress=False)

    def search(question: str) -> Found:
        query = bm25s.tokenize(question, show_progress=False)
        numbers, scores = index.retrieve(query, k=min(top_k, len(passages)), show_progress=False)
        # It pads with passages that share no word with the question.
        return Found([passages[i][0] for i, score in zip(numbers[0], scores[0], strict=True) if score > 0])

    return search
