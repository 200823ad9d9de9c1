"""Read a DOCX into text and blocks: its parts, their styles and list numbers, the body, its metadata."""

from ingest.docx.parse import parse_docx

__all__ = ["parse_docx"]
