"""Oui, Non, or nothing: what a sentence settles."""

import pytest

from assistant.reader import Reading
from assistant.yes_no import asks_yes_or_no, says_yes


@pytest.mark.parametrize(
    "question",
    [
        "Est-ce que les salles ferment ?",
        "est ce que les salles ferment",
        "es ce que les salles ferment ?",
        "Les salles ferment-elles ?",
        "Y a-t-il des aides ?",
        "dis-moi, peut-on tourner la nuit ?",
        "Les jeunes sont-ils plus nombreux que les autres ?",
    ],
)
def test_a_closed_question_is_known(question: str) -> None:
    assert asks_yes_or_no(question)


@pytest.mark.parametrize(
    "question",
    [
        "Qu'est-ce que la rotoscopie ?",
        "Quand les salles ferment-elles ?",
        "Combien de salles y a-t-il ?",
        "Qu'entend-on par là ?",
        "les usages de l'IA",
        "Pourquoi les salles ferment-elles ?",
    ],
)
def test_an_open_question_is_not_closed(question: str) -> None:
    assert not asks_yes_or_no(question)


@pytest.mark.parametrize(
    ("question", "reading", "verdict", "yes"),
    [
        ("La plateforme garde-t-elle ces titres ?", "Elle les garde un an.", (0.8, 0.1, 0.1), True),
        ("La plateforme garde-t-elle ces titres ?", "Elle les retire.", (0.1, 0.8, 0.1), False),
        ("La plateforme garde-t-elle ces titres ?", "Elle les trie.", (0.5, 0.3, 0.2), None),
        (
            "Plus de la moitié du public serait-il gêné ?",
            "58 % du public serait gêné.",
            (0.8, 0.1, 0.1),
            True,
        ),
        (
            "Plus de la moitié du public serait-il gêné ?",
            "31 % du public serait gêné.",
            (0.8, 0.1, 0.1),
            None,
        ),
        (
            "Moins d'un tiers du public serait-il gêné ?",
            "58 % du public serait gêné.",
            (0.1, 0.8, 0.1),
            False,
        ),
        ("Moins d'un tiers du public serait-il gêné ?", "31 % du public serait gêné.", (0.1, 0.8, 0.1), None),
        ("Y a-t-il une majorité de gênés ?", "58 % du public serait gêné.", (0.1, 0.8, 0.1), None),
    ],
)
def test_the_reader_settles_a_question_unless_figures_gainsay_it(
    question: str, reading: str, verdict: tuple[float, float, float], yes: bool | None
) -> None:
    assert says_yes(question, reading, Reading(0.9, verdict=verdict)) is yes


def test_nothing_is_settled_without_a_reader() -> None:
    assert says_yes("La plateforme garde-t-elle ces titres ?", "Elle les garde.", None) is None
