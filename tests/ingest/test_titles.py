"""Titles told from what programs leave in their place."""

import pytest

from ingest.builder import TextBuilder
from ingest.titles import first_title, plausible_title


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
        ("rapport_final_v2", ""),
        ("Titre :", ""),
        ("Sans titre-2", ""),
        ("https://exemple.fr/rapport", ""),
        ("Plan.indd", ""),
        ("FAQ", "FAQ"),
    ],
)
def test_plausible_title(title: str, kept: str) -> None:
    assert plausible_title(title) == kept


def test_first_title() -> None:
    builder = TextBuilder()
    builder.heading("Avant", 2)
    builder.heading("Le titre", 1)
    assert first_title(builder.build()) == "Le titre"
