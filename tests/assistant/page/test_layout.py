"""The page is built, in both languages, and what it offers can be reached by its name."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

import gradio as gr
import pytest
from keyword_embedder import KeywordEmbedder
from sample_documents import SURVEY

from assistant.engine import Assistant
from assistant.page.layout import build_page
from index.search import Index


@pytest.fixture
def page(
    make_index: Callable[[Mapping[str, str]], Index], tmp_path: Path, embedder: KeywordEmbedder
) -> gr.Blocks:
    make_index({"enquete.md": SURVEY})

    async def built() -> gr.Blocks:
        return build_page(Assistant.open(tmp_path / "index", embedder), tmp_path / "index", tmp_path)

    # Outside of an event loop, Gradio makes several and leaves them open.
    return asyncio.run(built())


def _labels(page: gr.Blocks, path: str) -> set[str]:
    return {str(getattr(each, "label", "")) for each in page.blocks.values() if each.page == path}


def test_both_languages_have_the_same_components(page: gr.Blocks) -> None:
    kinds = {
        path: [type(each).__name__ for each in page.blocks.values() if each.page == path]
        for path in ("", "en")
    }
    assert kinds[""] == kinds["en"]
    assert {"Demander", "Vérifier", "Sources", "Votre question"} <= _labels(page, "")
    assert {"Ask", "Check", "Sources", "Your question"} <= _labels(page, "en")
    # No program calls the page: programs have the command line.
    assert {each.api_visibility for each in page.fns.values()} == {"private"}
