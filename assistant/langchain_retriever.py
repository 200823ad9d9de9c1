"""Sourcier's search as a LangChain retriever, for those who build a chain of their own.

``langchain-core`` is what its ecosystem shares; LangChain's FAISS store is not used, because it unpickles.
"""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.engine import Assistant


class SourcierRetriever(BaseRetriever):
    """The ``top_k`` passages for a query; ``metadata`` holds what a citation needs.

    ``page_content`` is verbatim: the slice ``start:end`` of the text of ``metadata["document"]``.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    top_k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [
            Document(
                page_content=hit.passage.text,
                metadata={
                    "document": hit.document.name,
                    "title": hit.document.title,
                    "page": hit.passage.page,
                    "heading": list(hit.passage.headings),
                    "start": hit.passage.start,
                    "end": hit.passage.end,
                    "passage_id": hit.passage.passage_id,
                    "score": hit.score,
                },
            )
            for hit in self.assistant.search(query, top_k=self.top_k)
        ]
