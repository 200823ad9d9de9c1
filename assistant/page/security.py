"""What stands between the network and the page: headers, who may listen, how browsers are told apart, a full queue."""

import ipaddress
import re
import secrets

import gradio as gr
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.page.users import Users
from ingest.errors import UsageError

_COOKIE = "sourcier-browser"
_COOKIE_SECONDS = 400 * 24 * 3600  # the longest that browsers keep one
_KEY = re.compile(r"[\w-]{43}")
# Gradio's own page has scripts and styles in line and compiles its templates; nothing comes from elsewhere.
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


_BUSY = "Sourcier est occupé : trop de questions attendent leur tour. Réessayez dans un instant."


class SecureResponses:
    """ASGI middleware: adds the headers, and gives each browser a key that tells its conversations from others'."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        known = _browser_key(Headers(scope=scope).get("cookie", ""))

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                if not known and "text/html" in headers.get("content-type", ""):
                    headers.append("Set-Cookie", _cookie(secrets.token_urlsafe(32)))
            await send(message)

        await self._app(scope, receive, secured)


class BusyInFrench:
    """ASGI middleware: a full queue is said in French, where Gradio's page has an English sentence for a 503."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http" or not scope["path"].endswith("/queue/join"):
            await self._app(scope, receive, send)
            return
        is_full = False

        async def told(message: Message) -> None:
            nonlocal is_full
            if message["type"] == "http.response.start" and message["status"] == 503:
                is_full = True
                response = JSONResponse({"detail": _BUSY}, status_code=429, headers={"Retry-After": "5"})
                await response(scope, receive, send)
            elif not is_full:
                await send(message)

        await self._app(scope, receive, told)


def owner_of(request: gr.Request) -> str:
    """Whose conversations a request is about: the account, else the browser, else this session alone."""
    if request.username:
        return f"account:{request.username}"
    key = _browser_key(dict(request.headers).get("cookie", ""))
    return f"browser:{key}" if key else f"session:{request.session_hash}"


def require_safe_host(host: str, users: Users | None, *, no_login: bool) -> None:
    """Raises UsageError where other machines could open the page and nobody said who may."""
    if users is None and not no_login and not is_loopback(host):
        raise UsageError(
            f"La page serait ouverte à toutes les machines qui atteignent {host} : donnez des comptes (SOURCIER_USERS,"
            " « sourcier user NOM »), ou acceptez-le avec --no-login."
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches ``host``."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def allowed_hosts(host: str) -> list[str]:
    """The names by which the page may be called: on loopback its own, so that no other site's name leads to it."""
    return ["localhost", "127.0.0.1", "::1", "[::1]", host] if is_loopback(host) else ["*"]


def _browser_key(cookies: str) -> str:
    """The key among ``cookies``, else "": one of another shape was not given by us."""
    for part in cookies.split(";"):
        name, _, value = part.strip().partition("=")
        if name == _COOKIE and _KEY.fullmatch(value):
            return value
    return ""


def _cookie(key: str) -> str:
    # Lax: with Strict, a link from another site would come without it, and be given a new key over the old one.
    return f"{_COOKIE}={key}; Path=/; Max-Age={_COOKIE_SECONDS}; HttpOnly; SameSite=Lax"
