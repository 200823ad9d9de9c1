"""Running headers, footers and page numbers."""

from pathlib import Path

from pdf_builder import lines, parse, plain_text, text

PROSE = [
    "Le fonds de soutien finance des œuvres de fiction.",
    "La dotation annuelle est fixée par le conseil.",
    "Les montants sont plafonnés par le règlement.",
    "Une avance peut être versée à la signature.",
    "Le solde est payé à la remise de la copie.",
]


def _page(number: int, header: str) -> str:
    return text(60, 805, header, 9) + lines(60, 700, [PROSE[number - 1]]) + text(290, 40, str(number), 9)


def test_header_and_page_number_go(tmp_path: Path) -> None:
    pages = [_page(number, "Guide des aides 2024") for number in range(1, 4)]
    assert parse(tmp_path, *pages).text == "\n\n".join(PROSE[:3])
    assert plain_text(tmp_path, *pages).count("Guide des aides") == 3


def test_odd_and_even_headers_go(tmp_path: Path) -> None:
    pages = [_page(n, "Chapitre premier" if n % 2 else "Guide des aides 2024") for n in range(1, 6)]
    pages.append(
        text(60, 805, "Guide des aides 2024", 9) + lines(60, 700, ["Une dernière phrase clôt le texte."])
    )
    assert parse(tmp_path, *pages).text == "\n\n".join([*PROSE, "Une dernière phrase clôt le texte."])


def test_page_count_goes_even_on_one_page(tmp_path: Path) -> None:
    assert parse(tmp_path, lines(60, 700, PROSE[:1]) + text(500, 40, "Page 1 / 1", 9)).text == PROSE[0]


def test_text_at_the_top_of_one_page_is_kept(tmp_path: Path) -> None:
    pages = [_page(1, "Guide des aides 2024"), _page(2, "Guide des aides 2024"), lines(60, 805, PROSE[2:3])]
    assert PROSE[2] in parse(tmp_path, *pages).text


def test_numbered_titles_at_the_same_place_are_kept(tmp_path: Path) -> None:
    pages = [text(60, 790, f"Annexe {n}", 18, "B") + lines(60, 700, [PROSE[n - 1] * 2]) for n in range(1, 4)]
    read = parse(tmp_path, *pages).text
    assert [f"Annexe {n}" in read for n in range(1, 4)] == [True, True, True]


def test_roman_page_numbers_go(tmp_path: Path) -> None:
    pages = [
        lines(60, 700, [PROSE[i]]) + text(290, 40, roman, 9) for i, roman in enumerate(["iii", "iv", "v"])
    ]
    assert parse(tmp_path, *pages).text == "\n\n".join(PROSE[:3])
