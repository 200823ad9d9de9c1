"""LangChain's tutorial: recursive splitting, FAISS, similarity search."""

from collections.abc import Mapping

from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings

from evals.peers.interface import PASSAGE_PROMPT, QUERY_PROMPT, Found, Search
from evals.peers.systems.recursive_splitting import recursive_passages


def build(documents: Mapping[str, str], model: str, top_k: int) -> Search:
    """See evals.peers.interface."""
    passages = recursive_passages(documents)
    embeddings = HuggingFaceEmbeddings(
        model_name=model,
        encode_kwargs={"prompt": PASSAGE_PROMPT},
        query_encode_kwargs={"prompt": QUERY_PROMPT},
    )
    store = FAISS.from_texts(
        [text for _, text in passages],
        embeddings,
        metadatas=[{"number": number} for number in range(len(passages))],
    )

    def search(question: str) -> Found:
        found = store.similarity_search(question, k=top_k)
        return Found([passages[document.metadata["number"]][0] for document in found])

    return search
