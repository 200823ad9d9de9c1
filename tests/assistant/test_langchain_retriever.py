from assistant.engine import Assistant
from assistant.langchain_retriever import SourcierRetriever


def test_a_chain_gets_verbatim_passages_with_their_place(assistant: Assistant) -> None:
    found = SourcierRetriever(assistant=assistant, top_k=2).invoke("mâche et gel")
    texts = {document.name: document.parsed.text for document in assistant.index.documents}
    assert len(found) == 2
    assert "La mâche supporte le gel" in found[0].page_content
    for document in found:
        place = document.metadata
        assert texts[place["document"]][place["start"] : place["end"]] == document.page_content
