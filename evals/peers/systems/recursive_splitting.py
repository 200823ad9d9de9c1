"""The passages of LangChain's tutorial, for the peers that have no splitting of their own."""

from collections.abc import Mapping

from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.peers.interface import Passage
from evals.peers.text_positions import split_passages


def recursive_passages(documents: Mapping[str, str]) -> list[tuple[Passage, str]]:
    """Passages of 1,000 characters at most, 150 of them shared with the one before, and their text."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=1_000, chunk_overlap=150)
    return split_passages(documents, {name: splitter.split_text(text) for name, text in documents.items()})
