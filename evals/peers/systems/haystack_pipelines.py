"""Haystack: its indexing and query pipelines over the store in memory, with what is theirs by default."""

from collections.abc import Mapping

from haystack import Document, Pipeline
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from evals.peers.interface import PASSAGE_PROMPT, QUERY_PROMPT, Found, Passage, Search


def build(documents: Mapping[str, str], model: str, top_k: int) -> Search:
    """See evals.peers.interface."""
    store = InMemoryDocumentStore()
    indexing = Pipeline()
    indexing.add_component("splitter", DocumentSplitter())
    indexing.add_component(
        "embedder",
        SentenceTransformersDocumentEmbedder(model=model, prefix=PASSAGE_PROMPT, progress_bar=False),
    )
    indexing.add_component("writer", DocumentWriter(document_store=store))
    indexing.connect("splitter", "embedder")
    indexing.connect("embedder", "writer")
    texts = [Document(content=text, meta={"name": name}) for name, text in documents.items()]
    indexing.run({"splitter": {"documents": texts}})

    querying = Pipeline()
    querying.add_component(
        "embedder", SentenceTransformersTextEmbedder(model=model, prefix=QUERY_PROMPT, progress_bar=False)
    )
    querying.add_component("retriever", InMemoryEmbeddingRetriever(document_store=store))
    querying.connect("embedder.embedding", "retriever.query_embedding")

    def search(question: str) -> Found:
        output = querying.run({"embedder": {"text": question}, "retriever": {"top_k": top_k}})
        return Found([_passage(document) for document in output["retriever"]["documents"]])

    return search


def _passage(document: Document) -> Passage:
    start = int(document.meta["split_idx_start"])
    return Passage(document.meta["name"], start, start + len(document.content))
