"""Ask, hover, click: the source opens at the passage, a PDF as the picture of its page."""

import json
from urllib.parse import urlencode

import pytest
from page_server import (
    FIGURE,
    NEEDS_BROWSER,
    ask,
    click,
    complaints,
    open_page,
    picture,
    text_of,
    until,
    wait,
)
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = NEEDS_BROWSER
PDF = "evals/corpus/note-cinema-audiovisuel.pdf"


def test_a_marker_shows_its_quote_then_its_source(browser: webdriver.Chrome, address: str) -> None:
    open_page(browser, address)
    ask(browser, FIGURE)
    marker = wait(browser, "a.marker")
    ActionChains(browser).move_to_element(marker).perform()
    assert "70" in wait(browser, "#quote-tip").text
    ActionChains(browser).move_by_offset(0, 200).perform()
    assert not browser.find_element(By.ID, "quote-tip").is_displayed()

    marker.click()
    assert wait(browser, "#source h2") == browser.switch_to.active_element
    assert "70" in browser.find_element(By.CSS_SELECTOR, "#source mark").text
    assert len(browser.find_elements(By.CSS_SELECTOR, ".card.active")) == 1
    # The answer stays in sight beside its source.
    answer, source = (
        browser.find_element(By.CSS_SELECTOR, each).rect for each in (".turn .answer", "#source")
    )
    assert answer["x"] + answer["width"] <= source["x"]
    place = json.loads(str(marker.get_attribute("data-source")))
    assert urlencode({"document": place["document"]}) in browser.current_url
    picture(browser, "page")

    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not browser.find_element(By.ID, "source").is_displayed()
    assert browser.switch_to.active_element == marker
    assert "#" not in browser.current_url
    assert complaints(browser) == []


def test_a_link_opens_a_pdf_at_the_words_and_its_pages_turn(browser: webdriver.Chrome, address: str) -> None:
    open_page(browser, address)
    browser.get(f"{address}/#{urlencode({'document': PDF, 'start': 0, 'end': 0})}")
    browser.refresh()
    image = wait(browser, "#source .sheet img")
    assert until(browser, lambda b: b.execute_script("return arguments[0].naturalWidth", image)) > 500
    assert text_of(browser, "#source nav.pages span").startswith("Page 1 sur ")
    forth = browser.find_elements(By.CSS_SELECTOR, "#source nav.pages button")[1]
    forth.click()
    until(browser, lambda b: text_of(b, "#source nav.pages span").startswith("Page 2 sur "))
    assert "page=2" in browser.current_url
    click(browser, "#source [data-close]")
    assert not browser.find_element(By.ID, "source").is_displayed()


def test_the_words_of_a_quote_are_boxed_on_the_page(browser: webdriver.Chrome, address: str) -> None:
    open_page(browser, address)
    ask(browser, "Selon la note sur le cinéma, combien de répondants avaient essayé l'IA générative ?")
    markers = browser.find_elements(By.CSS_SELECTOR, f"[data-source*='{PDF}']")
    if not markers:
        pytest.fail(f"nothing of {PDF} was found: {text_of(browser, '.turn .answer')}")
    browser.execute_script("arguments[0].click()", markers[0])
    box = wait(browser, "#source .sheet .box")
    sheet = browser.find_element(By.CSS_SELECTOR, "#source .sheet img").rect
    inside = box.rect
    assert sheet["x"] <= inside["x"]
    assert inside["x"] + inside["width"] <= sheet["x"] + sheet["width"] + 1
    assert sheet["y"] <= inside["y"] <= sheet["y"] + sheet["height"]
    browser.set_window_size(1280, 1100)
    picture(browser, "source")


def test_a_quote_is_copied_as_a_french_reference(browser: webdriver.Chrome, address: str) -> None:
    browser.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"origin": address, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    open_page(browser, address)
    ask(browser, FIGURE)
    click(browser, ".card [data-copy]")
    until(browser, lambda b: text_of(b, ".card [data-copy]") == "Citation copiée")
    copied = browser.execute_async_script(
        "const done = arguments[0]; navigator.clipboard.readText().then(done, (error) => done(String(error)))"
    )
    assert copied.startswith("«\u00a0")
    assert copied.endswith(".)")


def test_a_place_that_is_not_there_is_said(browser: webdriver.Chrome, address: str) -> None:
    open_page(browser, address)
    browser.get(f"{address}/#{urlencode({'document': '/etc/passwd', 'start': 0, 'end': 4})}")
    browser.refresh()
    assert "Aucun document" in wait(browser, "#source [role=alert]").text
