"""The layout traits of the example note: each is beyond plain pypdf, and right in ``parse_pdf``.

The note is ``evals/corpus/note-cinema-audiovisuel.pdf``, drawn by ``evals/corpus_sources``.
"""

from pathlib import Path

import pytest
from pypdf import PdfReader

from ingest.document import BlockKind, ParsedFile, page_number
from ingest.pdf import parse_pdf

NOTE = Path(__file__).parents[2] / "evals" / "corpus" / "note-cinema-audiovisuel.pdf"
# The paragraph that holds this sentence begins on the page labelled 4 and ends on the page labelled 5.
ACROSS_PAGES = (
    "attend le tournant d’œuvres fortes signées par des noms reconnus, et compare la période à l’irruption de"
    " Pixar dans l’animation en 3D."
)
FOOTNOTE = "BigMedia Bpifrance, article IA dans la culture : une révolution de l’industrie, 2024"


@pytest.fixture(scope="module")
def plain_pages() -> list[str]:
    return [page.extract_text() for page in PdfReader(NOTE).pages]


@pytest.fixture(scope="module")
def plain(plain_pages: list[str]) -> str:
    return flat("\n".join(plain_pages))


@pytest.fixture(scope="module")
def parsed() -> ParsedFile:
    return parse_pdf(NOTE)


def flat(text: str) -> str:
    """``text`` with every run of white space, no-break spaces included, as one space."""
    return " ".join(text.split())


def blocks(parsed: ParsedFile, kind: BlockKind) -> list[str]:
    return [flat(parsed.text[block.start : block.end]) for block in parsed.blocks if block.kind is kind]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(
            "La première touche à la créativité : vaincre la page blanche, trouver des idées, décliner un"
            " concept en variantes de textes ou d’images.",
            id="inside-left-column",
        ),
        pytest.param(
            "une image ou un son en dessous des attentes, des outils pensés pour le grand public",
            id="inside-right-column",
        ),
        pytest.param(
            "quels droits sur ce qui entre et sur ce qui sort du modèle, quelle protection pour les œuvres ?",
            id="from-left-to-right-column",
        ),
    ],
)
def test_columns_drawn_in_turn_read_one_after_the_other(
    sentence: str, plain: str, parsed: ParsedFile
) -> None:
    assert sentence not in plain
    assert any(sentence in paragraph for paragraph in blocks(parsed, BlockKind.PARAGRAPH))


def test_table_row_keeps_its_wrapped_cells_whole_and_under_their_heads(
    plain: str, parsed: ParsedFile
) -> None:
    assert "Aide à la reformulation : 50,6 %" not in plain
    rows = [block.cells for block in parsed.blocks if block.kind is BlockKind.TABLE_ROW]
    assert len(rows) == 4  # the heads, then three groups
    assert rows[0] == ()
    assert [(flat(head), flat(cell)) for head, cell in rows[1]] == [
        ("Groupe interrogé", "Auteurs et scénaristes"),
        ("Part d’utilisateurs", "45,5 %"),
        ("Premier usage cité", "Recherche documentaire : 58,0 %"),
        ("Deuxième usage cité", "Aide à la reformulation : 50,6 %"),
        ("Troisième usage cité", "Source d’inspiration : 45,4 %"),
    ]


def test_footnote_stays_out_of_the_sentence_it_interrupts(plain: str, parsed: ParsedFile) -> None:
    start = plain.index("attend le tournant")
    assert FOOTNOTE in plain[start : plain.index("en 3D.", start)]
    assert ACROSS_PAGES in flat(parsed.text)
    assert any(FOOTNOTE in footnote for footnote in blocks(parsed, BlockKind.FOOTNOTE))
    assert not any(FOOTNOTE in paragraph for paragraph in blocks(parsed, BlockKind.PARAGRAPH))


def test_footnote_call_is_not_read_as_a_number(plain: str, parsed: ParsedFile) -> None:
    assert "en prend la suite 1 ." in plain
    assert flat(parsed.text).count("en prend la suite") == 1
    after = flat(parsed.text).partition("en prend la suite")[2]
    assert after[:3].strip(" ¹[]").startswith(".")


@pytest.mark.parametrize(
    "words",
    [
        "Parmi ceux qui avaient testé l’IA générative, 77,5 %",
        "à peu de frais une prévisualisation, une animatique",
        "le cinéma et l’audiovisuel parmi les secteurs",
        "Les organisations professionnelles",
        "7 % seulement des personnes interrogées",
    ],
)
def test_word_cut_at_a_syllable_is_whole_again(words: str, plain: str, parsed: ParsedFile) -> None:
    assert words not in plain
    assert words in flat(parsed.text)


def test_compound_cut_at_its_own_hyphen_keeps_it(plain: str, parsed: ParsedFile) -> None:
    words = "ni la post-production, ni la coordination des équipes"
    assert words not in plain
    assert words in flat(parsed.text)


@pytest.mark.parametrize(
    "edge",
    [
        pytest.param("Sourcier - Note de synthèse IA et cinéma", id="header"),
        pytest.param("Collection d’exemple de Sourcier", id="footer"),
    ],
)
def test_running_header_and_footer_are_removed(edge: str, plain_pages: list[str], parsed: ParsedFile) -> None:
    assert all(edge in page for page in plain_pages)
    assert edge not in flat(parsed.text)


@pytest.mark.parametrize("label", ["i", "ii", "1", "2", "3", "4", "5"])
def test_page_number_is_removed(label: str, plain_pages: list[str], parsed: ParsedFile) -> None:
    assert label in "\n".join(plain_pages).splitlines()
    assert label not in [line.strip() for line in parsed.text.splitlines()]


def test_ligature_is_read_as_its_letters(plain: str, parsed: ParsedFile) -> None:
    assert "Les étapes de fabrication d’un ﬁlm" in plain
    assert "Les étapes de fabrication d’un film" in flat(parsed.text)
    assert "ﬁ" not in parsed.text


def test_page_carries_its_printed_label(plain_pages: list[str], parsed: ParsedFile) -> None:
    # pypdf's text of a page says where the page comes in the file, the sixth, not that it is printed « 4 ».
    assert [number for number, page in enumerate(plain_pages, 1) if "La série Paradox" in page] == [6]
    assert [page.label for page in parsed.pages] == ["i", "ii", "1", "2", "3", "4", "5"]
    number = page_number(parsed.pages, parsed.text.index("La série Paradox"))
    assert number == 6
    assert parsed.pages[number - 1].label == "4"


def test_paragraph_that_runs_over_a_page_break_is_one_block(plain: str, parsed: ParsedFile) -> None:
    assert ACROSS_PAGES not in plain
    (paragraph,) = [text for text in blocks(parsed, BlockKind.PARAGRAPH) if ACROSS_PAGES in text]
    assert paragraph.startswith("Le même chapitre énumère")
    assert paragraph.endswith("clauses de contrat, chartes.")


def test_file_says_its_title_author_date_and_language(parsed: ParsedFile) -> None:
    assert flat(parsed.metadata.title).startswith("L’IA dans le cinéma et l’audiovisuel : ce que montrent")
    assert parsed.metadata.author == "Collection d’exemple Sourcier"
    assert parsed.metadata.date == "2026-11-22"
    assert parsed.metadata.language == "fr"
