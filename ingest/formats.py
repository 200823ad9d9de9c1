"""Which parser reads which kind of file."""

from collections.abc import Callable
from pathlib import Path

from ingest.document import ParsedFile

Parser = Callable[[Path], ParsedFile]

SUFFIXES = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
}
READABLE = "PDF, DOCX, ODT, HTML, Markdown ou texte (.txt)"


def file_format(path: Path) -> str | None:
    """The format read from the name's suffix, or None when no parser reads it."""
    return SUFFIXES.get(path.suffix.lower())


def parser_for(file_format: str) -> Parser:
    """The parser of a format. Each is imported only when needed: they load slowly."""
    if file_format == "pdf":
        from ingest.pdf import parse_pdf

        return parse_pdf
    if file_format == "docx":
        from ingest.docx import parse_docx

        return parse_docx
    if file_format == "odt":
        from ingest.odt import parse_odt

        return parse_odt
    if file_format == "html":
        from ingest.html import parse_html

        return parse_html
    from ingest.markdown import parse_markdown, parse_plain_text

    return parse_markdown if file_format == "markdown" else parse_plain_text
