"""What a page says of itself."""

from pathlib import Path

from page_builder import read

from ingest.document import Metadata


def test_metadata(tmp_path: Path) -> None:
    page = """<html lang=fr-FR><head><title>Le rapport | CNC</title><meta property="og:site_name" content="CNC">
      <meta name=author content="Zoé Martin"><meta property="article:published_time" content="2024-05-19T08:00">
      </head><body><p>Texte"""
    assert read(tmp_path, page).metadata == Metadata("Le rapport", "Zoé Martin", "CNC", "2024-05-19", "fr")


def test_metadata_from_the_page_itself(tmp_path: Path) -> None:
    page = "<title></title><h1>Guide</h1><p>Publié le <time datetime=2023-01-02>2 janvier</time>"
    assert read(tmp_path, page).metadata == Metadata(title="Guide", date="2023-01-02")
