"""What the builder makes of pieces: separators, levels, footnotes, nesting."""

import pytest

from ingest.builder import TextBuilder
from ingest.document import Block, BlockKind, ParsedFile
from ingest.errors import NoTextError
from ingest.list_numbers import BULLET


def texts(parsed: ParsedFile) -> list[str]:
    return [parsed.text[block.start : block.end] for block in parsed.blocks]


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
