"""Markdown and plain text: the text is the file's own, and every character of it lies in one block."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import BlockKind, ParsedFile
from ingest.errors import NoTextError
from ingest.formats import Parser
from ingest.markdown import parse_markdown, parse_plain_text

Read = Callable[[str], ParsedFile]
HEADING, PARAGRAPH, LIST_ITEM, TABLE_ROW, FOOTNOTE = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.TABLE_ROW,
    BlockKind.FOOTNOTE,
)


@pytest.fixture(scope="module")
def read_markdown(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return _reader(parse_markdown, tmp_path_factory.mktemp("markdown") / "note.md")


@pytest.fixture(scope="module")
def read_plain_text(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return _reader(parse_plain_text, tmp_path_factory.mktemp("text") / "note.txt")


def _reader(parser: Parser, path: Path) -> Read:
    def read(text: str) -> ParsedFile:
        path.write_bytes(text.encode())
        return parser(path)

    return read


def blocks(parsed: ParsedFile) -> list[tuple[BlockKind, str]]:
    return [(block.kind, parsed.text[block.start : block.end]) for block in parsed.blocks]


def levels(parsed: ParsedFile) -> list[int]:
    return [block.level for block in parsed.blocks]


def cells(parsed: ParsedFile) -> list[tuple[tuple[str, str], ...]]:
    return [block.cells for block in parsed.blocks if block.kind is TABLE_ROW]


def assert_nothing_lost(parsed: ParsedFile) -> None:
    position = 0
    for block in parsed.blocks:
        assert position <= block.start < block.end, "blocks overlap"
        assert parsed.text[position : block.start].strip() == ""
        piece = parsed.text[block.start : block.end]
        assert piece == piece.strip()
        position = block.end
    assert parsed.text[position:].strip() == ""


# --- the text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("# *Titre*\n\n\tUn  texte.\u00a0\n", "# *Titre*\n\n\tUn  texte.\u00a0\n", id="as-it-is"),
        pytest.param("un\r\n\r\ndeux\r\n", "un\n\ndeux\n", id="windows-line-ends"),
        pytest.param("\ufeffun", "un", id="byte-order-mark"),
    ],
)
def test_text_is_the_files_own(source: str, text: str, read_markdown: Read) -> None:
    assert read_markdown(source).text == text


@pytest.mark.parametrize("source", ["", " \n\t\n", "\ufeff", "\ufeff \n", "---\n"])
def test_file_without_text_says_so(source: str, read_markdown: Read, read_plain_text: Read) -> None:
    for read in (read_markdown, read_plain_text):
        with pytest.raises(NoTextError, match="vide"):
            read(source)


_FRAGMENTS = [
    "# ", "## ", "###### ", "- ", "* ", "1. ", "  - ", "    ", "\t", "> ", "```", "~~~", "| a | b |", "|---|---|",
    "| 1 |", "---", "===", "***", "[a]: http://x.fr", "[^1]: ", "[^1]", "<div>", "</div>", "<!--", "-->", "`", "\\",
    "✓ ", "• ", "mot", "Une phrase. ", "é", "1", "\u00a0", ":", "title: x", " ", "\n", "\n", "\n\n",
]  # fmt: skip


@given(
    st.lists(
        st.sampled_from(_FRAGMENTS) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5),
        max_size=30,
    ).map("".join)
)
def test_each_non_blank_character_lies_in_exactly_one_block(
    read_markdown: Read, read_plain_text: Read, text: str
) -> None:
    for read in (read_markdown, read_plain_text):
        try:
            parsed = read(text)
        except NoTextError:
            assert re.search(r"\w", text) is None
            continue
        assert parsed.text == text.removeprefix("\ufeff")
        assert_nothing_lost(parsed)


def test_link_definition_is_a_paragraph_of_its_own(read_markdown: Read) -> None:
    parsed = read_markdown('Voir [a].\n\n[a]: http://x.fr "L\'exemple"\n')
    assert blocks(parsed) == [(PARAGRAPH, "Voir [a]."), (PARAGRAPH, '[a]: http://x.fr "L\'exemple"')]


# --- headings --------------------------------------------------------------------------------------------


def test_headings_have_their_level(read_markdown: Read) -> None:
    parsed = read_markdown("# Un\n\n### Trois ###\n\nDeux\n----\n\nTexte.\n")
    assert blocks(parsed) == [
        (HEADING, "# Un"),
        (HEADING, "### Trois ###"),
        (HEADING, "Deux\n----"),
        (PARAGRAPH, "Texte."),
    ]
    assert levels(parsed) == [1, 3, 2, 0]


def test_heading_marks_of_a_plain_text_count(read_plain_text: Read) -> None:
    parsed = read_plain_text("# Titre\nPremière ligne.\n\n## Partie\nSuite.\n")
    assert blocks(parsed) == [
        (HEADING, "# Titre"),
        (PARAGRAPH, "Première ligne."),
        (HEADING, "## Partie"),
        (PARAGRAPH, "Suite."),
    ]
    assert levels(parsed) == [1, 0, 2, 0]


# --- paragraphs ------------------------------------------------------------------------------------------

# 62, 60 and 21 characters: lines cut at a margin.
WRAPPED = (
    "Le cinéma français a réuni cette année cent quatre-vingts films\n"
    "de long métrage, un nombre en hausse de trois pour cent sur un\n"
    "an, selon le rapport."
)


def test_hand_wrapped_lines_are_one_paragraph(read_plain_text: Read) -> None:
    assert blocks(read_plain_text(WRAPPED + "\n")) == [(PARAGRAPH, WRAPPED)]


def test_unwrapped_lines_are_a_paragraph_each(read_plain_text: Read) -> None:
    long = "Le cinéma français a réuni cette année cent quatre-vingts films de long métrage. " * 3
    lines = [long.strip(), "Un titre court", long.strip(), "Fin."]
    assert blocks(read_plain_text("\n".join(lines))) == [(PARAGRAPH, line) for line in lines]


def test_blank_line_separates_paragraphs(read_plain_text: Read) -> None:
    assert blocks(read_plain_text("Un.\n\n\nDeux.")) == [(PARAGRAPH, "Un."), (PARAGRAPH, "Deux.")]


def test_quotation_keeps_its_mark(read_markdown: Read) -> None:
    assert blocks(read_markdown("> Cité ici,\n> encore.\n\nTexte.\n")) == [
        (PARAGRAPH, "> Cité ici,\n> encore."),
        (PARAGRAPH, "Texte."),
    ]


def test_indented_line_of_a_plain_text_is_no_code(read_plain_text: Read) -> None:
    parsed = read_plain_text("Adresse :\n\n    <b>12, rue Basse</b>\n    75001 Paris\n")
    assert blocks(parsed) == [
        (PARAGRAPH, "Adresse :"),
        (PARAGRAPH, "<b>12, rue Basse</b>\n    75001 Paris"),
    ]


def test_footnote_is_told_from_a_paragraph(read_markdown: Read) -> None:
    parsed = read_markdown("Un fait[^1].\n\n[^1]: Sa source.\n\n<sup>2</sup> Une autre.\n")
    assert blocks(parsed) == [
        (PARAGRAPH, "Un fait[^1]."),
        (FOOTNOTE, "[^1]: Sa source."),
        (FOOTNOTE, "<sup>2</sup> Une autre."),
    ]


def test_code_is_kept_whatever_its_marks(read_markdown: Read) -> None:
    source = "Avant.\n\n```python\n# commentaire\n- x | y\n```\n\nAprès.\n"
    parsed = read_markdown(source)
    assert_nothing_lost(parsed)
    assert all(kind is PARAGRAPH for kind, _ in blocks(parsed))


def test_rule_joins_the_block_before_it(read_markdown: Read) -> None:
    assert blocks(read_markdown("Un.\n\n---\n\nDeux.\n")) == [(PARAGRAPH, "Un.\n\n---"), (PARAGRAPH, "Deux.")]


# --- lists -----------------------------------------------------------------------------------------------


def test_nested_lists_have_their_depth(read_markdown: Read) -> None:
    parsed = read_markdown("1. un\n2. deux\n   - trois\n     suite\n     * quatre\n3. cinq\n\nFin.\n")
    assert blocks(parsed) == [
        (LIST_ITEM, "1. un"),
        (LIST_ITEM, "2. deux"),
        (LIST_ITEM, "- trois\n     suite"),
        (LIST_ITEM, "* quatre"),
        (LIST_ITEM, "3. cinq"),
        (PARAGRAPH, "Fin."),
    ]
    assert levels(parsed) == [1, 1, 2, 3, 1, 0]


@pytest.mark.parametrize("mark", ["✓", "•", "■", "–", "1)"])
def test_marks_that_markdown_ignores_make_list_items(mark: str, read_plain_text: Read) -> None:
    lines = [f"{mark} créer", f"{mark} produire et diffuser des œuvres pour tous les publics", f"{mark} voir"]
    assert blocks(read_plain_text("\n".join(lines))) == [(LIST_ITEM, line) for line in lines]


def test_list_marked_under_its_lead_line(read_plain_text: Read) -> None:
    assert blocks(read_plain_text("Trois usages :\n✓ écrire\n✓ traduire\n✓ sous-titrer\n")) == [
        (PARAGRAPH, "Trois usages :"),
        (LIST_ITEM, "✓ écrire"),
        (LIST_ITEM, "✓ traduire"),
        (LIST_ITEM, "✓ sous-titrer"),
    ]


# --- tables ----------------------------------------------------------------------------------------------


def test_cells_go_with_their_heads(read_markdown: Read) -> None:
    parsed = read_markdown(
        "| Ville | Films |\n|:------|------:|\n| Lyon  | 10    |\n| Paris |  |\nNice | 3\n\nFin.\n"
    )
    assert blocks(parsed) == [
        (TABLE_ROW, "| Ville | Films |\n|:------|------:|"),
        (TABLE_ROW, "| Lyon  | 10    |"),
        (TABLE_ROW, "| Paris |  |"),
        (TABLE_ROW, "Nice | 3"),
        (PARAGRAPH, "Fin."),
    ]
    assert cells(parsed) == [
        (),
        (("Ville", "Lyon"), ("Films", "10")),
        (("Ville", "Paris"),),
        (("Ville", "Nice"), ("Films", "3")),
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param("| | 10 |", (("Films", "10"),), id="first-cell-blank"),
        pytest.param("|| 10 |", (("Films", "10"),), id="first-cell-empty"),
        pytest.param(r"| a \| b | 10 |", (("Ville", r"a \| b"), ("Films", "10")), id="escaped-bar"),
        pytest.param("| Lyon | 10 | 7 |", (("Ville", "Lyon"), ("Films", "10"), ("", "7")), id="one-too-many"),
    ],
)
def test_cell_stays_in_its_column(
    row: str, expected: tuple[tuple[str, str], ...], read_markdown: Read
) -> None:
    assert cells(read_markdown(f"| Ville | Films |\n|---|---|\n{row}\n"))[1] == expected


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("> | Ville | Films |\n> |---|---|\n> | Lyon | 10 |\n", id="quotation"),
        pytest.param("- | Ville | Films |\n  |---|---|\n  | Lyon | 10 |\n", id="list-item"),
    ],
)
def test_mark_before_a_table_is_no_column(source: str, read_markdown: Read) -> None:
    assert cells(read_markdown(source)) == [(), (("Ville", "Lyon"), ("Films", "10"))]


def test_two_tables_have_their_own_heads(read_markdown: Read) -> None:
    parsed = read_markdown("| A |\n|---|\n| 1 |\n\n| B |\n|---|\n| 2 |\n")
    assert cells(parsed) == [(), (("A", "1"),), (), (("B", "2"),)]


# --- metadata --------------------------------------------------------------------------------------------


def test_front_matter_fills_the_metadata_and_stays_in_the_text(read_markdown: Read) -> None:
    front = "---\ntitle: La note\nauthor: [Anne Roy, Luc Petit]\npublisher: CNC\ndate: 2024-05-19\nlang: fr-FR\n---"
    parsed = read_markdown(f"{front}\n\n# Autre titre\n")
    assert blocks(parsed) == [(PARAGRAPH, front), (HEADING, "# Autre titre")]
    meta = parsed.metadata
    assert (meta.title, meta.author, meta.institution) == ("La note", "Anne Roy, Luc Petit", "CNC")
    assert (meta.date, meta.language) == ("2024-05-19", "fr")


def test_french_field_names_are_known(read_markdown: Read) -> None:
    meta = read_markdown("---\ntitre: T\nauteur: A\néditeur: E\nlangue: Français\n---\nCorps.\n").metadata
    assert (meta.title, meta.author, meta.institution, meta.language) == ("T", "A", "E", "fr")


@pytest.mark.parametrize(
    ("front", "title", "language"),
    [
        pytest.param("title: 2024\nlang: fr", "2024", "fr", id="number"),
        pytest.param("title: Oui\nlang: no", "Oui", "no", id="norwegian-is-not-false"),
        pytest.param("title: 1_000\nlang: en", "1_000", "en", id="underscore"),
        pytest.param("title: |\n  Le\n  titre", "Le titre", "", id="several-lines"),
    ],
)
def test_fields_are_taken_as_they_are_written(
    front: str, title: str, language: str, read_markdown: Read
) -> None:
    meta = read_markdown(f"---\n{front}\n---\nCorps.\n").metadata
    assert (meta.title, meta.language) == (title, language)


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("date: 2024-13-45", id="impossible-date"),
        pytest.param(f"nombre: {'9' * 5000}", id="endless-number"),
        pytest.param("title: [", id="broken-yaml"),
        pytest.param("- liste", id="list"),
        pytest.param("title: &a [*a]", id="self-reference"),
        pytest.param("x: " + "[" * 2000, id="deep"),
    ],
)
def test_odd_front_matter_never_costs_the_document(field: str, read_markdown: Read) -> None:
    parsed = read_markdown(f"---\n{field}\n---\n\n# Le titre\n\nCorps.\n")
    assert (PARAGRAPH, "Corps.") in blocks(parsed)
    assert_nothing_lost(parsed)


def test_metadata_can_be_written_as_utf8(read_markdown: Read) -> None:
    # A lone surrogate would stop the whole index from being written.
    meta = read_markdown('---\ntitle: "a\\uD800b"\n---\nCorps.\n').metadata
    assert meta.title.encode("utf-8", "replace").decode() == meta.title


def test_rules_around_a_text_are_no_front_matter(read_markdown: Read) -> None:
    parsed = read_markdown("---\n\n# Titre\n\nTexte.\n\n---\n\nSuite.\n")
    assert [kind for kind, _ in blocks(parsed)] == [HEADING, PARAGRAPH, PARAGRAPH]
    assert parsed.metadata.title == "Titre"


@pytest.mark.parametrize(
    ("source", "title"),
    [
        pytest.param("Avant.\n\n## Le **bon** titre ##\n", "Le bon titre", id="first-heading-without-marks"),
        pytest.param("Le titre\n========\n\nTexte.\n", "Le titre", id="setext"),
        pytest.param("# Le titre\n\n---\n\nTexte.\n", "Le titre", id="rule-below"),
        pytest.param("# [Le titre](https://a.fr)\n", "Le titre", id="link"),
        pytest.param("> # Le titre\n", "Le titre", id="quotation"),
        pytest.param("Sans titre.\n", "", id="no-heading"),
    ],
)
def test_title_is_that_of_the_first_heading(source: str, title: str, read_markdown: Read) -> None:
    assert read_markdown(source).metadata.title == title


def test_date_is_read_near_the_top(read_markdown: Read) -> None:
    assert read_markdown("# Note\n\nParis, le 3 mai 2024\n").metadata.date == "2024-05-03"


def test_date_far_below_is_not_the_documents(read_markdown: Read) -> None:
    assert read_markdown("# Note\n\n" + "Un mot. " * 100 + "Le 3 mai 2024.\n").metadata.date == ""
