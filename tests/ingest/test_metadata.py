"""Title and institution read from a document's own first lines."""

import pytest

from ingest.document import Block, BlockKind, Metadata, ParsedFile
from ingest.metadata import complete_metadata


def completed(*blocks: str, title: str = "", institution: str = "") -> Metadata:
    """Of a document of these blocks; those that open with ``#`` are headings."""
    text, laid = "", []
    for block in blocks:
        text += "\n\n" * bool(text)
        kind = BlockKind.HEADING if block.startswith("#") else BlockKind.PARAGRAPH
        laid.append(Block(kind, len(text), len(text) + len(block), int(kind is BlockKind.HEADING)))
        text += block
    parsed = ParsedFile(text, tuple(laid), metadata=Metadata(title=title, institution=institution))
    return complete_metadata(parsed).metadata


def test_what_the_file_says_is_kept() -> None:
    meta = completed("# Autre", "© 2024 Autre maison", title="Le titre", institution="La maison")
    assert (meta.title, meta.institution) == ("Le titre", "La maison")


def test_first_words_make_the_title_when_there_is_none() -> None:
    assert completed("Le **rapport** annuel.", "Suite.").title == "Le rapport annuel."


def test_long_title_is_cut_at_a_word() -> None:
    title = completed("mot " * 60).title
    # 149 characters hold 37 whole words of 4; the cut falls before the last, unfinished or not.
    assert title == " ".join(["mot"] * 37) + "…"
    assert len(title) <= 150


def test_cover_that_opens_on_the_institution_gives_both() -> None:
    meta = completed("# Institut Choiseul", "# L’IA et la culture", "Texte.", title="Institut Choiseul")
    assert (meta.title, meta.institution) == ("L’IA et la culture", "Institut Choiseul")


def test_institution_alone_stays_the_title_too() -> None:
    meta = completed("# Institut Choiseul", "Texte.", title="Institut Choiseul")
    assert (meta.title, meta.institution) == ("Institut Choiseul", "Institut Choiseul")


@pytest.mark.parametrize(
    ("text", "institution"),
    [
        pytest.param(
            "Le CNC aide. Une étude du CNC. En mai, le CNC a dit oui.", "CNC", id="acts-three-times"
        ),
        pytest.param("Le CNC aide. Une étude du CNC.", "", id="twice-only"),
        pytest.param("Le PDF est là. La page du PDF. Au PDF, le PDF.", "", id="not-a-body"),
        pytest.param("Texte.\n© 2024 Institut Choiseul", "Institut Choiseul", id="rights-year-first"),
        pytest.param("Texte.\n© Institut Choiseul, 2024", "Institut Choiseul", id="rights-year-last"),
        pytest.param("Rien.", "", id="nothing"),
    ],
)
def test_institution_is_the_body_that_speaks(text: str, institution: str) -> None:
    assert completed(text).institution == institution


def test_empty_document_has_no_title() -> None:
    assert completed() == Metadata()


def test_text_and_blocks_are_untouched() -> None:
    parsed = ParsedFile("Titre", (Block(BlockKind.HEADING, 0, 5, 1),))
    after = complete_metadata(parsed)
    assert (after.text, after.blocks, after.pages) == (parsed.text, parsed.blocks, parsed.pages)
