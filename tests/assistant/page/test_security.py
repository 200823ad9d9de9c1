from types import SimpleNamespace

import gradio as gr
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.page.security import BusyInFrench, SecureResponses, allowed_hosts, owner_of, require_safe_host
from assistant.page.users import Users
from ingest.errors import UsageError


def _client(host: str = "127.0.0.1") -> TestClient:
    app = Starlette(
        routes=[
            Route("/", lambda _: HTMLResponse("<p>page</p>")),
            Route("/data", lambda _: PlainTextResponse("x")),
            Route("/full/queue/join", lambda _: JSONResponse({"detail": "Queue is full."}, 503)),
            Route("/free/queue/join", lambda _: JSONResponse({"event_id": "1"})),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=allowed_hosts(host)),
            Middleware(SecureResponses),
            Middleware(BusyInFrench),
        ],
    )
    return TestClient(app, base_url="http://127.0.0.1:7860")


def _request(cookie: str = "", username: str | None = None) -> gr.Request:
    request = SimpleNamespace(headers={"cookie": cookie})
    return gr.Request(request, username=username, session_hash="s1")  # type: ignore[arg-type]


def test_every_response_has_its_headers() -> None:
    headers = _client().get("/data").headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["connect-src"] == "'self'"
    assert policy["img-src"] == "'self' data: blob:"
    assert "http" not in headers["content-security-policy"]


def test_a_browser_gets_a_key_once_and_keeps_it() -> None:
    client = _client()
    given = client.get("/").headers["set-cookie"]
    assert "HttpOnly" in given
    assert "SameSite=Lax" in given
    assert "set-cookie" not in client.get("/").headers
    assert "set-cookie" not in _client().get("/data").headers
    assert _client().get("/").headers["set-cookie"] != given


def test_conversations_go_by_account_then_browser_then_session() -> None:
    key = "k" * 43
    assert owner_of(_request(f"a=b; sourcier-browser={key}", "camille")) == "account:camille"
    assert owner_of(_request(f"a=b; sourcier-browser={key}")) == f"browser:{key}"
    assert owner_of(_request("sourcier-browser=../../etc")) == "session:s1"
    assert owner_of(_request(username="browser:x")) != owner_of(_request("sourcier-browser=x"))


def test_another_name_does_not_lead_to_a_page_on_loopback() -> None:
    assert _client().get("/", headers={"host": "mechant.example"}).status_code == 400
    for name in ("localhost:7860", "[::1]:7860", "127.0.0.1"):
        assert _client().get("/", headers={"host": name}).status_code == 200
    assert _client("0.0.0.0").get("/", headers={"host": "serveur.exemple"}).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "serveur.exemple"])
def test_other_machines_are_let_in_only_when_told(host: str) -> None:
    with pytest.raises(UsageError, match="--no-login"):
        require_safe_host(host, None, no_login=False)
    require_safe_host(host, None, no_login=True)
    require_safe_host(host, Users({}), no_login=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.0.1"])
def test_this_machine_needs_no_account(host: str) -> None:
    require_safe_host(host, None, no_login=False)


def test_a_full_queue_is_said_in_french_and_a_free_one_goes_on() -> None:
    full = _client().get("/full/queue/join")
    assert full.status_code == 429
    assert full.json()["detail"].startswith("Sourcier est occupé")
    assert full.headers["x-frame-options"] == "DENY"
    assert _client().get("/free/queue/join").json() == {"event_id": "1"}
