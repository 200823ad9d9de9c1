"""Tables as rows of text: heads, merged cells, tables that are there for layout."""

from ingest.builder import TextBuilder
from ingest.document import BlockKind, ParsedFile
from ingest.list_numbers import BULLET


def texts(parsed: ParsedFile) -> list[str]:
    return [parsed.text[block.start : block.end] for block in parsed.blocks]


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
