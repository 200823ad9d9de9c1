"""The chat page served: Gradio's server with our headers, limits and accounts."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import gradio as gr
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.draft.exports.html import css
from assistant.engine import Assistant
from assistant.page.layout import build_page
from assistant.page.page_language import PageLanguage
from assistant.page.security import BusyInFrench, SecureResponses, allowed_hosts, require_safe_host
from assistant.page.users import Users
from ingest.errors import SourcierError

_HERE = Path(__file__).parent
# Questions waiting at once; beyond it the page says that it is busy.
_QUEUE = 64
_LARGEST_FILE = "100mb"
# Only system fonts: the page must load with the network cut.
_FONTS = ["system-ui", "-apple-system", "Segoe UI", "sans-serif"]
_BLUE, _DARK_BLUE = "#1d4ed8", "#1e3a8a"
_MONO_FONTS = ["ui-monospace", "Consolas", "monospace"]


def serve(
    assistant: Assistant,
    index_dir: Path,
    *,
    host: str,
    port: int,
    announce: Callable[[str], None],
    users: Users | None = None,
    no_login: bool = False,
) -> None:
    """Serve the page over ``assistant``, which has opened ``index_dir``, until interrupted; ``announce`` is told where.

    Raises UsageError where other machines reach ``host`` and there are neither ``users`` nor ``no_login``.
    """
    require_safe_host(host, users, no_login=no_login)
    # Files that are uploaded and reports to download: in a folder of our own, gone with the page.
    with tempfile.TemporaryDirectory(prefix="sourcier-") as folder:
        os.environ["GRADIO_TEMP_DIR"] = folder
        page = build_page(assistant, index_dir, Path(folder))
        _serve(page, host=host, port=port, announce=announce, users=users)


def _serve(
    page: gr.Blocks, *, host: str, port: int, announce: Callable[[str], None], users: Users | None
) -> None:
    page.queue(max_size=_QUEUE, default_concurrency_limit=2)
    try:
        page.launch(
            server_name=host,
            server_port=port,
            share=False,
            quiet=True,
            prevent_thread_lock=True,
            footer_links=[],
            theme=_theme(),
            css=(_HERE / "page.css").read_text(encoding="utf-8") + css(),
            allowed_paths=[],
            max_file_size=_LARGEST_FILE,
            enable_monitoring=False,
            ssr_mode=False,
            auth=users.admits if users else None,
            auth_message="Sourcier" if users else None,
            app_kwargs={
                "middleware": [
                    Middleware(TrustedHostMiddleware, allowed_hosts=allowed_hosts(host)),
                    Middleware(SecureResponses),
                    Middleware(BusyInFrench),
                    Middleware(PageLanguage),
                ]
            },
        )
    except OSError as error:
        raise SourcierError(
            f"Le port {port} de {host} n'est pas libre : choisissez-en un autre avec --port."
        ) from error
    announce(f"Sourcier vous attend sur http://{host}:{page.server_port} (Ctrl-C pour arrêter).")
    page.block_thread()


def _theme() -> gr.themes.Base:
    """Gradio's own, in a blue whose white text reads in the light and in the dark (contrast 6.7)."""
    theme = gr.themes.Default(primary_hue="blue", font=_FONTS, font_mono=_MONO_FONTS)
    return theme.set(
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_300",
        button_primary_background_fill=_BLUE,
        button_primary_background_fill_dark=_BLUE,
        button_primary_background_fill_hover=_DARK_BLUE,
        button_primary_background_fill_hover_dark=_DARK_BLUE,
        button_primary_text_color="white",
        button_primary_text_color_dark="white",
    )
