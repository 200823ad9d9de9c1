"""With accounts, nobody opens the page without one, and each finds their own conversations on any browser."""

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from page_server import FIGURE, NEEDS_BROWSER, ask, picture, served, until, wait
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from assistant.page.users import save_user

pytestmark = NEEDS_BROWSER
PASSWORD = "un mot de passe d'essai"


@pytest.fixture
def guarded(page_index: Path, tmp_path: Path) -> Iterator[str]:
    file = tmp_path / "users.txt"
    save_user(file, "camille", PASSWORD)
    save_user(file, "dominique", PASSWORD + "2")
    with served(page_index, SOURCIER_USERS=str(file)) as url:
        yield url


def _log_in(browser: webdriver.Chrome, name: str, password: str) -> None:
    until(browser, lambda b: len(b.find_elements(By.CSS_SELECTOR, "input")) >= 2)
    user, secret = browser.find_elements(By.CSS_SELECTOR, "input")[:2]
    user.send_keys(name)
    secret.send_keys(password, Keys.ENTER)


def test_a_person_logs_in_and_finds_their_own(browser: webdriver.Chrome, guarded: str) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{guarded}/gradio_api/queue/join", b"{}", {"Content-Type": "application/json"}))
    assert refused.value.code == 401
    refused.value.close()
    browser.get(guarded)
    _log_in(browser, "camille", "faux")
    until(browser, lambda b: b.find_elements(By.CSS_SELECTOR, "input[type=password]"))
    picture(browser, "login")
    browser.get(guarded)
    _log_in(browser, "camille", PASSWORD)
    wait(browser, "#question textarea")
    ask(browser, FIGURE)
    # Another account in the same browser finds nothing of it.
    browser.delete_all_cookies()
    browser.get(guarded)
    _log_in(browser, "dominique", PASSWORD + "2")
    wait(browser, "#question textarea")
    wait(browser, ".welcome")
    assert not browser.find_elements(By.CSS_SELECTOR, ".turn")
