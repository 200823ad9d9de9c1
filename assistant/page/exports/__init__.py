"""A conversation to download, with the bibliography of what it cites, or that bibliography alone."""

from collections.abc import Sequence

from assistant.bibliography import as_bibtex, as_csl_json, as_ris, references
from assistant.page.conversations import Conversation
from index.records import Document

FORMATS = {
    ".docx": "Word (.docx)",
    ".html": "page web (.html)",
    ".md": "Markdown (.md)",
    ".bib": "bibliographie BibTeX (.bib)",
    ".ris": "bibliographie RIS (.ris)",
    ".json": "bibliographie CSL-JSON (.json)",
}


def exported(conversation: Conversation, documents: Sequence[Document], suffix: str) -> bytes:
    """``conversation`` in the format of ``suffix``, which is one of ``FORMATS``."""
    # Imported when needed: python-docx and jinja2 take their time.
    if suffix == ".docx":
        from assistant.page.exports.docx import as_docx

        return as_docx(conversation, documents)
    if suffix == ".html":
        from assistant.page.exports.html import as_html

        return as_html(conversation, documents)
    if suffix == ".md":
        from assistant.page.exports.markdown import as_markdown

        return as_markdown(conversation, documents)
    cited = [citation for answer in conversation.answers for citation in answer.citations]
    write = {".bib": as_bibtex, ".ris": as_ris, ".json": as_csl_json}[suffix]
    return write(references(cited, documents)).encode(errors="replace")
