"""LlamaIndex: a vector index with its default splitter (1,024 of its tokens) and retriever."""

from collections.abc import Mapping

from llama_index.core import Document, Settings, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from evals.peers.interface import PASSAGE_PROMPT, QUERY_PROMPT, Found, Passage, Search


def build(documents: Mapping[str, str], model: str, top_k: int) -> Search:
    """See evals.peers.interface."""
    Settings.embed_model = HuggingFaceEmbedding(
        model_name=model, query_instruction=QUERY_PROMPT, text_instruction=PASSAGE_PROMPT
    )
    index = VectorStoreIndex.from_documents(
        [Document(text=text, metadata={"file_name": name}) for name, text in documents.items()]
    )
    retriever = index.as_retriever(similarity_top_k=top_k)

    def search(question: str) -> Found:
        nodes = [found.node for found in retriever.retrieve(question)]
        return Found(
            [Passage(node.metadata["file_name"], node.start_char_idx, node.end_char_idx) for node in nodes]
        )

    return search
