"""The language of the page, in the HTML itself: Gradio's is English, and has no setting for it."""

import re
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HERE = Path(__file__).parent
_LANGUAGE = re.compile(rb'(<html\s+lang=")en(")')


class PageLanguage:
    """ASGI middleware: pages say their language, English under ``/en`` and French elsewhere, and take our frame."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        script, style = ((_HERE / name).read_text(encoding="utf-8") for name in ("language.js", "frame.css"))
        self._head = f"<head><script>{script}</script><style>{style}</style>".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        language = b"en" if scope["path"].rstrip("/").endswith("/en") else b"fr"
        start: Message | None = None
        body = b""

        async def translated(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                if kind.startswith("text/html"):
                    start = message  # held back until the length of what follows is known
                    return
            elif start is not None and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                body = _LANGUAGE.sub(rb"\g<1>" + language + rb"\g<2>", body, count=1)
                body = body.replace(b"<head>", self._head, 1)
                headers = MutableHeaders(raw=start["headers"])
                headers["content-length"] = str(len(body))
                start["headers"] = headers.raw
                await send(start)
                message = {**message, "body": body}
            await send(message)

        await self._app(scope, receive, translated)
