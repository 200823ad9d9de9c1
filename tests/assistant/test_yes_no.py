"""Oui, Non, or nothing: what a sentence settles."""

import pytest

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
    ("question", "reading", "yes"),
    [
        ("Plus de la moitié du public serait-il gêné ?", "58 % du public serait gêné.", True),
        ("Moins de la moitié du public serait-il gêné ?", "58 % du public serait gêné.", False),
        ("Plus d'un spectateur sur deux est-il gêné ?", "31 % des spectateurs sont gênés.", False),
        ("L'envie d'apprendre est-elle minoritaire ?", "Une majorité des répondants veut se former.", None),
        ("La salle coûte-t-elle 30 euros ?", "La salle coûte 12 euros.", False),
        ("La salle coûte-t-elle 30 euros ?", "La salle coûte 30 euros.", True),
        ("Plus de 20 % des salles ont-elles fermé ?", "25 % des salles ont fermé.", None),
        ("Environ 25 % des salles ont-elles fermé ?", "24,8 % des salles ont fermé.", None),
        ("Le nombre de salles a-t-il augmenté en 2022 ?", "Le nombre de salles a reculé en 2020.", None),
        ("Le nombre de salles a-t-il augmenté ?", "Le nombre de salles n'a pas baissé.", None),
        ("L'IA menace-t-elle l'emploi ?", "L'IA pourrait menacer l'emploi.", None),
        ("L'IA menace-t-elle l'emploi ?", "Il est faux que l'IA menace l'emploi.", None),
        ("La majorité des femmes va-t-elle au cinéma ?", "62 % des hommes lisent.", None),
        ("La majorité des clients va-t-elle au cinéma ?", "30 % des clients ne vont pas au cinéma.", None),
        (
            "Les deux rapports recommandent-ils un label ?",
            "Le rapport recommande un label et trois mesures.",
            None,
        ),
        ("La plateforme garde-t-elle ces titres ?", "La plateforme ne garde pas ces titres.", False),
        ("La plateforme garde-t-elle ces titres ?", "La plateforme garde ces titres un an.", True),
        ("La fréquentation des salles augmente-t-elle ?", "La fréquentation des salles recule.", False),
        ("La plateforme garde-t-elle ces titres ?", "Les poireaux se sèment en mars.", None),
        ("Le tarif de la salle a-t-il doublé ?", "Le tarif de la salle est affiché.", None),
    ],
)
def test_what_settles_a_question(question: str, reading: str, yes: bool | None) -> None:
    assert says_yes(question, reading) is yes
