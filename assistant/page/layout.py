"""The page as Gradio lays it out: the tabs, the filters they share, the source panel; in French, and in English."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.engine import Assistant
from assistant.page.ask_tab import ask_tab, example_buttons
from assistant.page.check_tab import check_tab
from assistant.page.context import PageContext
from assistant.page.conversations import KeptConversations
from assistant.page.feedback import FeedbackFile
from assistant.page.filters import filters
from assistant.page.latest import Latest
from assistant.page.library import Library
from assistant.page.source_panel import find_source, panel_error_html, panel_html, place_from
from assistant.page.sources_tab import listed, sources_tab
from assistant.page.words import Say, english, french
from ingest.errors import SourcierError

_HERE = Path(__file__).parent
_CACHE_SECONDS = 3600
_LOADED = "() => sessionStorage.getItem('sourcier-conversation') || ''"


def build_page(assistant: Assistant, index_dir: Path, downloads: Path) -> gr.Blocks:
    """The page over ``assistant``, which has opened ``index_dir``; English at ``/en``.

    Each browser has its own conversations, kept beside the index; files to download are written to ``downloads``.
    """
    latest = Latest(assistant)
    shared = (
        latest,
        Library(latest, index_dir),
        KeptConversations(index_dir / "conversations"),
        FeedbackFile(index_dir / "feedback.jsonl"),
        downloads,
    )
    page = gr.Blocks(title="Sourcier", analytics_enabled=False, delete_cache=(_CACHE_SECONDS, _CACHE_SECONDS))
    with page:
        _fill(page, PageContext(*shared, french), "fr")
    with page.route("English", "/en", show_in_navbar=False):
        _fill(page, PageContext(*shared, english), "en")
    return page


def _fill(page: gr.Blocks, context: PageContext, language: str) -> None:
    say = context.say
    gr.HTML(_header(say, language), elem_id="header")
    chosen = filters(context)
    asked = ask_tab(context, chosen)
    check_tab(context, chosen)
    table = sources_tab(context, chosen)
    gr.HTML(
        _panel(say),
        js_on_load=(_HERE / "source.js").read_text(encoding="utf-8"),
        server_functions=[_source_opener(context)],
        elem_id="source-panel",
    )
    remembered = gr.Textbox(visible=False)
    page.load(
        asked.loaded,
        [remembered],
        asked.outputs,
        js=_LOADED,
        api_visibility="private",
        show_progress="hidden",
    ).then(None, None, None, js="() => { document.body.dataset.loaded = 'true'; }", api_visibility="private")
    page.load(
        partial(listed, context), None, [table, *chosen], api_visibility="private", show_progress="hidden"
    )
    page.load(
        partial(example_buttons, context),
        None,
        asked.examples,
        api_visibility="private",
        show_progress="hidden",
    )


def _source_opener(context: PageContext) -> Callable[[Any], str]:
    """The function that the browser calls to fill the source panel."""

    def open_source(place: Any) -> str:
        try:
            return panel_html(find_source(context.latest.documents, place_from(place)), context.say)
        except SourcierError as error:
            return panel_error_html(error, context.say)

    return open_source


def _header(say: Say, language: str) -> str:
    other = (
        '<a href="en" lang="en" hreflang="en">English</a>'
        if language == "fr"
        else '<a href="./" lang="fr" hreflang="fr">Français</a>'
    )
    return (
        f'<header class="page-header"><div><h1>Sourcier</h1>'
        f"<p>{say('Des réponses en français, chaque phrase citée au mot près.')}</p></div>"
        f'<nav aria-label="{say("Langue")}">{other}</nav></header>'
    )


def _panel(say: Say) -> str:
    return (
        f'<aside id="source" hidden tabindex="-1" aria-label="{say("Source")}"></aside>'
        f'<div id="quote-tip" role="tooltip" hidden></div>'
        f'<div role="status" class="unseen" data-copied="{say("Citation copiée")}"></div>'
    )
