"""A conversation as a Word document."""

import io
import re
from collections.abc import Sequence

from docx import Document as new_word_document

from assistant.page.conversations import Conversation
from assistant.page.exports.transcript import transcript
from index.records import Document

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def as_docx(conversation: Conversation, documents: Sequence[Document]) -> bytes:
    """A heading a question, its answer, its quotes as a list, and the bibliography at the end."""
    told = transcript(conversation, documents)
    document = new_word_document()
    document.core_properties.title = _xml(told.title)[:255]
    document.core_properties.author = ""
    document.core_properties.language = "fr-FR"
    document.add_heading(_xml(told.title), level=0)
    for exchange in told.exchanges:
        document.add_heading(_xml(exchange.question), level=1)
        if exchange.understood:
            document.add_paragraph().add_run(_xml(f"Question comprise : {exchange.understood}")).italic = True
        document.add_paragraph(_xml(exchange.answer))
        for marker, quote in exchange.quotes:
            document.add_paragraph(_xml(f"[{marker}] {quote}"), style="Quote")
    if told.bibliography:
        document.add_heading("Bibliographie", level=1)
        for reference in told.bibliography:
            document.add_paragraph(_xml(reference), style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
