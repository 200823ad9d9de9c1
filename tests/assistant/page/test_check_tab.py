"""What the tab does with a draft, without a browser."""

import threading
import time
from collections.abc import Callable, Mapping

import pytest
from bs4 import BeautifulSoup
from sample_documents import GARDEN, SURVEY

from assistant.answers import CheckedClaim
from assistant.engine import Assistant
from assistant.page.check_tab import _verify
from assistant.page.context import PageContext
from assistant.page.rendering import progress_html
from assistant.page.words import english, french
from index.scope import Scope
from index.search import EVERYWHERE

DRAFT = "Au total, 62 % des musiciens écoutent leurs maquettes au casque. La mâche craint le gel."


@pytest.fixture
def context(make_context: Callable[[Mapping[str, str]], PageContext]) -> PageContext:
    return make_context({"enquete.md": SURVEY, "potager.md": GARDEN})


def test_the_claims_are_counted_then_marked(context: PageContext) -> None:
    shown = list(_verify(context, DRAFT, None, [], [], []))
    assert "Affirmations vérifiées" in shown[0][1]
    assert shown[0][4].visible  # it can be stopped
    checked, marked, table, verify, stop, *_ = shown[-1]
    assert checked is not None
    assert len(checked.claims) == 2
    assert "confirmé" in marked
    assert "62 %" in table
    assert (verify.visible, stop.visible) == (True, False)


def test_what_is_stopped_stops(context: PageContext, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    release = threading.Event()
    check = Assistant.check

    def slow(self: Assistant, claim: str, *, scope: Scope = EVERYWHERE) -> CheckedClaim:
        asked.append(claim)
        release.wait(10)
        return check(self, claim, scope=scope)

    monkeypatch.setattr(Assistant, "check", slow)
    claims = " ".join(f"La mâche supporte {number} degrés sous zéro." for number in range(2, 60))
    work = _verify(context, claims, None, [], [], [])
    while not asked:
        next(work)
    work.close()  # waits for nothing
    release.set()
    time.sleep(1)
    assert 0 < len(asked) < 10


def test_a_filter_that_lets_nothing_through_is_said(context: PageContext) -> None:
    shown = list(_verify(context, DRAFT, None, ["absent.md"], [], []))
    assert shown[-1][0] is None
    assert "Aucun document ne correspond" in shown[-1][1]


def test_progress_is_said_and_drawn() -> None:
    page = BeautifulSoup(progress_html(3, 8, english), "html.parser")
    assert "3 of 8" in page.get_text()
    assert page.progress is not None
    assert (page.progress["value"], page.progress["max"]) == ("3", "8")
    assert "…" in progress_html(0, 0, french)
