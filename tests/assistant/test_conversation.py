import pytest

from assistant.conversation import standalone_question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("et pour la batterie ?", "Combien jouent de la guitare, pour la batterie ?"),
        ("Et en 2022 ?", "Combien jouent de la guitare, en 2022 ?"),
        ("pourquoi ?", "Combien jouent de la guitare, pourquoi ?"),
    ],
)
def test_an_elliptic_question_takes_up_the_one_before(question: str, expected: str) -> None:
    assert standalone_question(question, ["Combien jouent de la guitare ?"]) == expected


@pytest.mark.parametrize(
    "question", ["Quelles précautions sont conseillées ?", "Quand se sèment les poireaux ?"]
)
def test_a_whole_question_is_left_alone(question: str) -> None:
    assert standalone_question(question, ["Combien jouent de la guitare ?"]) == question


def test_a_first_question_is_left_alone() -> None:
    assert standalone_question("et pour la batterie ?", []) == "et pour la batterie ?"
