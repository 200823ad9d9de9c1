"""The page as a person meets it: a real server, a real browser, the real model."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from docx import Document
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("chromium") and shutil.which("chromedriver")),
        reason="Debian's chromium and chromium-driver are not installed",
    ),
]
SCREENSHOTS = Path("build/screenshots")
_START_SECONDS = 120
_ANSWER_SECONDS = 60


@pytest.fixture(scope="module")
def address(example_index: Path) -> Iterator[str]:
    """The address of a page served by the command itself over the example collection."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "assistant.cli",
        "chat",
        "--index",
        str(example_index),
        "--port",
        str(port),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
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


def _ask(browser: webdriver.Chrome, question: str) -> None:
    box = browser.find_element(By.CSS_SELECTOR, "#question textarea")
    box.send_keys(question, Keys.ENTER)


def _wait(browser: webdriver.Chrome, selector: str) -> None:
    WebDriverWait(browser, _ANSWER_SECONDS).until(lambda b: b.find_elements(By.CSS_SELECTOR, selector))


def _open(browser: webdriver.Chrome, address: str) -> None:
    browser.get(address)
    _wait(browser, "#question textarea")


def test_a_click_on_a_marker_shows_the_highlighted_passage(browser: webdriver.Chrome, address: str) -> None:
    _open(browser, address)
    _ask(browser, "Quelle part des producteurs a essayé des outils d'IA ?")
    _wait(browser, "a.marker")
    marker = browser.find_element(By.CSS_SELECTOR, "a.marker")
    assert marker.text == "[1]"
    assert "70" in browser.find_element(By.CSS_SELECTOR, ".answer").text

    marker.click()

    card = browser.find_element(By.ID, marker.get_attribute("data-target"))
    assert "active" in (card.get_attribute("class") or "")
    assert browser.switch_to.active_element == card
    highlighted = card.find_elements(By.CSS_SELECTOR, "mark, blockquote")[0]
    assert "70" in highlighted.text
    assert card.find_element(By.TAG_NAME, "h4").text.startswith("[1] ")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    time.sleep(0.6)  # the smooth scroll ends
    browser.save_screenshot(str(SCREENSHOTS / "page.png"))


def test_an_off_topic_question_is_refused_without_marker(browser: webdriver.Chrome, address: str) -> None:
    _open(browser, address)
    _ask(browser, "Quelle est la recette de la tarte Tatin ?")
    _wait(browser, ".answer.abstained")
    assert not browser.find_elements(By.CSS_SELECTOR, "a.marker")
    assert "ne répondent pas" in browser.find_element(By.CSS_SELECTOR, "section.nearest h3").text


def test_a_chosen_source_is_the_only_one_that_answers(browser: webdriver.Chrome, address: str) -> None:
    _open(browser, address)
    box = browser.find_element(By.CSS_SELECTOR, "#sources input")

    def options(browser: webdriver.Chrome) -> list[str]:
        # Typed again until it holds: the list is filled anew once the page has loaded.
        box.click()
        box.send_keys(Keys.CONTROL, "a")
        box.send_keys("Glossaire")
        time.sleep(0.5)
        shown = [each.text for each in browser.find_elements(By.CSS_SELECTOR, "#sources [role=option]")]
        return shown if len(shown) == 1 else []

    WebDriverWait(browser, _ANSWER_SECONDS).until(options)
    box.send_keys(Keys.ENTER)
    _ask(browser, "Qu'est-ce que la rotoscopie ?")
    _wait(browser, "a.marker")
    titles = {title.text.partition("] ")[2] for title in browser.find_elements(By.CSS_SELECTOR, ".card h4")}
    assert titles == {"Glossaire de l’IA dans l’image et le son"}


def _open_tab(browser: webdriver.Chrome, name: str) -> None:
    tabs = browser.find_elements(By.CSS_SELECTOR, "button[role=tab]")
    next(tab for tab in tabs if tab.text == name).click()


def _holds(identifier: str, text: str, browser: webdriver.Chrome) -> bool:
    return text in browser.find_element(By.ID, identifier).text


def test_a_pasted_draft_is_marked_and_its_report_downloads(
    browser: webdriver.Chrome, address: str, tmp_path: Path
) -> None:
    downloads = tmp_path / "downloads"
    browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)}
    )
    _open(browser, address)
    _open_tab(browser, "Vérifier")
    box = WebDriverWait(browser, _ANSWER_SECONDS).until(
        lambda b: b.find_element(By.CSS_SELECTOR, "#draft textarea")
    )
    box.send_keys(
        "La Lune est faite de fromage. Faut-il le croire ? <img src=x onerror=\"document.title='vol'\">"
    )
    browser.find_element(By.ID, "verify").click()
    _wait(browser, "#marked-draft .claim")
    mark = browser.find_element(By.CSS_SELECTOR, "#marked-draft .claim a.verdict")
    assert mark.text == "? non trouvé [1]"
    assert [why.text for why in browser.find_elements(By.CSS_SELECTOR, ".why")][:1] == ["(question)"]
    assert not browser.find_elements(By.CSS_SELECTOR, "#marked-draft img, #claims img")
    assert browser.title == "Sourcier"
    row = browser.find_element(By.ID, "preuve-1")
    assert "La Lune est faite de fromage." in row.text
    mark.click()
    assert browser.current_url.endswith("#preuve-1")
    _wait(browser, "#report")
    browser.find_element(By.ID, "report").click()
    report = downloads / "verification.docx"
    WebDriverWait(browser, _ANSWER_SECONDS).until(lambda _: report.exists())
    assert "non trouvé" in " ".join(each.text for each in Document(str(report)).comments).lower()


def test_a_draft_from_a_file_and_one_that_cannot_be_read(
    browser: webdriver.Chrome, address: str, tmp_path: Path
) -> None:
    good, bad = tmp_path / "brouillon.md", tmp_path / "abimé.docx"
    good.write_text(
        "# L'IA dans la production\n\n70 % des producteurs ont essayé l'IA (CNC, 2024). Est-ce beaucoup ? "
        "L'addition de ces effectifs donne 1 285.\n\nIl me semble que la presse en parle peu. "
        "La fréquentation des salles a reculé de 6 %.\n",
        encoding="utf-8",
    )
    bad.write_bytes(b"PK rien")
    for path, selector in ((bad, "#marked-draft .refused"), (good, "#marked-draft .claim")):
        _open(browser, address)
        _open_tab(browser, "Vérifier")
        WebDriverWait(browser, _ANSWER_SECONDS).until(
            lambda b: b.find_elements(By.CSS_SELECTOR, "#draft-file input[type=file]")
        )
        browser.find_element(By.CSS_SELECTOR, "#draft-file input[type=file]").send_keys(str(path))
        chosen = partial(_holds, "draft-file", path.stem)
        WebDriverWait(browser, _ANSWER_SECONDS).until(chosen)
        browser.find_element(By.ID, "verify").click()
        _wait(browser, selector)
    marks = {mark.text[2:-4] for mark in browser.find_elements(By.CSS_SELECTOR, "#marked-draft a.verdict")}
    assert marks == {"confirmé", "contredit", "non trouvé"}
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    browser.set_window_size(1280, 1500)
    time.sleep(1)
    browser.save_screenshot(str(SCREENSHOTS / "draft.png"))


def test_an_example_question_and_the_list_of_documents(browser: webdriver.Chrome, address: str) -> None:
    _open(browser, address)
    examples = [b for b in browser.find_elements(By.TAG_NAME, "button") if b.text.endswith("?")]
    assert examples
    examples[0].click()
    _wait(browser, ".turn .answer")
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "fr"
    tab = next(b for b in browser.find_elements(By.CSS_SELECTOR, "button[role=tab]") if b.text == "Documents")
    tab.click()
    _wait(browser, "table.documents tbody tr")
    WebDriverWait(browser, 10).until(
        lambda b: "note-cinema-audiovisuel.pdf" in b.find_element(By.CSS_SELECTOR, "table.documents").text
    )


def test_markup_in_a_question_is_shown_and_not_run(browser: webdriver.Chrome, address: str) -> None:
    _open(browser, address)
    _ask(browser, "<img src=x onerror=\"document.title='vol'\"> quels usages en musique ?")
    _wait(browser, ".turn .answer")
    assert "<img src=x" in browser.find_element(By.CSS_SELECTOR, ".turn .question").text
    assert not browser.find_elements(By.CSS_SELECTOR, ".turn img")
    assert browser.title == "Sourcier"


def test_no_request_leaves_the_machine(browser: webdriver.Chrome, address: str) -> None:
    _open(browser, address)
    _ask(browser, "Qu'est-ce que le dérushage ?")
    _wait(browser, ".turn .answer")

    hosts = set()  # of the web: the browser's own pages (chrome://…) come from nowhere else
    for entry in browser.get_log("performance"):  # type: ignore[no-untyped-call]  # selenium's own signature
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            address_asked = urlsplit(message["params"]["request"]["url"])
            if address_asked.scheme in {"http", "https", "ws", "wss"}:
                hosts.add(address_asked.hostname)
    assert hosts == {"127.0.0.1"}
