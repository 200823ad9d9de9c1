"""Read HTML into text and blocks: decoding, the page's events, its content without the site, its metadata."""

from ingest.html.parse import parse_html

__all__ = ["parse_html"]
