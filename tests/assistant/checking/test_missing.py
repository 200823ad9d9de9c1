"""What a claim has and a passage lacks."""

import pytest

from assistant.checking.missing import figures_missing, names_missing


@pytest.mark.parametrize(
    ("claim", "passage", "missing"),
    [
        ("12 % des libraires l'ont essayé.", "Libraires : 21 %", ["12 %"]),
        ("Près de la moitié des libraires l'ont essayé.", "Libraires : 47 %", []),
        ("Trois libraires sur quatre l'ont essayé.", "Libraires : 75 %, éditeurs : 12 %", []),
        ("En 2021, les libraires l'ont essayé.", "Les libraires l'ont essayé en 2020.", ["2021"]),
        ("Les libraires l'ont essayé.", "Libraires : 21 %", []),
    ],
)
def test_figures_of_the_claim_are_looked_for_as_they_are_said(
    claim: str, passage: str, missing: list[str]
) -> None:
    shown = [
        f"{each.value:g}" + (" %" if each.unit == "%" else "") for each in figures_missing(claim, passage)
    ]
    assert shown == missing


@pytest.mark.parametrize(
    ("claim", "passage", "missing"),
    [
        ("Alexis Lanternier dirige la maison.", "Alexia Laroche dirige la maison.", ["Lanternier"]),
        ("Selon Bpifrance, les coûts baissent.", "D'après l'enquête de Bpifrance, les coûts baissent.", []),
        ("La charte d'Arles est suivie.", "À Arles, la charte est suivie.", []),
        ("Le public French House vient.", "Le public vient.", ["House"]),
        ("LES VENTES ONT BAISSÉ.", "Rien.", []),
    ],
)
def test_names_that_a_passage_does_not_have(claim: str, passage: str, missing: list[str]) -> None:
    assert names_missing(claim, passage) == missing
