from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.answers import Answer, Citation, Status
from assistant.conversation import standalone_question

_CITATION = Citation(1, "a.md", "A", None, (), 0, 2, "Ah", "a:0-2", 0.5)


def _last(phrase: str, others: Sequence[str]) -> int:
    """The phrase at the end of the question; the engine takes that of nearest meaning."""
    return len(others) - 1


def _standalone(question: str, earlier: Sequence[Answer]) -> str:
    return standalone_question(question, earlier, _last)


def _asked(question: str, standalone: str = "") -> list[Answer]:
    """A conversation of one turn, answered from a document."""
    return [Answer(question, standalone or question, Status.ANSWERED, "Ah [1].", 0.9, (_CITATION,))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("et pour la batterie ?", "Combien jouent de la batterie ?"),
        ("Et en 2022 ?", "Combien jouent de la guitare en 2022 ?"),
        ("pourquoi ?", "Combien jouent de la guitare, pourquoi ?"),
    ],
)
def test_an_elliptic_question_takes_up_the_one_before(question: str, expected: str) -> None:
    assert _standalone(question, _asked("Combien jouent de la guitare ?")) == expected


@pytest.mark.parametrize(
    "question", ["Quelles précautions sont conseillées ?", "Quand se sèment les poireaux ?"]
)
def test_a_whole_question_is_left_alone(question: str) -> None:
    assert _standalone(question, _asked("Combien jouent de la guitare ?")) == question


def test_a_first_question_is_left_alone() -> None:
    assert _standalone("et pour la batterie ?", []) == "et pour la batterie ?"


def test_follow_ups_do_not_pile_up() -> None:
    turns = _asked("Combien jouent de la guitare ?")
    turns += _asked("et de la harpe ?", "Combien jouent de la harpe ?")
    assert _standalone("et du luth ?", turns) == "Combien jouent du luth ?"


def test_a_greeting_is_not_taken_up() -> None:
    greeting = Answer("Bonjour", "Bonjour", Status.ANSWERED, "Bonjour !", 1.0)
    assert _standalone("et la harpe ?", [greeting]) == "et la harpe ?"


def test_a_turnover_is_not_a_pronoun() -> None:
    question = "Quel est le CA de la filière musicale ?"
    assert _standalone(question, _asked("Combien jouent de la guitare ?")) == question


@pytest.mark.parametrize(
    "question", ["qui dit ça ?", "Et d'après qui ?", "c'est qui qui dit ca", "D'où vient ce chiffre ?"]
)
def test_who_says_so_asks_about_the_answer(question: str) -> None:
    turns = [
        Answer(
            "Combien ?",
            "Combien ?",
            Status.ANSWERED,
            "Au total, 62 % jouent [1]. Fin [2].",
            0.9,
            (_CITATION,),
        )
    ]
    assert _standalone(question, turns) == "Qui dit que au total, 62 % jouent ?"


def test_the_second_point_is_that_of_the_list() -> None:
    text = "Trois précautions : baisser le volume ; faire des pauses ; comparer [1]."
    turns = [
        Answer("Quelles précautions ?", "Quelles précautions ?", Status.ANSWERED, text, 0.9, (_CITATION,))
    ]
    assert (
        _standalone("Peux-tu détailler le deuxième point ?", turns)
        == "En quoi consiste ce point : faire des pauses (Quelles précautions) ?"
    )
    assert (
        _standalone("et le premier ?", turns)
        == "En quoi consiste ce point : baisser le volume (Quelles précautions) ?"
    )


def test_the_second_point_of_an_answer_in_sentences_is_its_second_sentence() -> None:
    text = "Le pont ouvre en mai [1]. La halle ferme en juin [2]."
    turns = [Answer("Quoi ?", "Quoi ?", Status.ANSWERED, text, 0.9, (_CITATION,))]
    assert (
        _standalone("le deuxième point ?", turns)
        == "En quoi consiste ce point : La halle ferme en juin (Quoi) ?"
    )


def test_the_second_point_of_a_sentence_that_tells_several_is_its_second_part() -> None:
    text = "La filière est freinée par le coût, la durée et le manque de standards [1]."
    turns = [Answer("Quels freins ?", "Quels freins ?", Status.ANSWERED, text, 0.9, (_CITATION,))]
    assert (
        _standalone("détaille le deuxième point", turns)
        == "En quoi consiste ce point : la durée (Quels freins) ?"
    )


def test_a_point_is_named_by_what_opens_it() -> None:
    text = "Trois pistes : L'amont. On écrit mieux ; La localisation. On double, on traduit ; La suite [1]."
    turns = [
        Answer(
            "Quelles sont les trois pistes ?",
            "Quelles sont les trois pistes ?",
            Status.ANSWERED,
            text,
            0.9,
            (_CITATION,),
        )
    ]
    assert (
        _standalone("et le deuxième ?", turns)
        == "En quoi consiste ce point : La localisation (les trois pistes) ?"
    )


def test_after_a_detail_the_subject_is_taken_up_again() -> None:
    turns = _asked("Combien jouent de la guitare ?")
    turns += _asked("détaille le premier", "En quoi consiste ce point : la guitare (jouer) ?")
    assert _standalone("et du luth ?", turns) == "Combien jouent du luth ?"


@pytest.mark.parametrize(
    ("question", "moment"),
    [
        ("et deux mois après ?", "mars 2026"),
        ("un mois plus tôt ?", "décembre 2025"),
        ("et trois ans plus tard ?", "janvier 2029"),
    ],
)
def test_so_long_after_is_counted(question: str, moment: str) -> None:
    asked = _asked("Que vote le Parlement en janvier 2026 ?")
    assert _standalone(question, asked) == f"Que vote le Parlement en {moment} ?"


def test_an_english_follow_up_keeps_the_question_before() -> None:
    asked = _asked("How can I tell that a picture is genuine?")
    assert _standalone("And in music?", asked) == "How can I tell that a picture is genuine, in music?"
    assert (
        _standalone("Who calls it an answer?", asked)
        == "Who calls it an answer (How can I tell that a picture is genuine)?"
    )


@pytest.mark.parametrize(
    ("question", "year"),
    [("et l'année d'après ?", "2022"), ("Et l'année précédente ?", "2020"), ("et en 2015 ?", "2015")],
)
def test_another_year_takes_the_place_of_the_year(question: str, year: str) -> None:
    expected = f"Combien jouaient de la guitare en {year} ?"
    assert _standalone(question, _asked("Combien jouaient de la guitare en 2021 ?")) == expected


def test_a_whole_question_may_open_with_and() -> None:
    question = "Et quelles précautions sont conseillées ?"
    assert (
        _standalone(question, _asked("Combien jouent de la guitare ?"))
        == "Quelles précautions sont conseillées ?"
    )


def test_a_pronoun_is_told_whom_it_stands_for() -> None:
    asked = _asked("Que recommande l'Institut Choiseul ?")
    assert (
        _standalone("Que dit-il de la musique ?", asked) == "Que dit-il de la musique (Institut Choiseul) ?"
    )


def test_a_month_takes_the_place_of_a_month() -> None:
    asked = _asked("De qui est le rapport de juillet 2024 ?")
    assert _standalone("Et celui de juin 2025 ?", asked) == "De qui est le rapport de juin 2025 ?"


def test_what_else_is_said_with_the_year_is_kept() -> None:
    asked = _asked("Quel texte en 2024 ?")
    assert _standalone("Et l'année d'après, au Sénat ?", asked) == "Quel texte en 2025, au senat ?"


def test_a_short_question_is_asked_first_and_told_of_what() -> None:
    asked = _asked("De quel organisme vient le rapport ?")
    assert _standalone("Qui l'a piloté ?", asked) == "Qui l'a piloté (De quel organisme vient le rapport) ?"


def test_a_pronoun_stands_for_the_person_who_was_found() -> None:
    text = "Antoine Boilley, membre du collège, est venu [1]."
    turns = [Answer("Qui est venu ?", "Qui est venu ?", Status.ANSWERED, text, 0.9, (_CITATION,))]
    assert _standalone("Que préconise-t-il ?", turns) == "Que préconise-t-il (Antoine Boilley) ?"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Et pourquoi ?", "Quelle part des producteurs a signé en 2024, pourquoi ?"),
        ("Pourquoi ?", "Quelle part des producteurs a signé en 2024, pourquoi ?"),
        ("Merci, et pour les musiciens ?", "Quelle part des musiciens a signé en 2024 ?"),
        ("Qu'en est-il des musiciens ?", "Quelle part des musiciens a signé en 2024 ?"),
        ("Du côté des musiciens ?", "Quelle part des musiciens a signé en 2024 ?"),
        ("chez les musiciens", "Quelle part des musiciens a signé en 2024 ?"),
        ("quid des musiciens ?", "Quelle part des musiciens a signé en 2024 ?"),
        ("Et pour les femmes en 2023 ?", "Quelle part des femmes a signé en 2023 ?"),
        ("Et entre 2020 et 2023 ?", "Quelle part des producteurs a signé, entre 2020 et 2023 ?"),
        ("Et en Belgique ?", "Quelle part des producteurs a signé en 2024, en Belgique ?"),
        ("Et selon l'Arcom ?", "Quelle part des producteurs a signé en 2024, selon l'Arcom ?"),
        ("Et si un auteur refuse ?", "Quelle part des producteurs a signé en 2024, si un auteur refuse ?"),
        ("tu peux m'en dire plus ?", "Quelle part des producteurs a signé en 2024, tu peux m'en dire plus ?"),
        ("Quel budget ?", "Quel budget (Quelle part des producteurs a signé en 2024) ?"),
    ],
)
def test_forms_of_follow_ups(question: str, expected: str) -> None:
    assert _standalone(question, _asked("Quelle part des producteurs a signé en 2024 ?")) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Où se trouve le CNC ?",
        "Qu'est-ce que la rotoscopie ?",
        "Qui est Macron ?",
        "Y a-t-il un glossaire ?",
        "Faut-il un contrat ?",
        "Quels sont les métiers pour lesquels l'IA est utilisée ?",
        "Quels sont les autres risques de l'IA pour les auteurs ?",
        "Que dit le rapport de l'année dernière ?",
        "Quelle est la première étape ?",
        "Qui est arrivé le premier ?",
    ],
)
def test_questions_that_stand_by_themselves(question: str) -> None:
    assert _standalone(question, _asked("Quelles sont les missions du CNC en 2024 ?")) == question


def test_who_says_so_forgets_who_was_said_to_say_so() -> None:
    text = "Oui\u00a0: selon le CNC (2024), près de 40 % jouent [1]."
    turns = [Answer("Combien ?", "Combien ?", Status.ANSWERED, text, 0.9, (_CITATION,))]
    assert _standalone("qui dit ça ?", turns) == "Qui dit que près de 40 % jouent ?"


def test_an_answered_turn_is_taken_up_before_a_refused_one() -> None:
    refused = Answer("Et la lune ?", "Quand la lune ?", Status.ABSTAINED, "Rien.", 0.1, nearest=(_CITATION,))
    turns = [*_asked("Combien jouent de la guitare ?"), refused]
    assert _standalone("et du luth ?", turns) == "Combien jouent du luth ?"


def test_why_is_asked_of_what_was_asked_by_yes_or_no() -> None:
    turns = _asked("Les musiciens ont-ils signé, d'après le CNC ?")
    assert _standalone("pourquoi donc ?", turns) == "Pourquoi les musiciens ont-ils signé, d'après le CNC ?"


def test_an_acronym_is_nobody() -> None:
    (turn,) = _asked("Qui a réalisé la série Paradoxe ?")
    turns = [replace(turn, text="La série est de Pierre Dupont, cinéaste [1].")]
    assert (
        _standalone("Quel atout trouve-t-il à l'IA ?", turns)
        == "Quel atout trouve-t-il à l'IA (Pierre Dupont) ?"
    )


def test_a_detail_that_was_asked_for_is_not_asked_again_of_something_else() -> None:
    first = _asked("Quels usages en musique ?")
    detail = replace(
        first[0],
        question="détaille la troisième",
        standalone_question="Quels usages en musique, détaille la troisième",
    )
    assert _standalone("Et pour le cinéma ?", [*first, detail]) == "Quels usages au cinéma"
