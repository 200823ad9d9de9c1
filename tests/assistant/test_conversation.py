import pytest

from assistant.answers import Answer, Citation, Status
from assistant.conversation import standalone_question

_CITATION = Citation(1, "a.md", "A", None, (), 0, 2, "Ah", "a:0-2", 0.5)


def _asked(question: str, standalone: str = "") -> list[Answer]:
    """A conversation of one turn, answered from a document."""
    return [Answer(question, standalone or question, Status.ANSWERED, "Ah [1].", 0.9, (_CITATION,))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("et pour la batterie ?", "Combien jouent de la guitare, pour la batterie ?"),
        ("Et en 2022 ?", "Combien jouent de la guitare, en 2022 ?"),
        ("pourquoi ?", "Combien jouent de la guitare, pourquoi ?"),
    ],
)
def test_an_elliptic_question_takes_up_the_one_before(question: str, expected: str) -> None:
    assert standalone_question(question, _asked("Combien jouent de la guitare ?")) == expected


@pytest.mark.parametrize(
    "question", ["Quelles précautions sont conseillées ?", "Quand se sèment les poireaux ?"]
)
def test_a_whole_question_is_left_alone(question: str) -> None:
    assert standalone_question(question, _asked("Combien jouent de la guitare ?")) == question


def test_a_first_question_is_left_alone() -> None:
    assert standalone_question("et pour la batterie ?", []) == "et pour la batterie ?"


def test_follow_ups_do_not_pile_up() -> None:
    turns = _asked("Combien jouent de la guitare ?")
    turns += _asked("et de la harpe ?", "Combien jouent de la guitare, de la harpe ?")
    assert standalone_question("et du luth ?", turns) == "Combien jouent de la guitare, du luth ?"


def test_a_greeting_is_not_taken_up() -> None:
    greeting = Answer("Bonjour", "Bonjour", Status.ANSWERED, "Bonjour !", 1.0)
    assert standalone_question("et la harpe ?", [greeting]) == "et la harpe ?"


def test_a_turnover_is_not_a_pronoun() -> None:
    question = "Quel est le CA de la filière musicale ?"
    assert standalone_question(question, _asked("Combien jouent de la guitare ?")) == question
