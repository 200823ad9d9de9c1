"""What stands for a passage in search, dense and lexical: its reading under its titles."""

from index.records import Document
from ingest.splitting import Passage


def text_in_context(document: Document, passage: Passage) -> str:
    """The passage's reading after the titles above it that it does not already open with."""
    context = [heading for heading in passage.headings if heading not in passage.reading]
    if document.title not in context and document.title not in passage.reading:
        context.insert(0, document.title)
    return "\n".join([*context, passage.reading])
