"""The tab « Vérifier »: a draft, its claims marked, and a report to download."""

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import gradio as gr
from markupsafe import Markup

from assistant.draft.checked import CheckedDraft, check_draft
from assistant.draft.exports import FORMATS, write_report
from assistant.draft.exports.html import claims_html, draft_html
from assistant.draft.reading import MAX_CHARACTERS, pasted_draft, read_draft
from assistant.page.context import PageContext
from assistant.page.rendering import refused_html, source_button
from assistant.page.sources import scope_of
from ingest.errors import SourcierError
from ingest.formats import READABLE, SUFFIXES

_STATE_SECONDS = 3600


def check_tab(context: PageContext, chosen: Sequence[gr.Dropdown]) -> None:
    """The tab; ``chosen`` are the filters."""
    say = context.say
    with gr.Tab(say("Vérifier"), elem_id="check-tab"):
        checked = gr.State(None, time_to_live=_STATE_SECONDS)
        with gr.Row():
            text = gr.Textbox(
                label=say("Votre brouillon"),
                info=say("Chaque fait, chiffre ou propos rapporté est cherché dans les documents."),
                placeholder=say("Collez un ou plusieurs paragraphes…"),
                lines=8,
                max_lines=20,
                max_length=MAX_CHARACTERS,
                elem_id="draft",
            )
            file = gr.File(
                label=f"{say('… ou un fichier')} {READABLE}", file_types=list(SUFFIXES), elem_id="draft-file"
            )
        verify = gr.Button(say("Vérifier"), variant="primary", elem_id="verify")
        marked = gr.HTML(elem_id="marked-draft")
        with gr.Row():
            form = gr.Dropdown(
                [(say(label), suffix) for suffix, label in FORMATS.items()],
                value=next(iter(FORMATS)),
                label=say("Format du rapport"),
                visible=False,
                elem_id="report-format",
            )
            download = gr.DownloadButton(say("Télécharger le rapport"), visible=False, elem_id="report")
        table = gr.HTML(elem_id="claims")
    report = partial(_report, context.downloads)
    verify.click(
        partial(_verify, context),
        [text, file, *chosen],
        [checked, marked, table],
        concurrency_limit=1,  # a draft takes both cores for as long as it lasts
        api_visibility="private",
        show_progress_on=marked,
    ).then(report, [checked, form], [form, download], api_visibility="private")
    form.change(report, [checked, form], [form, download], api_visibility="private")


def _verify(
    context: PageContext,
    text: str,
    file: str | None,
    documents: Sequence[str] | None,
    institutions: Sequence[str] | None,
    years: Sequence[str] | None,
    progress: gr.Progress = gr.Progress(),  # noqa: B008  # how Gradio knows that it is wanted
) -> tuple[CheckedDraft | None, str, str]:
    """Check the file if one is given, else the text."""

    def advance(done: int, total: int) -> None:
        progress((done, total), desc=context.say("Affirmations vérifiées"), unit=context.say("affirmations"))

    try:
        draft = read_draft(Path(file)) if file else pasted_draft(text)
        scope = scope_of(documents, institutions, years)
        checked = check_draft(context.latest.get(), draft, scope=scope, progress=advance)
    except SourcierError as error:
        return None, refused_html(str(error)), ""
    return (
        checked,
        draft_html(checked),
        claims_html(checked, lambda each: Markup(source_button(each, context.say))),
    )


def _report(folder: Path, checked: CheckedDraft | None, suffix: str) -> tuple[gr.Dropdown, gr.DownloadButton]:
    if checked is None:
        return gr.Dropdown(visible=False), gr.DownloadButton(visible=False)
    path = Path(tempfile.mkdtemp(dir=folder)) / f"verification{suffix}"
    write_report(checked, path)
    return gr.Dropdown(visible=True), gr.DownloadButton(value=path, visible=True)
