import pytest

from evals.answers import is_right


@pytest.mark.parametrize(
    ("answer", "facts", "right"),
    [
        ("Les producteurs, à 70\u202f% [1].", [["70 %"]], True),
        ("Les producteurs, à 27 % [1].", [["7 %"]], False),
        ("Il y en a 120 [1].", [["12"]], False),
        ("Un sondage de 1 619 personnes [1].", [["1619"]], True),
        ("Rien du tout [1].", [["1"]], False),
        ("Antoine BOILLEY le dit [1].", [["Boilley"]], True),
        ("Contrôle et consentement [1].", [["contrôle"], ["consentement"]], True),
        ("Contrôle seulement [1].", [["contrôle"], ["consentement"]], False),
        ("Soixante-dix, ou 70 % [1].", [["sept dixièmes", "70 %"]], True),
    ],
)
def test_a_right_answer_holds_a_variant_of_every_fact(
    answer: str, facts: list[list[str]], right: bool
) -> None:
    assert is_right({"status": "answered", "answer": answer}, facts) is right


def test_an_abstention_or_an_error_is_never_right() -> None:
    assert not is_right({"status": "abstained", "answer": "70 %"}, [["70 %"]])
    assert not is_right({"error": "Erreur."}, [["70 %"]])
