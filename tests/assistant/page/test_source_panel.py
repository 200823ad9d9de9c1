from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from bs4 import BeautifulSoup
from reportlab.pdfgen.canvas import Canvas
from sample_documents import SURVEY

from assistant.page.source_panel import Place, address_of, find_source, panel_html, place_from
from assistant.page.words import french
from index.records import Document
from index.search import Index
from ingest.collection import sha256_of
from ingest.document import Metadata, Page, ParsedFile
from ingest.errors import UsageError
from ingest.splitting import Passage

QUOTE = "Au total, 62 % des musiciens écoutent leurs maquettes au casque."


def _shown(documents: list[Document], place: Place) -> BeautifulSoup:
    return BeautifulSoup(panel_html(find_source(documents, place), french), "html.parser")


def _one(page: BeautifulSoup, selector: str) -> str:
    [found] = page.select(selector)
    return found.get_text()


@pytest.fixture
def survey(
    make_index: Callable[[Mapping[str, str]], Index], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Document:
    index = make_index({"enquete.md": SURVEY})
    monkeypatch.chdir(tmp_path / "documents")
    return index.documents[0]


def _place(document: Document, quote: str = QUOTE) -> Place:
    start = document.parsed.text.index(quote)
    return Place(document.name, start, start + len(quote))


@pytest.fixture
def pdf(tmp_path: Path) -> Document:
    """Two pages printed v and vi, a passage a page."""
    path = tmp_path / "note.pdf"
    canvas = Canvas(str(path), pagesize=(400, 300))
    for line in ("Le casque domine.", "Les enceintes restent au studio."):
        canvas.drawString(40, 250, line)
        canvas.showPage()
    canvas.save()
    text = "Le casque domine.\nLes enceintes restent au studio."
    passages = tuple(
        Passage(f"p:{start}-{end}", start, end, text[start:end], text[start:end], page, ("Écoute",))
        for start, end, page in ((0, 17, 1), (18, len(text), 2))
    )
    parsed = ParsedFile(text, (), (Page(0, "v"), Page(18, "vi")), Metadata("Note", "", "CNC", "2024"))
    return Document(str(path), sha256_of(path), "", parsed, passages)


def test_a_passage_shows_with_its_headings_and_its_quote_marked(survey: Document) -> None:
    page = _shown([survey], _place(survey))
    assert _one(page, "mark") == QUOTE
    assert _one(page, ".path") == "Résultats"
    assert _one(page, "h2") == "Enquête sur l'écoute"
    assert not page.select("img, nav.pages, .note")
    [copy] = page.select("[data-copy]")
    assert copy["data-copy"] == f"«\u00a0{QUOTE}\u00a0» (Enquête sur l'écoute. 28 mai 2021.)"


def test_a_pdf_shows_its_page_with_the_words_boxed(pdf: Document) -> None:
    page = _shown([pdf], Place(pdf.name, 18, 31))
    assert len(page.select(".sheet .box")) == 1
    assert str(page.select(".sheet img")[0]["src"]).startswith("data:image/png;base64,iVBOR")
    assert _one(page, "nav.pages span") == "Page 2 sur 2 (imprimée vi)"
    assert _one(page, ".where") == "CNC · 2024 · page 2 du PDF, imprimée vi"
    before, after = page.select("nav.pages button")
    assert '"page": 1' in str(before["data-source"])
    assert after["aria-disabled"] == "true"
    assert not after.has_attr("data-source")


def test_another_page_has_no_box_and_a_way_back(pdf: Document) -> None:
    page = _shown([pdf], Place(pdf.name, 18, 31, page=1))
    assert not page.select(".box, figcaption")
    back = page.select("nav.pages button")[-1]
    assert back.get_text() == "Revenir à la page citée"
    assert '"page": 2' in str(back["data-source"])
    far = _shown([pdf], Place(pdf.name, 18, 31, page=999))
    assert _one(far, "nav.pages span").startswith("Page 2 sur 2")


@pytest.mark.parametrize(
    ("content", "said"), [(b"%PDF-1.7 autre", "a changé"), (None, "n’est plus à sa place")]
)
def test_a_file_that_changed_or_moved_leaves_the_passage(
    pdf: Document, content: bytes | None, said: str
) -> None:
    path = Path(pdf.name)
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    page = _shown([pdf], Place(pdf.name, 0, 9))
    assert said in _one(page, ".note")
    assert _one(page, "mark") == "Le casque"
    assert not page.select("img")


def test_words_that_the_page_does_not_have_are_said_not_found(pdf: Document) -> None:
    other = replace(pdf, parsed=replace(pdf.parsed, text="Tout autre chose !"))
    passage = Passage("p:0-18", 0, 18, "Tout autre chose !", "Tout autre chose !", 1, ())
    page = _shown([replace(other, passages=(passage,))], Place(pdf.name, 0, 18))
    assert "n’ont pas été retrouvés" in _one(page, "figcaption")


def test_a_document_opens_whole_without_a_quote(survey: Document, pdf: Document) -> None:
    assert not _shown([survey], Place(survey.name, 0, 0)).select("mark")
    page = _shown([pdf], Place(pdf.name, 0, 0))
    assert page.select("img")
    assert not page.select("mark, .box, figcaption")


def test_an_address_opens_the_same_place(pdf: Document) -> None:
    page = _shown([pdf], Place(pdf.name, 18, 31))
    address = str(page.select(".source")[0]["data-address"])
    values = {name: values[0] for name, values in parse_qs(address).items()}
    assert place_from(values) == Place(pdf.name, 18, 31, 2)
    assert address_of(place_from(values)) == address


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        {},
        {"document": "a"},
        {"document": "a", "start": "x", "end": 1},
        {"document": "a", "start": 1e999, "end": 1},
    ],
)
def test_an_address_of_another_shape_is_refused(values: object) -> None:
    with pytest.raises(UsageError, match="incomplète"):
        place_from(values)


@pytest.mark.parametrize(("start", "end"), [(10**9, 10**9 + 5), (-5, 3), (-1, 0)])
def test_a_place_outside_the_text_is_refused(survey: Document, start: int, end: int) -> None:
    with pytest.raises(UsageError, match="Aucun passage"):
        find_source([survey], Place(survey.name, start, end))


def test_only_indexed_documents_are_shown(survey: Document, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mot de passe", encoding="utf-8")
    with pytest.raises(UsageError, match="Aucun document"):
        find_source([survey], Place(str(secret), 0, 3))
