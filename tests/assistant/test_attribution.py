"""Who says it and when, where a figure stands."""

import pytest

from assistant.attribution import attributed, within_a_sentence
from index.records import Document
from ingest.document import Metadata, ParsedFile

TEXT = "Le CNC a mené une enquête. Selon le CNC, tout va bien."


def _document(institution: str = "CNC", date: str = "2024-05-19", text: str = TEXT) -> Document:
    return Document("a.txt", "0" * 64, "", ParsedFile(text, (), (), Metadata("A", "", institution, date)), ())


def test_figure_is_given_its_source_with_the_article_of_the_text() -> None:
    assert attributed("Près de 40 % ont essayé.", _document(), "Combien ?") == (
        "Selon le CNC (2024), près de 40 % ont essayé."
    )


def test_line_of_a_slide_comes_after_a_colon() -> None:
    said = attributed("Rupture à partir de 60 ans : 37 % ont essayé", _document(), "Combien ?")
    assert said == "Selon le CNC (2024)\u00a0: Rupture à partir de 60 ans : 37 % ont essayé"


def test_institution_that_its_text_never_names_goes_without_an_article() -> None:
    said = attributed("40 % ont essayé.", _document("Arcom", text="Rien."), "Combien ?")
    assert said == "Selon Arcom (2024), 40 % ont essayé."


@pytest.mark.parametrize(
    ("reading", "document", "question"),
    [
        pytest.param("Les salles ferment.", _document(), "Quoi ?", id="no figure"),
        pytest.param("Selon l'Arcom, 40 % ont essayé.", _document(), "Quoi ?", id="says who already"),
        pytest.param("Le CNC compte 40 % d'essais.", _document(), "Quoi ?", id="names it already"),
        pytest.param("40 % ont essayé.", _document(), "Combien, selon le CNC ?", id="asked of it"),
        pytest.param("40 % ont essayé.", _document(institution=""), "Combien ?", id="nobody known"),
        pytest.param("40 % ont essayé.", _document(date=""), "Combien ?", id="no date"),
    ],
)
def test_anything_else_is_left_alone(reading: str, document: Document, question: str) -> None:
    assert attributed(reading, document, question) == reading


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("Les salles ferment.", "les salles ferment."),
        ("L'IA progresse.", "l'IA progresse."),
        ("Jusqu'à un tiers part.", "jusqu'à un tiers part."),
        ("Deezer signale ces titres.", "Deezer signale ces titres."),
        ("Les-Bains est une ville.", "Les-Bains est une ville."),
    ],
)
def test_a_name_keeps_its_capital_within_a_sentence(reading: str, expected: str) -> None:
    assert within_a_sentence(reading) == expected
