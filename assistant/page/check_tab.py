"""The tab « Vérifier »: a draft, its claims marked, and a report to download."""

import tempfile
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import gradio as gr
from markupsafe import Markup

from assistant.draft.checked import CheckedDraft, check_draft
from assistant.draft.exports import FORMATS, write_report
from assistant.draft.exports.html import claims_html, draft_html
from assistant.draft.reading import MAX_CHARACTERS, pasted_draft, read_draft
from assistant.page.context import PageContext
from assistant.page.rendering import progress_html, refused_html, source_button
from assistant.page.sources import scope_of
from ingest.errors import SourcierError
from ingest.formats import READABLE, SUFFIXES

_STATE_SECONDS = 3600
_SHOW_SECONDS = 0.3  # between two counts shown


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
        with gr.Row():
            verify = gr.Button(say("Vérifier"), variant="primary", elem_id="verify")
            stop = gr.Button(say("Arrêter"), variant="stop", visible=False, elem_id="stop-verifying")
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
    verifying = verify.click(
        partial(_verify, context),
        [text, file, *chosen],
        [checked, marked, table, verify, stop, form, download],
        concurrency_limit=1,  # a draft takes both cores for as long as it lasts
        concurrency_id="draft",  # of the French page and of the English one together
        api_visibility="private",
        show_progress="hidden",
    )
    stop.click(
        _idle, None, [marked, verify, stop, form, download], cancels=[verifying], api_visibility="private"
    )
    verifying.then(report, [checked, form], [form, download], api_visibility="private")
    form.change(report, [checked, form], [form, download], api_visibility="private")


def _idle() -> tuple[str, gr.Button, gr.Button, gr.Dropdown, gr.DownloadButton]:
    """Nothing marked, nothing under way, no report of a draft before."""
    return "", gr.Button(visible=True), gr.Button(visible=False), *_no_report()


def _no_report() -> tuple[gr.Dropdown, gr.DownloadButton]:
    return gr.Dropdown(visible=False), gr.DownloadButton(visible=False)


class _Stopped(Exception):
    """The person has stopped the work, or left."""


def _verify(
    context: PageContext,
    text: str,
    file: str | None,
    documents: Sequence[str] | None,
    institutions: Sequence[str] | None,
    years: Sequence[str] | None,
) -> Generator[tuple[Any, ...]]:
    """Check the file if one is given, else the text: how many claims are checked, then the draft marked.

    Closed before its end, it stops.
    """
    say = context.say
    counts = (0, 0)
    stopped = Event()

    def advance(done: int, total: int) -> None:
        nonlocal counts
        counts = done, total
        if stopped.is_set():
            raise _Stopped

    def check() -> CheckedDraft:
        draft = read_draft(Path(file)) if file else pasted_draft(text)
        scope = scope_of(documents, institutions, years)
        return check_draft(context.latest.get(), draft, scope=scope, progress=advance)

    idle = _idle()[1:]
    # Gradio closes what is left on the loop that serves everybody: nothing may wait here for the claims under way.
    pool = ThreadPoolExecutor(1)
    work = pool.submit(check)
    pool.shutdown(wait=False)
    busy = gr.Button(visible=False), gr.Button(visible=True), *_no_report()
    try:
        while not work.done():
            yield None, progress_html(*counts, say), "", *busy
            wait([work], timeout=_SHOW_SECONDS)
        checked = work.result()
    except SourcierError as error:
        yield None, refused_html(str(error)), "", *idle
        return
    finally:
        stopped.set()
    evidence = claims_html(checked, lambda each: Markup(source_button(each, say)))
    yield checked, draft_html(checked), evidence, *idle


def _report(folder: Path, checked: CheckedDraft | None, suffix: str) -> tuple[gr.Dropdown, gr.DownloadButton]:
    if checked is None:
        return _no_report()
    path = Path(tempfile.mkdtemp(dir=folder)) / f"verification{suffix}"
    write_report(checked, path)
    return gr.Dropdown(visible=True), gr.DownloadButton(value=path, visible=True)
