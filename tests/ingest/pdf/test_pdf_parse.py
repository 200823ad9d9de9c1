"""Errors, pages, metadata, and the promises that hold for every file."""

import random
import time
from pathlib import Path

import pytest
from pdf_builder import build_pdf, lines, parse, text, write
from pypdf import PdfReader, PdfWriter

from ingest.document import ParsedFile
from ingest.errors import NoTextError, ParseError
from ingest.pdf import parse_pdf

DOCUMENTS = Path(__file__).parents[4] / "shared" / "documents"
SENTENCE = "Une phrase qui occupe cette page."


def check_promises(parsed: ParsedFile) -> None:
    """Blocks in order, apart, without blank edges, holding all the text; pages in order."""
    position = 0
    for block in parsed.blocks:
        shown = parsed.text[block.start : block.end]
        assert block.start >= position
        assert shown == shown.strip()
        assert not parsed.text[position : block.start].strip()
        position = block.end
    assert not parsed.text[position:].strip()
    starts = [page.start for page in parsed.pages]
    assert starts == sorted(starts)
    assert not starts or starts[-1] <= len(parsed.text)


def test_scan_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoTextError, match=r"numérisé sans texte .* \(OCR\)"):
        parse(tmp_path, "10 10 100 100 re f", "10 10 100 100 re f")


def test_blank_pages_keep_their_place(tmp_path: Path) -> None:
    parsed = parse(tmp_path, "", text(60, 700, SENTENCE), "", text(60, 700, "Une autre phrase, plus loin."))
    assert [page.start for page in parsed.pages] == [0, 0, 35, 35]
    assert [page.label for page in parsed.pages] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"ceci n'est pas un PDF", id="not-a-pdf"),
        pytest.param(build_pdf("")[:120], id="cut"),
        pytest.param(b"%PDF-1.7\n" + b"\x00" * 500, id="zeros"),
    ],
)
def test_damaged_file_is_a_parse_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "casse.pdf"
    path.write_bytes(data)
    with pytest.raises(ParseError, match=r"endommagé .* nouvelle copie"):
        parse_pdf(path)


def test_file_cut_before_its_end_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "coupe.pdf"
    path.write_bytes(build_pdf(text(60, 700, SENTENCE)).split(b"startxref")[0])
    assert parse_pdf(path).text == SENTENCE


def test_missing_file_is_a_parse_error(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=r"absent\.pdf"):
        parse_pdf(tmp_path / "absent.pdf")


def _encrypted(tmp_path: Path, user: str) -> Path:
    writer = PdfWriter(clone_from=PdfReader(write(tmp_path, text(60, 700, SENTENCE))))
    writer.encrypt(user_password=user, owner_password="proprietaire", algorithm="AES-256")
    path = tmp_path / "chiffre.pdf"
    writer.write(path)
    return path


def test_password_asked_is_a_parse_error(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="mot de passe"):
        parse_pdf(_encrypted(tmp_path, "secret"))


def test_empty_password_opens(tmp_path: Path) -> None:
    assert parse_pdf(_encrypted(tmp_path, "")).text == SENTENCE


def test_malformed_operators_do_not_cost_the_page(tmp_path: Path) -> None:
    page = "(a) Tm 1 Td /X Do Tj TJ Q Q EMC " + text(60, 700, SENTENCE) + "[(a) /N] TJ 1 2 cm"
    assert SENTENCE in parse(tmp_path, page).text


def test_page_labels_are_read(tmp_path: Path) -> None:
    labels = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D /St 5 >>] >>"
    pages = [text(60, 700, f"Texte de la page {word}.") for word in ("une", "deux", "trois")]
    assert [page.label for page in parse(tmp_path, *pages, catalog=labels).pages] == ["i", "ii", "5"]


def test_metadata_comes_from_the_file(tmp_path: Path) -> None:
    info = "/Title (Rapport sur les aides) /Author (Anne Martin) /CreationDate (D:20240519101010+02'00')"
    metadata = parse(tmp_path, text(60, 700, SENTENCE), info=info, catalog="/Lang (fr-FR)").metadata
    assert (metadata.title, metadata.author) == ("Rapport sur les aides", "Anne Martin")
    assert (metadata.date, metadata.language) == ("2024-05-19", "fr")


@pytest.mark.parametrize(
    "given", ["Microsoft Word - x.doc", "sans titre", "rapport_final_v2", "plan.indd", "Titre :"]
)
def test_a_file_name_is_no_title(tmp_path: Path, given: str) -> None:
    page = text(60, 760, "Le cinéma en chiffres", 20, "B") + lines(60, 700, [SENTENCE] * 3)
    assert parse(tmp_path, page, info=f"/Title ({given})").metadata.title == "Le cinéma en chiffres"


def test_printed_date_wins_over_the_file_s(tmp_path: Path) -> None:
    page = (
        text(60, 760, "Rapport", 20, "B") + text(60, 730, "Paris, le 3 avril 2022") + text(60, 700, SENTENCE)
    )
    assert parse(tmp_path, page, info="/CreationDate (D:20240519)").metadata.date == "2022-04-03"


def test_date_of_a_law_is_not_the_document_s(tmp_path: Path) -> None:
    page = text(60, 760, "Vu la loi du 5 septembre 2018,") + text(60, 700, SENTENCE)
    assert parse(tmp_path, page, info="/CreationDate (D:20240519)").metadata.date == "2024-05-19"


def test_year_alone_is_not_the_document_s_date(tmp_path: Path) -> None:
    page = text(60, 760, "2019") + text(60, 700, SENTENCE)
    assert parse(tmp_path, page, info="/CreationDate (D:20240519)").metadata.date == "2024-05-19"


def test_promises_hold_on_a_mixed_page(tmp_path: Path) -> None:
    page = (
        text(60, 780, "Titre", 20, "B")
        + lines(60, 700, [SENTENCE] * 3)
        + text(60, 600, "• un")
        + text(60, 586, "• deux")
    )
    check_promises(parse(tmp_path, page, "", page))


@pytest.mark.parametrize("seed", range(8))
def test_promises_hold_on_scattered_text(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    words = "le fonds de soutien 2024 12,5 % • - 1. a) œuvre post- finan- ´e …… ........ Page 3 / 4".split()

    def scatter() -> str:
        return "".join(
            text(
                chance.choice([60, 60, 200, 320, chance.randrange(590)]),
                chance.choice([700 - 13 * chance.randrange(40), chance.randrange(842)]),
                " ".join(chance.choices(words, k=chance.randint(1, 9))),
                chance.choice([11, 11, 11, 7, 16, 40]),
                chance.choice("RRB"),
            )
            for _ in range(60)
        )

    check_promises(parse(tmp_path, scatter(), scatter(), scatter()))


def test_time_grows_with_the_pages_not_faster(tmp_path: Path) -> None:
    page = "".join(lines(60, 780 - 150 * part, [f"{SENTENCE} {part} " * 2] * 10) for part in range(5))

    def seconds(num_pages: int) -> float:
        path = write(tmp_path, *[page] * num_pages)
        start = time.perf_counter()
        parse_pdf(path)
        return time.perf_counter() - start

    seconds(2)  # fonts and modules loaded
    assert seconds(60) < 3 * 6 * max(seconds(10), 0.01)


@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the sample PDFs are not on this machine")
def test_promises_hold_on_real_files() -> None:
    for path in sorted(DOCUMENTS.glob("*.pdf"))[:8]:
        try:
            parsed = parse_pdf(path)
        except NoTextError:
            continue
        check_promises(parsed)
