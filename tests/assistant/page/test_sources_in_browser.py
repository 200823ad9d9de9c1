"""Documents dropped on the page answer, those that cannot be read are named, a filter holds, one is removed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_server import NEEDS_BROWSER, ask, click, open_page, open_tab, picture, served, text_of, until, wait
from reportlab.pdfgen.canvas import Canvas
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = NEEDS_BROWSER


@pytest.fixture
def own_address(example_index: Path, tmp_path: Path) -> Iterator[str]:
    """A page over a copy of its own, which the walk-through changes."""
    copy = tmp_path / "index"
    shutil.copytree(example_index, copy)
    with served(copy) as url:
        yield url


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "Note sur les phares.pdf"
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(72, 760, "Note sur les phares bretons")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, 720, "Le phare de Kerzanton mesure 47 mètres de haut depuis sa reconstruction.")
    canvas.drawString(72, 704, "Il est gardé par trois personnes toute l'année.")
    canvas.save()
    return path


def test_files_are_added_named_filtered_and_removed(
    browser: webdriver.Chrome, own_address: str, note: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "abime.pdf"
    bad.write_bytes(b"%PDF-1.7 rien")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"rien")
    open_page(browser, own_address)
    open_tab(browser, "Sources")
    wait(browser, "table.documents tbody tr")
    assert "Drop File" not in text_of(browser, "#new-documents")  # Gradio's own words, in French
    browser.find_element(By.CSS_SELECTOR, "#new-documents input[type=file]").send_keys(
        f"{note}\n{bad}\n{photo}"
    )
    until(browser, lambda b: b.find_elements(By.CSS_SELECTOR, ".uploads .added"))
    until(browser, lambda b: "Format non pris en charge" in text_of(b, ".uploads"))
    assert "PDF endommagé" in text_of(browser, ".uploads .failed")
    until(browser, lambda b: "Note sur les phares.pdf" in text_of(b, "table.documents"))
    picture(browser, "sources")

    open_tab(browser, "Demander")
    ask(browser, "Combien mesure le phare de Kerzanton ?")
    assert "47 mètres" in text_of(browser, ".turn .answer")
    click(browser, "a.marker")
    wait(browser, "#source .sheet .box")
    click(browser, "#source [data-close]")

    click(browser, "#filters button")
    box = wait(browser, "#sources input")
    box.send_keys("Glossaire")
    until(browser, lambda b: len(b.find_elements(By.CSS_SELECTOR, "#sources [role=option]")) == 1)
    box.send_keys(Keys.ENTER, Keys.TAB)
    click(browser, "[data-act=retry]")
    until(browser, lambda b: "47" not in text_of(b, ".turn .answer"))

    open_tab(browser, "Sources")
    forget = "table.documents tbody tr:last-child [data-act=delete]"
    assert "phares" in str(wait(browser, forget).get_attribute("aria-label"))
    click(browser, forget)
    assert "phares" in wait(browser, "#removal .refused").text
    click(browser, "#remove-cancel")
    until(
        browser,
        lambda b: (
            not b.find_elements(By.CSS_SELECTOR, "#removal .refused")
            or not b.find_element(By.ID, "removal").is_displayed()
        ),
    )
    assert "phares" in text_of(browser, "table.documents")
    click(browser, forget)
    click(browser, "#remove-confirm")
    until(browser, lambda b: "phares" not in text_of(b, "table.documents"))
    assert not (tmp_path / "index" / "documents" / "Note sur les phares.pdf").exists()
