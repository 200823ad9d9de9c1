"""Web pages written to a file and read."""

from pathlib import Path

from ingest.document import ParsedFile
from ingest.html import parse_html


def read(tmp_path: Path, page: str | bytes) -> ParsedFile:
    path = tmp_path / "page.html"
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    return parse_html(path)


def kinds(parsed: ParsedFile) -> list[tuple[str, int]]:
    return [(block.kind.value, block.level) for block in parsed.blocks]
