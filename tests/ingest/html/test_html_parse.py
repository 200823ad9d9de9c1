"""Whole pages: without text, missing, very deep, real."""

import time
from pathlib import Path

import pytest
from page_builder import read

from ingest.errors import NoTextError, ParseError
from ingest.html import parse_html

SHARED = Path(__file__).parents[4] / "shared"


@pytest.mark.parametrize(
    "page", ["", "<html><head><title>x</title></head><body></body>", "<script>x</script>"]
)
def test_pages_without_text(tmp_path: Path, page: str) -> None:
    with pytest.raises(NoTextError):
        read(tmp_path, page)


def test_missing_page(tmp_path: Path) -> None:
    with pytest.raises(ParseError):
        parse_html(tmp_path / "absent.html")


@pytest.mark.parametrize(
    "tags", ["<div>", "<ul><li>a", "<table><tr><td>a", "<blockquote>", "<b>", "<dl><dd>a"]
)
def test_deep_nesting_is_read_to_its_end(tmp_path: Path, tags: str) -> None:
    start = time.monotonic()
    assert read(tmp_path, tags * 10_000 + "<p>FIN").text.endswith("FIN")
    assert time.monotonic() - start < 5  # about 0.3 s; a quadratic walk takes minutes


def test_the_long_guide_loses_no_word() -> None:
    path = SHARED / "documents" / "index.html"
    if not path.exists():
        pytest.skip("les documents partagés ne sont pas ici")
    parsed = parse_html(path)
    assert parsed.metadata.title == "Guide RGPD de l'équipe de développement"
    assert len(parsed.text.split()) > 18_000
