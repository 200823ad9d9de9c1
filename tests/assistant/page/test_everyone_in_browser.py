"""For everyone: the keyboard alone, 360 pixels, the dark, English, and what axe-core finds."""

import pytest
from page_server import (
    FIGURE,
    NEEDS_BROWSER,
    ask,
    click,
    complaints,
    open_page,
    open_tab,
    picture,
    serious_issues,
    text_of,
    until,
    wait,
)
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = NEEDS_BROWSER


def _press(browser: webdriver.Chrome, key: str) -> None:
    ActionChains(browser).send_keys(key).perform()


def _tab_to(browser: webdriver.Chrome, selector: str, presses: int = 60) -> None:
    """Press Tab until the focus is on what ``selector`` finds, where it must be seen."""
    for _ in range(presses):
        _press(browser, Keys.TAB)
        if browser.execute_script("return document.activeElement.matches(arguments[0])", selector):
            outline = browser.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"no visible focus on {selector}"
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_the_keyboard_alone_asks_reads_and_closes(browser: webdriver.Chrome, address: str) -> None:
    open_page(browser, address)
    assert browser.execute_script("return document.activeElement.tagName") == "TEXTAREA"
    _press(browser, FIGURE)
    _press(browser, Keys.ENTER)
    wait(browser, "a.marker")
    browser.execute_script(
        "document.querySelector('.conversation').setAttribute('tabindex', '-1'); document.querySelector('.conversation').focus()"
    )
    _tab_to(browser, "a.marker")
    assert "70" in wait(browser, "#quote-tip").text  # the quote shows on focus as it does on hover
    _press(browser, Keys.ENTER)
    wait(browser, "#source mark")
    _tab_to(browser, "#source [data-copy]")
    _press(browser, Keys.ESCAPE)
    assert not browser.find_element(By.ID, "source").is_displayed()
    assert browser.execute_script("return document.activeElement.matches('a.marker')")
    _tab_to(browser, "[data-thumb='1']")
    _tab_to(browser, "#kept button, #kept [role=button]")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_issue_in_the_light_or_the_dark(
    browser: webdriver.Chrome, address: str, scheme: str
) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    open_page(browser, address)
    ask(browser, FIGURE)
    ask(browser, "Quelle est la recette de la tarte Tatin ?")
    background = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    lightness = sum(int(part) for part in background.removeprefix("rgb(").rstrip(")").split(",")[:3])
    assert (lightness < 200) == (scheme == "dark")
    assert serious_issues(browser) == []
    click(browser, "a.marker")
    wait(browser, "#source mark")
    picture(browser, scheme)
    assert serious_issues(browser) == []
    click(browser, "#source [data-close]")
    for tab in ("Vérifier", "Sources"):
        open_tab(browser, tab)
        wait(browser, "#draft textarea" if tab == "Vérifier" else "table.documents")
        assert serious_issues(browser) == []
    assert complaints(browser) == []


def test_nothing_overflows_at_360_pixels(browser: webdriver.Chrome, address: str) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True},
    )
    open_page(browser, address)
    ask(browser, FIGURE)
    picture(browser, "narrow")
    width = "return document.documentElement.scrollWidth"
    assert browser.execute_script(width) <= 360
    click(browser, "a.marker")
    wait(browser, "#source mark")
    panel = browser.find_element(By.ID, "source").rect
    assert (panel["x"], panel["width"]) == (0, 360)
    close = browser.find_element(By.CSS_SELECTOR, "#source [data-close]").rect
    assert close["x"] + close["width"] <= 360
    picture(browser, "narrow-source")
    click(browser, "#source [data-close]")
    open_tab(browser, "Sources")
    wait(browser, "table.documents")
    assert browser.execute_script(width) <= 360


def test_the_page_in_english_asks_in_french(browser: webdriver.Chrome, address: str) -> None:
    open_page(browser, address)
    ask(browser, FIGURE)
    click(browser, "#header a[hreflang=en]")
    until(browser, lambda b: b.execute_script("return document.documentElement.lang") == "en")
    # The conversation comes along.
    until(browser, lambda b: "Confidence:" in text_of(b, ".confidence"))
    assert "70" in text_of(browser, ".turn .answer")
    click(browser, "a.marker")
    until(browser, lambda b: text_of(b, "#source [data-close]") == "Close")
    click(browser, "#source [data-close]")
    click(browser, "#header a[hreflang=fr]")
    until(browser, lambda b: "Confiance" in text_of(b, ".confidence"))


def test_motion_is_reduced_when_asked(browser: webdriver.Chrome, address: str) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    )
    open_page(browser, address)
    duration = browser.execute_script(
        "return getComputedStyle(document.querySelector('#question button')).transitionDuration"
    )
    assert float(duration.split(",")[0].rstrip("s")) < 0.001
