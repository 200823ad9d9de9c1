"""txtai: an embeddings database over paragraphs."""

from collections.abc import Mapping

from txtai import Embeddings
from txtai.pipeline import Segmentation

from evals.peers.interface import PASSAGE_PROMPT, QUERY_PROMPT, Found, Search
from evals.peers.text_positions import split_passages


def build(documents: Mapping[str, str], model: str, top_k: int) -> Search:
    """See evals.peers.interface."""
    segment = Segmentation(paragraphs=True)
    passages = split_passages(documents, {name: segment(text) for name, text in documents.items()})
    embeddings = Embeddings(path=model, instructions={"query": QUERY_PROMPT, "data": PASSAGE_PROMPT})
    embeddings.index((number, text, None) for number, (_, text) in enumerate(passages))

    def search(question: str) -> Found:
        return Found([passages[number][0] for number, _ in embeddings.search(question, top_k)])

    return search
