"""A conversation goes on, is kept across a reload, renamed, exported, deleted; two people do not mix."""

from collections.abc import Callable
from pathlib import Path

from page_server import (
    FIGURE,
    NEEDS_BROWSER,
    ask,
    click,
    open_page,
    picture,
    text_of,
    until,
    wait,
)
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = NEEDS_BROWSER


def _questions(browser: webdriver.Chrome) -> list[str]:
    return [each.text for each in browser.find_elements(By.CSS_SELECTOR, ".turn .question")]


def test_a_follow_up_shows_what_was_understood_and_it_can_be_mended(
    browser: webdriver.Chrome, address: str
) -> None:
    open_page(browser, address)
    ask(browser, FIGURE)
    ask(browser, "et les distributeurs ?")
    understood = wait(browser, ".understood")
    assert "distributeurs" in understood.text
    picture(browser, "follow-up")
    click(browser, ".understood [data-act=edit]")
    box = browser.find_element(By.CSS_SELECTOR, "#question textarea")
    until(browser, lambda _: "distributeurs" in str(box.get_property("value")))
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys("Quelle part des exploitants a essayé l'IA ?", Keys.ENTER)
    until(browser, lambda b: _questions(b) == [FIGURE, "Quelle part des exploitants a essayé l'IA ?"])


def test_confidence_is_explained_and_an_opinion_is_kept(
    browser: webdriver.Chrome, address: str, page_index: Path
) -> None:
    open_page(browser, address)
    ask(browser, FIGURE)
    click(browser, ".confidence summary")
    assert "probabilité" in wait(browser, ".confidence p").text
    click(browser, "[data-thumb='1']")
    comment = wait(browser, ".feedback input")
    comment.send_keys("net", Keys.ENTER)
    until(
        browser, lambda _: '"comment": "net"' in (page_index / "feedback.jsonl").read_text(encoding="utf-8")
    )
    until(browser, lambda b: b.find_elements(By.CSS_SELECTOR, "[data-thumb='1'][aria-pressed=true]"))


def test_a_reload_finds_the_conversation_which_is_renamed_exported_deleted(
    browser: webdriver.Chrome, address: str, tmp_path: Path
) -> None:
    downloads = tmp_path / "downloads"
    browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)}
    )
    open_page(browser, address)
    ask(browser, FIGURE)
    browser.refresh()
    until(browser, lambda b: _questions(b) == [FIGURE])

    click(browser, "#kept button")
    title = wait(browser, "#kept-title textarea, #kept-title input")
    title.send_keys(Keys.CONTROL, "a")
    title.send_keys("Les producteurs")
    click(browser, "#rename")
    shown = "#kept-list input"
    until(
        browser,
        lambda b: b.find_element(By.CSS_SELECTOR, shown).get_property("value") == "Les producteurs",
    )
    picture(browser, "conversations")

    click(browser, "#export-format input")
    click(browser, "#export-format [role=option]:nth-child(3)")
    click(browser, "#export")
    exported = downloads / "conversation.md"
    until(browser, lambda _: exported.exists())
    assert "## Bibliographie" in exported.read_text(encoding="utf-8")

    click(browser, "#new")
    until(browser, lambda b: _questions(b) == [])
    click(browser, shown)
    click(browser, "#kept-list [role=option]")
    until(browser, lambda b: _questions(b) == [FIGURE])
    click(browser, "#delete")
    click(browser, "#delete-confirm")
    until(browser, lambda b: _questions(b) == [])
    browser.refresh()
    wait(browser, ".welcome")
    assert _questions(browser) == []


def test_two_people_at_once_see_their_own(open_browser: Callable[[], webdriver.Chrome], address: str) -> None:
    browser, other = open_browser(), open_browser()
    open_page(browser, address)
    open_page(other, address)
    question = "Qu'est-ce que la rotoscopie ?"
    other.find_element(By.CSS_SELECTOR, "#question textarea").send_keys(question, Keys.ENTER)
    ask(browser, FIGURE)
    until(other, lambda b: b.find_elements(By.CSS_SELECTOR, ".turn .answer"))
    assert _questions(browser) == [FIGURE]
    assert _questions(other) == [question]
    assert "70" in text_of(browser, ".turn .answer")
    assert "70" not in text_of(other, ".turn .answer")
    browser.refresh()
    until(browser, lambda b: _questions(b) == [FIGURE])
    click(browser, "#kept button")
    click(browser, "#kept-list input")
    options = [each.text for each in browser.find_elements(By.CSS_SELECTOR, "#kept-list [role=option]")]
    assert any(FIGURE in each for each in options)
    assert not any("rotoscopie" in each for each in options)
