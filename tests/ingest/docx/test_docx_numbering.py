"""List and heading numbers, as Word counts them."""

from pathlib import Path

import pytest
from docx_builder import STRICT, W, item, kinds, par, read, styled

from ingest.document import Metadata


@pytest.mark.parametrize("namespace", [W, STRICT], ids=["transitional", "strict"])
def test_headings_take_level_and_number_from_styles(tmp_path: Path, namespace: str) -> None:
    body = (
        styled("Un", "Titre1")
        + styled("Détail", "Titre2")
        + styled("Deux", "Titre1")
        + styled("Suite", "Titre2")
        + styled("Libre", "MonTitre")
        + par("Direct", '<w:outlineLvl w:val="3"/>')
        + styled("Texte", "Boucle")
    )
    parsed = read(tmp_path, body, namespace)
    assert parsed.text == "I. Un\n\nI.1 Détail\n\nII. Deux\n\nII.1 Suite\n\nLibre\n\nDirect\n\nTexte"
    assert [level for _, level in kinds(parsed)] == [1, 2, 1, 2, 2, 4, 0]
    assert parsed.metadata == Metadata(title="I. Un", language="fr")


def test_lists_are_numbered_as_word_numbers_them(tmp_path: Path) -> None:
    body = (
        item("un", 2)
        + item("a", 2, 1)
        + item("b", 2, 1)
        + item("deux", 2)
        + item("a", 2, 1)
        + par("Ensuite")
        + item("trois", 2)
        + par("Nouvelle liste")
        + item("un", 4)
        + item("puce", 1)
    )
    assert read(tmp_path, body).text == (
        "1. un\na) a\nb) b\n2. deux\na) a\n\nEnsuite\n\n3. trois\n\nNouvelle liste\n\n1. un\n• puce"
    )
