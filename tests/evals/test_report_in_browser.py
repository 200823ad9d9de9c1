"""The report as a person opens it, in a real browser: its picture is that of the README."""

import json
import shutil
from pathlib import Path

import pytest
from evaluated import Evaluated
from selenium import webdriver
from selenium.webdriver.common.by import By

from evals.report import as_html, make_report
from evals.scores import score

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("chromium") and shutil.which("chromedriver")),
        reason="Debian's chromium and chromium-driver are not installed",
    ),
]
SCREENSHOTS = Path("build/screenshots")


def test_the_report_opens_alone_in_light_and_dark(
    browser: webdriver.Chrome, evaluated: Evaluated, tmp_path: Path
) -> None:
    scores = score(evaluated.reference_set, evaluated.run)
    page = tmp_path / "rapport.html"
    page.write_text(as_html(make_report(evaluated.run, scores, evaluated.texts)), encoding="utf-8")
    _resize(browser, 1280, 1500)
    browser.get(page.as_uri())
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    browser.save_screenshot(str(SCREENSHOTS / "evaluation.png"))

    assert browser.find_element(By.TAG_NAME, "h1").text == "Évaluation de « examples_dev »"
    plot = browser.find_element(By.CSS_SELECTOR, "figure svg")
    assert plot.size["width"] > 300
    light = _colours(browser)
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    )
    dark = _colours(browser)
    # Paper and plot change together: what is drawn stays readable.
    assert light[0] != dark[0]
    assert light[1] != dark[1]
    # Nothing is wider than a phone but what scrolls by itself.
    _resize(browser, 390, 800)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    assert not _requests_to_the_network(browser)


def _resize(browser: webdriver.Chrome, width: int, height: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def _colours(browser: webdriver.Chrome) -> tuple[str, str]:
    """Of the page, and of the text in its first plot."""
    return tuple(
        browser.execute_script(
            "return [getComputedStyle(document.body).backgroundColor,"
            " getComputedStyle(document.querySelector('figure svg text')).fill]"
        )
    )


def _requests_to_the_network(browser: webdriver.Chrome) -> set[str]:
    log = browser.get_log("performance")  # type: ignore[no-untyped-call]  # selenium's own signature
    messages = (json.loads(entry["message"])["message"] for entry in log)
    asked = {
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    }
    return {address for address in asked if address.startswith("http")}
