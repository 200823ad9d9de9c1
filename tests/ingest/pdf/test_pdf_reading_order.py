"""Columns, rotation, and what lies out of sight."""

from pathlib import Path

from pdf_builder import blocks_of, lines, parse, plain_text, text

LEFT = [
    "La commission examine chaque",
    "demande dans un délai de deux",
    "mois. Elle peut entendre le",
    "producteur et lui demander des",
    "pièces complémentaires avant",
]
RIGHT = [
    "de rendre son avis motivé. Le",
    "président notifie la décision",
    "par courrier. Un recours reste",
    "possible pendant un mois après",
    "la réception de cette lettre.",
]
TITLE = "Les aides à la production audiovisuelle en France"
COLUMNS = " ".join(LEFT + RIGHT)


def _columns(top: float, shift: float = 0.0) -> str:
    """Two columns drawn line by line across the page, the right one lower by ``shift``."""
    rows = enumerate(zip(LEFT, RIGHT, strict=True))
    return "".join(text(60, top - 14 * i, a) + text(320, top - shift - 14 * i, b) for i, (a, b) in rows)


def test_columns_drawn_interleaved_are_read_one_after_the_other(tmp_path: Path) -> None:
    page = text(60, 760, TITLE, 18, "B") + _columns(700)
    assert blocks_of(parse(tmp_path, page)) == [TITLE, COLUMNS]
    assert f"{LEFT[0]} {LEFT[1]}" not in plain_text(tmp_path, page)


def test_columns_whose_lines_do_not_align(tmp_path: Path) -> None:
    page = text(60, 760, TITLE, 18, "B") + _columns(700, shift=5)
    assert blocks_of(parse(tmp_path, page)) == [TITLE, COLUMNS]


def test_text_under_columns_comes_after_both(tmp_path: Path) -> None:
    below = "Cette note vaut pour toutes les demandes déposées à partir de la rentrée, sans effet rétroactif."
    assert blocks_of(parse(tmp_path, _columns(700) + text(60, 600, below))) == [COLUMNS, below]


def test_lines_drawn_from_the_bottom_up(tmp_path: Path) -> None:
    page = "".join(reversed(lines(60, 700, LEFT).splitlines(keepends=True)))
    assert blocks_of(parse(tmp_path, page)) == [" ".join(LEFT)]
    assert plain_text(tmp_path, page).startswith(LEFT[-1])


def test_text_turned_on_its_side(tmp_path: Path) -> None:
    page = "BT /R 11 Tf 0 1 -1 0 300 100 Tm (Un texte tourné) Tj 0 -14 Td (sur deux lignes.) Tj ET"
    assert blocks_of(parse(tmp_path, page)) == ["Un texte tourné sur deux lignes."]


def test_page_turned_by_its_dictionary(tmp_path: Path) -> None:
    page = "BT /R 11 Tf 0 1 -1 0 300 100 Tm (Un texte tourné) Tj 0 -14 Td (sur deux lignes.) Tj ET"
    assert blocks_of(parse(tmp_path, page, page="/Rotate 90")) == ["Un texte tourné sur deux lignes."]


def test_text_off_the_page_is_left_out(tmp_path: Path) -> None:
    page = text(60, 700, "Dans la page.") + text(60, -40, "Hors de la page.") + text(700, 700, "À côté.")
    assert parse(tmp_path, page).text == "Dans la page."
    assert "Hors" in plain_text(tmp_path, page)


def test_crop_box_hides_the_margins(tmp_path: Path) -> None:
    page = text(60, 700, "Dans le cadre.") + text(60, 820, "Repère d'imprimeur")
    assert parse(tmp_path, page, page="/CropBox [0 0 595 800]").text == "Dans le cadre."


def test_invisible_text_is_kept_where_it_is_the_only_text(tmp_path: Path) -> None:
    page = "BT 3 Tr /R 11 Tf 1 0 0 1 60 600 Tm (Texte reconnu sur une image) Tj ET"
    assert parse(tmp_path, page).text == "Texte reconnu sur une image"


def test_invisible_text_is_dropped_beside_visible_text(tmp_path: Path) -> None:
    page = text(60, 700, "Texte visible de la page.") + "BT 3 Tr /R 11 Tf 1 0 0 1 60 600 Tm (Secret) Tj ET"
    assert parse(tmp_path, page).text == "Texte visible de la page."
    assert "Secret" in plain_text(tmp_path, page)


def test_shadowed_text_is_read_once(tmp_path: Path) -> None:
    page = text(60, 700, "Remerciements", 20) + text(61, 699, "Remerciements", 20)
    assert parse(tmp_path, page).text == "Remerciements"
    assert plain_text(tmp_path, page).count("Remerciements") == 2
