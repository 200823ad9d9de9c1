import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.page.page_language import PageLanguage

PAGE = '<!doctype html><html\n\tlang="en"\n\tstyle="margin: 0"><head><title>é</title></head><body lang="en"></body></html>'


def _page(_: Request) -> Response:
    return HTMLResponse(PAGE)


def _in_pieces(_: Request) -> Response:
    return StreamingResponse((PAGE[at : at + 7] for at in range(0, len(PAGE), 7)), media_type="text/html")


@pytest.fixture
def client() -> TestClient:
    paths = {"/": _page, "/en": _page, "/pieces": _in_pieces, "/data": lambda _: PlainTextResponse(PAGE)}
    routes = [Route(path, endpoint) for path, endpoint in paths.items()]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(PageLanguage)]))


@pytest.mark.parametrize(("path", "language"), [("/", "fr"), ("/en", "en"), ("/pieces", "fr")])
def test_a_page_says_its_language_and_carries_our_frame(client: TestClient, path: str, language: str) -> None:
    response = client.get(path)
    assert f'<html\n\tlang="{language}"' in response.text
    assert response.text.endswith('<body lang="en"></body></html>')
    assert response.text.count("<script>") == 1
    assert "with-source" in response.text
    if path != "/pieces":
        assert int(response.headers["content-length"]) == len(response.content)


def test_what_is_no_page_is_left_as_it_is(client: TestClient) -> None:
    assert client.get("/data").text == PAGE
