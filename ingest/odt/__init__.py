"""Read an ODT into text and blocks: its styles and list numbers, the body, its metadata."""

from ingest.odt.parse import parse_odt

__all__ = ["parse_odt"]
