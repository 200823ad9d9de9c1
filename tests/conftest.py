"""Fixtures that several test files share."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from keyword_embedder import KeywordEmbedder

from index.search import Index
from index.update import ingest

# The same examples at every run, on slow machines too.
settings.register_profile("sourcier", derandomize=True, deadline=None)
settings.load_profile("sourcier")


@pytest.fixture
def embedder() -> KeywordEmbedder:
    return KeywordEmbedder()


@pytest.fixture
def make_index(tmp_path: Path, embedder: KeywordEmbedder) -> Callable[[Mapping[str, str]], Index]:
    """Writes {name: text} as files, ingests them in that order, and opens the index they make.

    Documents go by the names given: ``make_index({"note.md": "…"}).documents[0].name == "note.md"``.
    """

    def make(files: Mapping[str, str]) -> Index:
        folder = tmp_path / "documents"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        index_dir = tmp_path / "index"
        with pytest.MonkeyPatch.context() as patch:
            if files:
                patch.chdir(folder)
            report = ingest(index_dir, list(files), model=embedder.description, load_model=lambda: embedder)
        assert not report.failed, report.files
        return Index.open(index_dir, embedder)

    return make
