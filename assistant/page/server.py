"""The chat page: a thin Gradio shell around the assistant and the functions of ``rendering``."""

import contextlib
import os
import tempfile
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import gradio as gr

from assistant.answers import Answer, Status
from assistant.draft.checked import CheckedDraft, check_draft
from assistant.draft.exports import FORMATS, write_report
from assistant.draft.exports.html import claims_html, css, draft_html
from assistant.draft.reading import MAX_CHARACTERS, pasted_draft, read_draft
from assistant.engine import Assistant
from assistant.page.rendering import (
    conversation_html,
    documents_html,
    draft_refused_html,
    example_questions,
    passages_html,
)
from index.records import Document
from index.scope import Scope
from ingest.errors import SourcierError
from ingest.formats import READABLE, SUFFIXES

_HERE = Path(__file__).parent
# Questions waiting at once; beyond it Gradio says the queue is full.
_QUEUE = 64
_LARGEST_DRAFT = "20mb"
_STATE_SECONDS = 3600
# Only system fonts: the page must load with the network cut.
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "sans-serif"]
_MONO_FONTS = ["ui-monospace", "Consolas", "monospace"]


def serve(assistant: Assistant, *, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve the page at ``host:port`` until interrupted; ``announce`` is told where."""
    # Drafts that are uploaded and reports to download: in a folder of our own, gone with the page.
    with tempfile.TemporaryDirectory(prefix="sourcier-") as folder:
        os.environ["GRADIO_TEMP_DIR"] = folder
        _serve(build_page(assistant, Path(folder)), host=host, port=port, announce=announce)


def _serve(page: gr.Blocks, *, host: str, port: int, announce: Callable[[str], None]) -> None:
    page.queue(max_size=_QUEUE, default_concurrency_limit=2)
    try:
        page.launch(
            server_name=host,
            server_port=port,
            share=False,
            quiet=True,
            prevent_thread_lock=True,
            footer_links=[],
            theme=gr.themes.Default(font=_FONTS, font_mono=_MONO_FONTS),
            css=(_HERE / "page.css").read_text(encoding="utf-8") + css(),
            allowed_paths=[],
            max_file_size=_LARGEST_DRAFT,
            enable_monitoring=False,
            ssr_mode=False,
        )
    except OSError as error:
        raise SourcierError(
            f"Le port {port} de {host} n'est pas libre : choisissez-en un autre avec --port."
        ) from error
    announce(f"Sourcier vous attend sur http://{host}:{page.server_port} (Ctrl-C pour arrêter).")
    page.block_thread()


class _Latest:
    """The assistant over what is indexed now: documents may be ingested while the page is open."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()

    def get(self) -> Assistant:
        """The latest that can be opened; a new generation that cannot leaves the one before answering."""
        with self._lock, contextlib.suppress(SourcierError):
            self._assistant = self._assistant.up_to_date()
        return self._assistant


def build_page(assistant: Assistant, folder: Path) -> gr.Blocks:
    """The page over ``assistant``. Each browser session has its own conversation and its own draft.

    Reports to download are written to ``folder``.
    """
    documents = assistant.index.documents
    latest = _Latest(assistant)
    page = gr.Blocks(title="Sourcier", analytics_enabled=False, delete_cache=(3600, 3600))
    with page:
        answers = gr.State(list[Answer]())
        gr.Markdown("# Sourcier\nDes réponses en français, chaque phrase citée au mot près.")
        with gr.Tab("Demander"), gr.Row():
            with gr.Column(scale=3):
                conversation = gr.HTML(
                    conversation_html([]), js_on_load=(_HERE / "page.js").read_text(encoding="utf-8")
                )
                question = gr.Textbox(
                    label="Votre question",
                    placeholder="Par exemple : quels sont les usages de l'IA en post-production ?",
                    submit_btn="Demander",
                    lines=1,
                    max_lines=4,
                    max_length=10_000,
                    autofocus=True,
                    elem_id="question",
                )
                sources = gr.Dropdown(
                    _choices(documents),
                    label="Chercher dans",
                    info="Tous les documents si rien n’est choisi.",
                    multiselect=True,
                    elem_id="sources",
                )
                examples = [gr.Button(text, size="sm") for text in example_questions(documents)]
                clear = gr.Button("Nouvelle conversation", size="sm", variant="secondary")
            with gr.Column(scale=2):
                gr.Markdown("## Passages")
                passages = gr.HTML(passages_html([]))
        draft_sources = _draft_tab(latest, documents, folder)
        with gr.Tab("Documents"):
            listed = gr.HTML(documents_html(documents))

        outputs = [answers, conversation, passages, question]
        question.submit(
            partial(_ask, latest), [question, answers, sources], outputs, api_visibility="private"
        )
        for button in examples:
            button.click(partial(_ask, latest), [button, answers, sources], outputs, api_visibility="private")
        # Gradio says the page is in English, and has no setting for it.
        page.load(
            None, None, None, js="() => { document.documentElement.lang = 'fr'; }", api_visibility="private"
        )
        page.load(partial(_listed, latest), None, [listed, sources, draft_sources], api_visibility="private")
        clear.click(_cleared, None, outputs, api_visibility="private")
    return page


def _draft_tab(latest: _Latest, documents: Sequence[Document], folder: Path) -> gr.Dropdown:
    """The tab that checks a draft; returns its list of sources, filled anew as documents come."""
    with gr.Tab("Vérifier"):
        checked = gr.State(None, time_to_live=_STATE_SECONDS)
        with gr.Row():
            text = gr.Textbox(
                label="Votre brouillon",
                info="Chaque fait, chiffre ou propos rapporté est cherché dans les documents.",
                placeholder="Collez un ou plusieurs paragraphes…",
                lines=8,
                max_lines=20,
                max_length=MAX_CHARACTERS,
                elem_id="draft",
            )
            file = gr.File(
                label=f"… ou un fichier {READABLE}", file_types=list(SUFFIXES), elem_id="draft-file"
            )
        sources = gr.Dropdown(
            _choices(documents),
            label="Chercher dans",
            info="Tous les documents si rien n’est choisi.",
            multiselect=True,
        )
        verify = gr.Button("Vérifier", variant="primary", elem_id="verify")
        marked = gr.HTML(elem_id="marked-draft")
        with gr.Row():
            chosen = gr.Dropdown(
                [(label, suffix) for suffix, label in FORMATS.items()],
                value=next(iter(FORMATS)),
                label="Format du rapport",
                visible=False,
                elem_id="report-format",
            )
            download = gr.DownloadButton("Télécharger le rapport", visible=False, elem_id="report")
        table = gr.HTML(elem_id="claims")
    report = partial(_report, folder)
    verify.click(
        partial(_verify, latest),
        [text, file, sources],
        [checked, marked, table],
        concurrency_limit=1,  # a draft takes both cores for as long as it lasts
        api_visibility="private",
        show_progress_on=marked,
    ).then(report, [checked, chosen], [chosen, download], api_visibility="private")
    chosen.change(report, [checked, chosen], [chosen, download], api_visibility="private")
    return sources


def _choices(documents: Sequence[Document]) -> list[tuple[str, str]]:
    return [(document.title, document.name) for document in documents]


def _listed(latest: _Latest) -> tuple[str, gr.Dropdown, gr.Dropdown]:
    documents = latest.get().index.documents
    return documents_html(documents), gr.Dropdown(_choices(documents)), gr.Dropdown(_choices(documents))


def _ask(
    latest: _Latest, question: str, answers: list[Answer], sources: Sequence[str] | None
) -> tuple[list[Answer], str, str, str]:
    if question.strip():
        try:
            answer = latest.get().ask(question, earlier=answers, scope=Scope(documents=tuple(sources or ())))
        except SourcierError as error:
            answer = Answer(question, question, Status.ABSTAINED, str(error), 0.0)
        answers = [*answers, answer]
    return answers, conversation_html(answers), passages_html(answers), ""


def _verify(
    latest: _Latest,
    text: str,
    file: str | None,
    sources: Sequence[str] | None,
    progress: gr.Progress = gr.Progress(),  # noqa: B008  # how Gradio knows that it is wanted
) -> tuple[CheckedDraft | None, str, str]:
    """Check the file if one is given, else the text."""

    def advance(done: int, total: int) -> None:
        progress((done, total), desc="Affirmations vérifiées", unit="affirmations")

    try:
        draft = read_draft(Path(file)) if file else pasted_draft(text)
        scope = Scope(documents=tuple(sources or ()))
        checked = check_draft(latest.get(), draft, scope=scope, progress=advance)
    except SourcierError as error:
        return None, draft_refused_html(str(error)), ""
    return checked, draft_html(checked), claims_html(checked)


def _report(folder: Path, checked: CheckedDraft | None, suffix: str) -> tuple[gr.Dropdown, gr.DownloadButton]:
    if checked is None:
        return gr.Dropdown(visible=False), gr.DownloadButton(visible=False)
    path = Path(tempfile.mkdtemp(dir=folder)) / f"verification{suffix}"
    write_report(checked, path)
    return gr.Dropdown(visible=True), gr.DownloadButton(value=path, visible=True)


def _cleared() -> tuple[list[Answer], str, str, str]:
    return [], conversation_html([]), passages_html([]), ""
