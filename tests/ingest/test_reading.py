"""How a slice of a document reads: without Markdown marks, cells with their heads."""

import pytest

from ingest.document import Block, BlockKind
from ingest.reading import plain, read_block


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        pytest.param("## Le titre ##", "Le titre", id="heading"),
        pytest.param("Titre\n=====", "Titre", id="setext"),
        pytest.param("- un\n- deux", "un deux", id="list"),
        pytest.param("> cité\n> encore", "cité encore", id="quotation"),
        pytest.param("✓ fait", "fait", id="tick"),
        pytest.param("**gras**, *italique* et ***les deux***", "gras, italique et les deux", id="emphasis"),
        pytest.param("un_mot_clé et _souligné_", "un_mot_clé et souligné", id="underscores-within-a-word"),
        pytest.param("voir [le site](https://a.fr/b_(c)) ici", "voir le site ici", id="link"),
        pytest.param("![une image](a.png)", "une image", id="image"),
        pytest.param("<https://a.fr>", "https://a.fr", id="autolink"),
        pytest.param("dit-il<sup>3</sup>, puis[^note] rien", "dit-il, puis rien", id="footnote-calls"),
        pytest.param("du <b>gras</b>", "du gras", id="tags"),
        pytest.param(r"3 \* 4 \[sic\]", "3 * 4 [sic]", id="escapes"),
        pytest.param("Chapitre 1 ........ 12", "Chapitre 1 … 12", id="leaders"),
        pytest.param("```python\nx = 1\n```", "x = 1", id="fence"),
        pytest.param("une ligne\ncoupée", "une ligne coupée", id="wrapped"),
        pytest.param("3\u00a0% et 1\u202f619", "3\u00a0% et 1\u202f619", id="typographic-spaces-stay"),
        pytest.param("2 * 3 * 4", "2 * 3 * 4", id="products-stay"),
        pytest.param("a < b et c > d", "a < b et c > d", id="comparisons-stay"),
    ],
)
def test_marks_go_and_words_stay(text: str, reading: str) -> None:
    assert plain(text) == reading


def test_table_row_gives_each_cell_after_its_head() -> None:
    text = "| Lyon | 10 | oui |"
    block = Block(
        BlockKind.TABLE_ROW, 0, len(text), cells=(("Ville", "**Lyon**"), ("Films", "10"), ("", "oui"))
    )
    assert read_block(text, block) == "Ville : Lyon ; Films : 10 ; oui"


def test_row_of_heads_reads_as_its_words() -> None:
    text = "| Ville | Films |\n|-------|-------|"
    assert read_block(text, Block(BlockKind.TABLE_ROW, 0, len(text))).split() == ["Ville", "Films"]


def test_block_reads_its_own_slice_only() -> None:
    text = "# Titre\n\nLe *texte*."
    assert read_block(text, Block(BlockKind.PARAGRAPH, 9, len(text))) == "Le texte."
