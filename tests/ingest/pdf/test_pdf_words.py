"""Words and characters: spaces that are not drawn, accents and ligatures apart, bullets."""

from pathlib import Path

import pytest
from pdf_builder import blocks_of, parse, plain_text, text

from ingest.pdf.characters import clean_glyph, clean_line


def test_spaces_made_by_moving_are_read(tmp_path: Path) -> None:
    page = "BT /R 11 Tf 1 0 0 1 60 700 Tm [(Le) -278 (ciné) 20 (ma) -300 (français)] TJ ET"
    assert parse(tmp_path, page).text == "Le cinéma français"


def test_letters_placed_one_by_one_make_words(tmp_path: Path) -> None:
    xs = {"fonds": (0, 3.06, 9.18, 15.3, 21.4), "public": (32, 38.1, 44.2, 50.4, 52.8, 55.2)}
    page = "".join(
        text(60 + x, 680, letter) for word, at in xs.items() for letter, x in zip(word, at, strict=True)
    )
    assert parse(tmp_path, page).text == "fonds public"


def test_letters_placed_in_disorder_make_words(tmp_path: Path) -> None:
    xs = (0, 3.06, 9.18, 15.3, 21.4)
    page = "".join(text(60 + x, 680, letter) for letter, x in reversed(list(zip("fonds", xs, strict=True))))
    assert parse(tmp_path, page).text == "fonds"
    assert plain_text(tmp_path, page) != "fonds"


def test_letter_spaced_title_is_one_word(tmp_path: Path) -> None:
    page = "BT /R 14 Tf 4 Tc 1 0 0 1 60 700 Tm (BUDGET) Tj ET"
    assert parse(tmp_path, page).text == "BUDGET"


def test_accent_drawn_over_its_letter_is_composed(tmp_path: Path) -> None:
    page = text(60, 700, "d") + text(67.8, 700, "´", 11) + text(66.2, 700, "ecret")
    assert parse(tmp_path, page).text == "décret"
    assert "é" not in plain_text(tmp_path, page)


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        pytest.param("\ufb01nancer", "financer", id="ligature-fi"),
        pytest.param("e\ufb00et", "effet", id="ligature-ff"),
        pytest.param("œuvre", "œuvre", id="oe-kept"),
        pytest.param("e\u0301tude", "étude", id="combining-accent"),
        pytest.param("10\u202f%", "10\u202f%", id="narrow-no-break-space-kept"),
        pytest.param("a\x00b\u200b", "ab", id="control-and-zero-width-dropped"),
        pytest.param("\uf0b7", "•", id="private-use-bullet"),
        pytest.param("\uf0fc", "✓", id="private-use-check"),
    ],
)
def test_glyphs_are_cleaned(drawn: str, read: str) -> None:
    assert clean_glyph(drawn) == read


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        pytest.param("d´ecret", "décret", id="accent-before-its-letter"),
        pytest.param("¸ca", "ça", id="cedilla-before"),
        pytest.param("Sommaire ........ 12", "Sommaire … 12", id="leader"),
        pytest.param("et puis...", "et puis...", id="three-points-kept"),
    ],
)
def test_lines_are_cleaned(drawn: str, read: str) -> None:
    assert clean_line(drawn) == read


def test_exponent_is_not_glued_as_a_digit(tmp_path: Path) -> None:
    page = text(60, 700, "Une salle de 20 m") + text(148.2, 704, "2", 7) + text(156, 700, "au plus.")
    assert parse(tmp_path, page).text == "Une salle de 20 m² au plus."
    assert "m2" in plain_text(tmp_path, page)


def test_large_initial_goes_back_to_its_word(tmp_path: Path) -> None:
    page = (
        text(60, 687, "L", 34)
        + text(80, 700, "e ministère ouvre un chantier")
        + text(80, 687, "en faveur du cinéma.")
    )
    assert parse(tmp_path, page).text == "Le ministère ouvre un chantier en faveur du cinéma."


def test_overprinted_bold_is_read_once(tmp_path: Path) -> None:
    page = text(60, 700, "Important") + text(60.3, 700, "Important")
    assert blocks_of(parse(tmp_path, page)) == ["Important"]
