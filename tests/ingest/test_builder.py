"""What the builder makes of pieces: separators, white space, tables and their merged cells."""

import pytest

from ingest.builder import (
    BULLET,
    TextBuilder,
    clean,
    first_title,
    format_number,
    iso_date,
    language_code,
    plausible_title,
    printed_date,
)
from ingest.document import Block, BlockKind, ParsedFile
from ingest.errors import NoTextError


def texts(parsed: ParsedFile) -> list[str]:
    return [parsed.text[block.start : block.end] for block in parsed.blocks]


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  un \n\t deux  ", "un deux"),
        ("Prix\u00a0: 1\u202f000 €", "Prix\u00a0: 1\u202f000 €"),
        ("mot \u00a0: suite", "mot\u00a0: suite"),
        ("cé\u00adsu\u200bre\x00", "césure"),
        ("e\u0301te\u0301", "été"),
        ("\u202egauche\u202c", "gauche"),
        ("\u00a0 \u200b", ""),
        ("a\u2028b", "a b"),
        ("a\ufffdb", "a\ufffdb"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_blocks_are_separated_and_located() -> None:
    builder = TextBuilder()
    builder.heading("Titre", 9)
    builder.paragraph("  Un\ntexte. ")
    builder.paragraph(" \u200b ")
    builder.list_item("a", 1, BULLET)
    builder.list_item("b", 2, "1. ")
    builder.start_apart()
    builder.list_item("c", 0, BULLET)
    parsed = builder.build()
    assert parsed.text == "Titre\n\nUn texte.\n\n• a\n1. b\n\n• c"
    assert parsed.blocks == (
        Block(BlockKind.HEADING, 0, 5, 6),
        Block(BlockKind.PARAGRAPH, 7, 16),
        Block(BlockKind.LIST_ITEM, 18, 21, 1),
        Block(BlockKind.LIST_ITEM, 22, 26, 2),
        Block(BlockKind.LIST_ITEM, 28, 31, 1),
    )


def test_nothing_added_is_no_text() -> None:
    with pytest.raises(NoTextError, match="aucun texte"):
        TextBuilder().build()


def test_a_very_long_heading_is_a_paragraph() -> None:
    builder = TextBuilder()
    builder.heading("mot " * 100, 1)
    assert builder.build().blocks[0].kind is BlockKind.PARAGRAPH


def test_footnotes_wait_for_the_end_of_a_list() -> None:
    builder = TextBuilder()
    builder.list_item("a", 1, BULLET)
    builder.footnote("note de a")
    builder.list_item("b", 1, BULLET)
    builder.paragraph("fin")
    assert texts(builder.build()) == ["• a", "• b", "note de a", "fin"]


def test_table_rows_carry_their_heads() -> None:
    builder = TextBuilder()
    builder.table([["", "2023", "2024"], ["Films", "12", ""], ["", "", ""], ["Séries", "", "7"]], 1)
    parsed = builder.build()
    assert parsed.text == "| 2023 | 2024\nFilms | 12\nSéries | | 7"
    assert [block.cells for block in parsed.blocks] == [
        (),
        (("", "Films"), ("2023", "12")),
        (("", "Séries"), ("2024", "7")),
    ]


def test_table_without_heads_has_empty_heads() -> None:
    builder = TextBuilder()
    builder.table([["Lieu", "Paris"], ["Date", "mai"]], 0)
    assert [block.cells for block in builder.build().blocks] == [
        (("", "Lieu"), ("", "Paris")),
        (("", "Date"), ("", "mai")),
    ]


def fill(builder: TextBuilder, text: str, *, col_span: int = 1, row_span: int = 1) -> None:
    builder.open_cell(col_span=col_span, row_span=row_span)
    builder.paragraph(text)
    builder.close_cell()


def test_merged_cells_sit_under_their_heads_and_are_written_once() -> None:
    # | Région | Production (2 columns) |
    # |        | 2023      | 2024      |
    # | Nord   | 1         | 2         |
    # | (Nord) | 3 (2 columns)         |
    builder = TextBuilder()
    builder.open_table()
    builder.open_row(is_head=True)
    fill(builder, "Région", row_span=2)
    fill(builder, "Production", col_span=2)
    builder.open_row(is_head=True)
    fill(builder, "2023")
    fill(builder, "2024")
    builder.open_row()
    fill(builder, "Nord", row_span=2)
    fill(builder, "1")
    fill(builder, "2")
    builder.open_row()
    fill(builder, "3", col_span=2)
    builder.close_table()
    parsed = builder.build()
    assert parsed.text == "Région | Production\n2023 | 2024\nNord | 1 | 2\n3"
    assert [block.cells for block in parsed.blocks[2:]] == [
        (("Région", "Nord"), ("Production / 2023", "1"), ("Production / 2024", "2")),
        (("Région", "Nord"), ("Production / 2023", "3")),
    ]


def test_the_labels_of_an_empty_form_are_heads() -> None:
    builder = TextBuilder()
    builder.table([["", "Mission", "Profil"], ["EIG 1", "", ""], ["EIG 2", "", ""]], 0)
    assert [block.cells for block in builder.build().blocks] == [(), (("", "EIG 1"),), (("", "EIG 2"),)]


def test_one_column_is_layout() -> None:
    builder = TextBuilder()
    builder.paragraph("avant")
    builder.open_table()
    for text in ("un", "deux"):
        builder.open_row()
        fill(builder, text)
        fill(builder, "")
    builder.close_table()
    parsed = builder.build()
    assert parsed.text == "avant\n\nun\n\ndeux"
    assert {block.kind for block in parsed.blocks} == {BlockKind.PARAGRAPH}


def test_cells_that_are_small_documents_are_layout() -> None:
    builder = TextBuilder()
    builder.open_table()
    builder.open_row()
    builder.open_cell()
    builder.heading("Contexte", 2)
    builder.list_item("a", 1, BULLET)
    builder.close_cell()
    builder.open_cell()
    builder.list_item("b", 1, BULLET)
    builder.close_cell()
    builder.close_table()
    assert builder.build().text == "Contexte\n\n• a\n\n• b"


def test_a_list_in_one_cell_of_a_table_of_data_stays_in_its_row() -> None:
    builder = TextBuilder()
    builder.open_table()
    builder.open_row()
    fill(builder, "Lot")
    fill(builder, "Délai")
    builder.open_cell()
    builder.list_item("plan", 1, BULLET)
    builder.list_item("rapport", 1, BULLET)
    builder.footnote("note")
    builder.close_cell()
    builder.close_table()
    assert texts(builder.build()) == ["Lot | Délai | • plan • rapport", "note"]


def test_deeply_nested_tables_are_flattened_without_recursion() -> None:
    builder = TextBuilder()
    for _ in range(20_000):
        builder.open_table()
        builder.open_cell()
        builder.paragraph("x")
    for _ in range(20_000):
        builder.close_cell()
        builder.close_table()
    assert len(builder.build().blocks) == 20_000


@pytest.mark.parametrize(
    ("number", "style", "written"),
    [(3, "1", "3"), (2, "a", "b"), (28, "a", "bb"), (4, "i", "iv"), (1994, "I", "MCMXCIV"), (0, "a", "0")],
)
def test_format_number(number: int, style: str, written: str) -> None:
    assert format_number(number, style) == written


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Rapport annuel", "Rapport annuel"),
        ("Microsoft Word - rapport.doc", ""),
        ("rapport_final.docx", ""),
        ("Document1", ""),
        ("Sans titre", ""),
        ("Présentation des résultats", "Présentation des résultats"),
        ("…", ""),
    ],
)
def test_plausible_title(title: str, kept: str) -> None:
    assert plausible_title(title) == kept


@pytest.mark.parametrize(
    ("stamp", "date"),
    [("2024-05-19T10:00:00Z", "2024-05-19"), ("2024-05", "2024-05"), ("2024", "2024"), ("19/05/2024", "")],
)
def test_iso_date(stamp: str, date: str) -> None:
    assert iso_date(stamp) == date


@pytest.mark.parametrize(("tag", "code"), [("fr-FR", "fr"), ("fr_CA", "fr"), ("zxx", ""), ("", "")])
def test_language_code(tag: str, code: str) -> None:
    assert language_code(tag) == code


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (["Rapport", "Paris, le 19 mai 2024"], "2024-05-19"),
        (["Avril 2026"], "2026-04"),
        (["Version du 03/02/2021"], "2021-02-03"),
        (["Loi du 11 février 2005", "Mai 2020"], "2020-05"),
        (["Un long paragraphe qui raconte " * 4 + "ce qui advint le 1er mars 2001."], ""),
    ],
)
def test_printed_date(lines: list[str], date: str) -> None:
    builder = TextBuilder()
    for line in lines:
        builder.paragraph(line)
    assert printed_date(builder.build()) == date


def test_first_title() -> None:
    builder = TextBuilder()
    builder.heading("Avant", 2)
    builder.heading("Le titre", 1)
    assert first_title(builder.build()) == "Le titre"
