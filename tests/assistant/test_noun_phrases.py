"""One noun phrase put in the place of another."""

from collections.abc import Sequence

import pytest

from assistant.noun_phrases import replace_closest


def _last(phrase: str, others: Sequence[str]) -> int:
    return len(others) - 1


@pytest.mark.parametrize(
    ("question", "phrase", "expected"),
    [
        pytest.param(
            "Quelle part des producteurs a signé ?",
            "les scénaristes",
            "Quelle part des scénaristes a signé ?",
            id="contracted",
        ),
        pytest.param(
            "Quelle part des producteurs a signé ?",
            "chez les femmes",
            "Quelle part des femmes a signé ?",
            id="preposition of the question",
        ),
        pytest.param("Combien jouent de la guitare ?", "le luth", "Combien jouent du luth ?", id="de le"),
        pytest.param("Combien jouent du luth ?", "l'alto", "Combien jouent de l'alto ?", id="elision"),
        pytest.param(
            "Quels usages dans les effets visuels ?",
            "le son",
            "Quels usages dans le son ?",
            id="with its adjective",
        ),
        pytest.param(
            "Que pense le grand public ?",
            "les jeunes spectateurs",
            "Que pense les jeunes spectateurs ?",
            id="adjective before",
        ),
        pytest.param(
            "Que fait Deezer contre les faux titres ?",
            "Spotify",
            "Que fait Spotify contre les faux titres ?",
            id="name",
        ),
        pytest.param(
            "Que fait Deezer contre les faux titres ?",
            "le clonage de voix",
            "Que fait Deezer contre le clonage de voix ?",
            id="what follows is kept",
        ),
    ],
)
def test_phrase_takes_the_place_of_the_closest(question: str, phrase: str, expected: str) -> None:
    assert replace_closest(question, phrase, _last) == expected


def test_measure_keeps_its_place() -> None:
    offered: list[Sequence[str]] = []

    def closest(phrase: str, others: Sequence[str]) -> int:
        offered.append(others)
        return 0

    replace_closest("Quel est le taux de satisfaction du public ?", "la critique", closest)
    assert [phrase.strip() for phrase in offered[0]] == ["satisfaction", "le public"]


def test_people_take_the_place_of_people() -> None:
    asked = "Quelle part des hommes s'est déjà servie de l'IA au travail ?"
    assert replace_closest(asked, "les moins de 30 ans", _last) == (
        "Quelle part des moins de 30 ans s'est déjà servie de l'IA au travail ?"
    )


def test_question_without_a_phrase_is_left() -> None:
    assert replace_closest("Pourquoi donc ?", "les femmes", _last) is None
