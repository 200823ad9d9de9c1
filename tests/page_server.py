"""The page served by the command itself, and the gestures of the walk-throughs."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

NEEDS_BROWSER = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("chromium") and shutil.which("chromedriver")),
        reason="Debian's chromium and chromium-driver are not installed",
    ),
]
FIGURE = "Quelle part des producteurs a essayé des outils d'IA ?"
SCREENSHOTS = Path("build/screenshots")
_START_SECONDS = 120
ANSWER_SECONDS = 60


@contextmanager
def served(index_dir: Path, *options: str, **environment: str) -> Iterator[str]:
    """The address of a page served over ``index_dir`` by ``sourcier chat``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "assistant.cli", "chat", "--index", str(index_dir), "--port", str(port)]
    with subprocess.Popen(
        [*command, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **environment},
    ) as server:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(url, server)
            yield url
        finally:
            server.terminate()


def _wait_for(url: str, server: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            assert server.stdout is not None
            pytest.fail(f"the server stopped: {server.stdout.read()}")
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"no page at {url} after {_START_SECONDS} s")


def open_page(browser: webdriver.Chrome, address: str) -> None:
    browser.get(address)
    wait(browser, "#question textarea")
    until(browser, lambda b: b.execute_script("return document.body.dataset.loaded"))


def ask(browser: webdriver.Chrome, question: str) -> None:
    """Ask, and wait for the answer."""
    before = len(browser.find_elements(By.CSS_SELECTOR, ".turn .answer"))
    browser.find_element(By.CSS_SELECTOR, "#question textarea").send_keys(question, Keys.ENTER)
    until(browser, lambda b: len(b.find_elements(By.CSS_SELECTOR, ".turn .answer")) > before)


def wait(browser: webdriver.Chrome, selector: str) -> WebElement:
    """The first element shown that ``selector`` finds, once there is one."""

    def shown(b: webdriver.Chrome) -> WebElement | None:
        return next(
            (each for each in b.find_elements(By.CSS_SELECTOR, selector) if each.is_displayed()), None
        )

    found: WebElement = until(browser, shown)
    return found


def until(browser: webdriver.Chrome, condition: Callable[[webdriver.Chrome], Any]) -> Any:
    """What ``condition`` gives, once it gives something; Gradio draws its components anew as they change."""
    ignored = (StaleElementReferenceException,)
    return WebDriverWait(browser, ANSWER_SECONDS, ignored_exceptions=ignored).until(condition)


def text_of(browser: webdriver.Chrome, selector: str) -> str:
    """The text of the first element, "" if it is being drawn anew."""
    found = browser.find_elements(By.CSS_SELECTOR, selector)
    return found[0].text if found else ""


def open_tab(browser: webdriver.Chrome, name: str) -> None:
    tabs = browser.find_elements(By.CSS_SELECTOR, "button[role=tab]")
    next(tab for tab in tabs if tab.text == name).click()


def click(browser: webdriver.Chrome, selector: str) -> None:
    """Click what is shown, once it is there and nothing covers it."""

    def clicked(b: webdriver.Chrome) -> bool:
        element = wait(b, selector)
        b.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()
        return True

    until(browser, clicked)


def picture(browser: webdriver.Chrome, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    time.sleep(0.6)  # a smooth scroll ends
    browser.save_screenshot(str(SCREENSHOTS / f"{name}.png"))


def serious_issues(browser: webdriver.Chrome) -> list[str]:
    """What axe-core finds of serious or critical impact: rule, and the elements."""
    script = distribution("axe-playwright-python").locate_file("axe_playwright_python/axe.min.js")
    browser.execute_script(Path(str(script)).read_text(encoding="utf-8"))
    found = browser.execute_async_script(
        "const done = arguments[arguments.length - 1]; axe.run(document, {resultTypes: ['violations']}).then(done)"
    )
    return [
        f"{each['id']}: {[node['html'][:200] for node in each['nodes']]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def complaints(browser: webdriver.Chrome) -> list[str]:
    """Errors of the browser's console: a script that fails, or what the security policy holds back."""
    return [
        str(entry["message"])
        for entry in browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium's own signature
        if entry["level"] == "SEVERE"
    ]
