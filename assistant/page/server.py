"""The chat page: a thin Gradio shell around the assistant and the functions of ``rendering``."""

import contextlib
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import gradio as gr

from assistant.answers import Answer, Status
from assistant.engine import Assistant
from assistant.page.rendering import conversation_html, documents_html, example_questions, passages_html
from index.records import Document
from index.scope import Scope
from ingest.errors import SourcierError

_HERE = Path(__file__).parent
# Questions waiting at once; beyond it Gradio says the queue is full.
_QUEUE = 64
# Only system fonts: the page must load with the network cut.
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "sans-serif"]
_MONO_FONTS = ["ui-monospace", "Consolas", "monospace"]


def serve(assistant: Assistant, *, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve the page at ``host:port`` until interrupted; ``announce`` is told where."""
    page = build_page(assistant)
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
            css=(_HERE / "page.css").read_text(encoding="utf-8"),
            allowed_paths=[],
            max_file_size="1kb",  # the page takes no file
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


def build_page(assistant: Assistant) -> gr.Blocks:
    """The page over ``assistant``. Each browser session has its own conversation."""
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
        page.load(partial(_listed, latest), None, [listed, sources], api_visibility="private")
        clear.click(_cleared, None, outputs, api_visibility="private")
    return page


def _choices(documents: Sequence[Document]) -> list[tuple[str, str]]:
    return [(document.title, document.name) for document in documents]


def _listed(latest: _Latest) -> tuple[str, gr.Dropdown]:
    documents = latest.get().index.documents
    return documents_html(documents), gr.Dropdown(_choices(documents))


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


def _cleared() -> tuple[list[Answer], str, str, str]:
    return [], conversation_html([]), passages_html([]), ""
