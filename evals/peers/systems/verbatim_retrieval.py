"""verbatim-rag without what needs a language model: its index, chunker and store (Milvus Lite) by default."""

from collections.abc import Mapping

from verbatim_rag import DocumentSchema, VerbatimIndex
from verbatim_rag.embedding_providers import SentenceTransformersProvider
from verbatim_rag.vector_stores import LocalMilvusStore

from evals.peers.interface import PASSAGE_PROMPT, QUERY_PROMPT, Found, Passage, Search
from evals.peers.text_positions import locate


class _E5Provider(SentenceTransformersProvider):  # type: ignore[misc]  # of a library without types
    """Its own provider has no prompts; the index embeds questions one by one and passages in batches."""

    def embed_text(self, text: str) -> list[float]:
        return self.model.encode([text], prompt=QUERY_PROMPT)[0].tolist()  # type: ignore[no-any-return]

    def embed_batch(self, texts: list[str]) -> list[list[float]]:
        return self.model.encode(texts, prompt=PASSAGE_PROMPT).tolist()  # type: ignore[no-any-return]


def build(documents: Mapping[str, str], model: str, top_k: int) -> Search:
    """See evals.peers.interface."""
    index = build_index(documents, model)

    def search(question: str) -> Found:
        found = index.query(text=question, k=top_k)
        return Found([passage_of(result.metadata["source"], result.text, documents) for result in found])

    return search


def build_index(documents: Mapping[str, str], model: str) -> VerbatimIndex:
    """The index of ``documents``, kept in the current folder."""
    provider = _E5Provider(model)
    store = LocalMilvusStore(
        db_path="./peers.db", dense_dim=provider.get_dimension(), enable_dense=True, enable_sparse=False
    )
    index = VerbatimIndex(vector_store=store, dense_provider=provider)
    index.add_documents(
        [DocumentSchema(content=text, title=name, source=name) for name, text in documents.items()]
    )
    return index


def passage_of(name: str, chunk: str, documents: Mapping[str, str]) -> Passage:
    """Where a chunk stands; it has no position of its own, and none of ours comes twice in a document."""
    ((start, end),) = locate([chunk], documents[name])
    return Passage(name, start, end)
