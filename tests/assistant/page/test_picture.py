"""Pages drawn by the real PDFium in its child process; what is boxed is dark where the ink is."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from assistant.page.picture import Box, PagePicture, has_pictures, page_picture
from assistant.page.source_file import FileState, file_state
from index.records import Document
from ingest.collection import sha256_of
from ingest.document import Page, ParsedFile
from ingest.errors import ParseError

# The text as it is indexed: the hyphen of the page is gone, a page break falls within the last sentence.
TEXT = "Le casque domine. En mai, 62 % des musiciens écoutent au casque. Le casque domine. Les enceintes restent au studio pour le mixage final."
WIDTH, HEIGHT = 400, 300


def _pdf(path: Path, *, rotation: int = 0) -> Document:
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    canvas.setPageRotation(rotation)
    for y, line in (
        (250, "Le casque domine. En mai, 62 % des musi-"),
        (230, "ciens écoutent au casque."),
        (130, "Le casque domine. Les enceintes restent au studio"),
    ):
        canvas.drawString(40, y, line)
    canvas.showPage()
    canvas.drawString(40, 250, "pour le mixage final.")
    canvas.save()
    pages = (Page(0, "1"), Page(TEXT.index("pour le"), "2"))
    return Document(str(path), sha256_of(path), "", ParsedFile(TEXT, (), pages), ())


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return _pdf(tmp_path / "note.pdf")


def _quoted(document: Document, quote: str, *, page: int = 1, last: bool = False) -> PagePicture:
    start = TEXT.rindex(quote) if last else TEXT.index(quote)
    return page_picture(document, page, start, start + len(quote))


def _ink(picture: PagePicture, box: Box) -> float:
    """Share of dark pixels in a box."""
    image = Image.open(io.BytesIO(picture.png)).convert("L")
    left, top = box.left * image.width, box.top * image.height
    cut = image.crop(
        (int(left), int(top), int(left + box.width * image.width), int(top + box.height * image.height))
    )
    dark = sum(cut.histogram()[:128])
    return dark / (cut.width * cut.height)


def test_a_quote_over_two_lines_has_a_box_a_line(document: Document) -> None:
    picture = _quoted(document, "En mai, 62 % des musiciens écoutent au casque.")
    first, second = picture.boxes
    assert picture.num_pages == 2
    # Baselines at 250 and 230 of 300, seen from the top.
    assert first.top < 1 - 250 / HEIGHT < first.top + first.height
    assert second.top < 1 - 230 / HEIGHT < second.top + second.height
    assert second.left == pytest.approx(40 / WIDTH, abs=0.01)
    assert first.left > second.left  # the sentence before it is not boxed
    assert all(_ink(picture, box) > 0.05 for box in picture.boxes)


def test_signs_are_boxed_with_the_words(document: Document) -> None:
    [figure] = _quoted(document, "62 %").boxes
    [bare] = _quoted(document, "62").boxes
    assert figure.width > 1.4 * bare.width


def test_of_two_places_that_say_the_same_the_one_meant_is_boxed(document: Document) -> None:
    [above] = _quoted(document, "Le casque domine.").boxes
    [below] = _quoted(document, "Le casque domine.", last=True).boxes
    assert above.top < 1 - 250 / HEIGHT < above.top + above.height
    assert below.top < 1 - 130 / HEIGHT < below.top + below.height


def test_a_quote_that_runs_over_the_page_is_boxed_on_both(document: Document) -> None:
    quote = "Les enceintes restent au studio pour le mixage final."
    [first] = _quoted(document, quote).boxes
    [second] = _quoted(document, quote, page=2).boxes
    assert first.width > second.width
    assert second.left == pytest.approx(40 / WIDTH, abs=0.01)


def test_a_turned_page_is_boxed_where_it_shows(tmp_path: Path) -> None:
    picture = _quoted(_pdf(tmp_path / "tourne.pdf", rotation=90), "62 % des musiciens écoutent au casque.")
    assert picture.boxes[0].height > picture.boxes[0].width
    assert all(_ink(picture, box) > 0.05 for box in picture.boxes)


def test_nothing_is_boxed_where_nothing_is_quoted(document: Document) -> None:
    assert page_picture(document, 2, 0, 0).boxes == ()
    assert _quoted(document, "En mai, 62 %", page=2).boxes == ()


def test_a_file_that_moved_or_changed_is_known(document: Document) -> None:
    path = Path(document.name)
    assert file_state(document) is FileState.SAME
    path.write_bytes(path.read_bytes() + b"%")
    assert file_state(document) is FileState.CHANGED
    path.unlink()
    assert file_state(document) is FileState.MISSING


def test_a_file_older_than_its_document_need_not_be_read(document: Document) -> None:
    path = Path(document.name)
    path.write_bytes(b"autre chose")
    later = replace(document, added="2999-01-01T00:00:00+00:00")
    assert file_state(later, by_time=True) is FileState.SAME
    assert file_state(later) is FileState.CHANGED
    assert file_state(replace(document, added="2000-01-01T00:00:00+00:00"), by_time=True) is FileState.CHANGED


def test_what_pdfium_cannot_draw_is_said(tmp_path: Path) -> None:
    path = tmp_path / "faux.pdf"
    path.write_bytes(b"%PDF-1.7 rien")
    document = Document(str(path), sha256_of(path), "", ParsedFile("Mot.", (), (Page(0, "1"),)), ())
    with pytest.raises(ParseError, match="pas pu être dessinée"):
        page_picture(document, 1, 0, 3)
    with pytest.raises(ParseError, match="pas pu être dessinée"):
        page_picture(_pdf(tmp_path / "note.pdf"), 3, 0, 3)


def test_only_paged_pdfs_have_pictures(document: Document) -> None:
    assert has_pictures(document)
    assert not has_pictures(Document("note.md", "", "", ParsedFile("a", (), ()), ()))
