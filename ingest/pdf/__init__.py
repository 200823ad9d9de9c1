"""Read a PDF into text, blocks and pages: glyphs, words, tables and columns, paragraphs, text."""

from ingest.pdf.parse import parse_pdf

__all__ = ["parse_pdf"]
