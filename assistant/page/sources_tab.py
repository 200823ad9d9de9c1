"""The tab « Sources »: what is indexed, files to add, documents to remove."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.page.context import PageContext
from assistant.page.filters import filter_choices
from assistant.page.rendering import refused_html
from assistant.page.sources import sources_html, uploads_html
from ingest.errors import SourcierError
from ingest.formats import READABLE

_HERE = Path(__file__).parent
_STATE_SECONDS = 3600


def sources_tab(context: PageContext, chosen: Sequence[gr.Dropdown]) -> gr.HTML:
    """The tab; ``chosen`` are the filters, filled anew as documents come and go. Returns its table."""
    say = context.say
    with gr.Tab(say("Sources"), elem_id="sources-tab"):
        removing = gr.State("", time_to_live=_STATE_SECONDS)
        # Any kind of file: one that cannot be read is refused with its reason, in French.
        files = gr.File(
            label=f"{say('Ajouter des documents')} : {READABLE}",
            file_count="multiple",
            elem_id="new-documents",
        )
        uploads = gr.HTML(elem_id="uploads")
        with gr.Group(visible=False, elem_id="removal") as asking:
            question = gr.HTML()
            with gr.Row():
                confirm = gr.Button(say("Retirer de l’index"), variant="stop", elem_id="remove-confirm")
                cancel = gr.Button(say("Garder"), elem_id="remove-cancel")
        table = gr.HTML(
            sources_html(context.latest.documents, say),
            js_on_load=(_HERE / "delete.js").read_text(encoding="utf-8"),
            elem_id="documents",
        )

    # No partial: Gradio reads the annotations of a function.
    def ask_first(event: gr.EventData) -> tuple[str, str, gr.Group]:
        return _asked(context, str(event._data.get("document", "")))

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    files.upload(
        partial(_add, context),
        [files],
        [uploads, files],
        concurrency_limit=1,  # one writes to the index at a time
        concurrency_id="index-writer",
        **quiet,
    ).then(partial(listed, context), None, [table, *chosen], **quiet)
    table.delete(ask_first, None, [removing, question, asking], **quiet)
    cancel.click(_kept, None, [removing, asking], **quiet)
    confirm.click(
        partial(_remove, context),
        [removing],
        [removing, asking, uploads],
        concurrency_limit=1,
        concurrency_id="index-writer",
        **quiet,
    ).then(partial(listed, context), None, [table, *chosen], **quiet)
    return table


def listed(context: PageContext) -> list[Any]:
    """The table and the filters over what is indexed now."""
    return [sources_html(context.latest.documents, context.say), *filter_choices(context)]


def _add(context: PageContext, files: Sequence[str] | None) -> Iterator[tuple[str, Any]]:
    uploads = ""
    try:
        for states in context.library.add([Path(file) for file in files or ()]):
            uploads = uploads_html(states, context.say)
            yield uploads, gr.skip()
    except SourcierError as error:
        uploads += refused_html(str(error))
    yield uploads, None


def _asked(context: PageContext, name: str) -> tuple[str, str, gr.Group]:
    """Ask before a document is removed; one that is not there is not asked about."""
    title = next((each.title for each in context.latest.documents if each.name == name), None)
    if title is None:
        return "", "", gr.Group(visible=False)
    sentence = context.say("Retirer « {title} » de l’index ? Ses passages ne répondront plus.")
    return name, refused_html(sentence.format(title=title)), gr.Group(visible=True)


def _kept() -> tuple[str, gr.Group]:
    return "", gr.Group(visible=False)


def _remove(context: PageContext, name: str) -> tuple[str, gr.Group, str]:
    said = ""
    if name:
        try:
            context.library.forget(name)
        except SourcierError as error:
            said = refused_html(str(error))
    return "", gr.Group(visible=False), said
