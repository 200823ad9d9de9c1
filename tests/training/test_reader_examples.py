"""Pairs that the reader learns from: spans that hold, near misses that miss."""

import random

from training.piaf import Paragraph, ReadingQuestion
from training.reader_examples import (
    SheetQuestion,
    _about_another,
    _without_answer,
    epoch_examples,
    sheet_questions,
)
from training.sheets import SheetPassage

FILLER = "La suite du paragraphe parle de tout autre chose, avec assez de mots pour faire une phrase. "
TEXT = f"{FILLER}Le pont fut ouvert en 1889 par le maire. {FILLER * 8}"
OTHER = f"{FILLER}Un autre paragraphe, sur un autre sujet. {FILLER * 3}"
PARAGRAPHS = {"a": Paragraph("a", "Le pont", TEXT.strip()), "b": Paragraph("b", "Autre", OTHER.strip())}
START = TEXT.index("1889")
QUESTION = ReadingQuestion("q", "Quand le pont fut-il ouvert ?", "a", ((START, START + 4),))


def test_answer_stands_at_its_span_in_every_window() -> None:
    for seed in range(40):
        examples = epoch_examples(
            [QUESTION],
            PARAGRAPHS,
            {"q": ["b"]},
            [],
            random.Random(seed),
            num_sheets=0,
            num_cloze=0,
            longest=600,
        )
        (answered,) = (example for example in examples if example.answers)
        assert answered.span is not None
        assert answered.passage[slice(*answered.span)] == "1889"
        (unanswered,) = (example for example in examples if not example.answers)
        assert "1889" not in unanswered.passage
        assert unanswered.span is None


def test_near_miss_is_the_paragraph_less_its_answer() -> None:
    near_miss = _without_answer(PARAGRAPHS["a"].text, QUESTION.spans)
    assert near_miss is not None
    assert "ouvert" not in near_miss
    assert near_miss.count("La suite du paragraphe") == 9


def test_answer_that_stands_twice_gives_no_near_miss() -> None:
    text = f"{PARAGRAPHS['a'].text} C'était en 1889."
    assert _without_answer(text, QUESTION.spans) is None


def test_sheets_give_a_pair_with_and_one_without() -> None:
    sheet = SheetQuestion("Permis : quels délais ?", "Deux mois.", ("Rien.",))
    examples = epoch_examples([], {}, {}, [sheet], random.Random(0), num_sheets=5, num_cloze=0, longest=600)
    assert [(example.passage, example.answers, example.span) for example in examples] == [
        ("Deux mois.", True, None),
        ("Rien.", False, None),
    ]


def test_headings_become_questions_beside_other_sheets_of_their_theme() -> None:
    sheets = [
        SheetPassage(str(i), f"Famille > Divorce > {i}", f"Texte {i}", (f"Titre {i}", f"Délais Titre {i}"))
        for i in range(5)
    ]
    made = sheet_questions(sheets, random.Random(0))
    assert sorted(question.question for question in made) == [f"Délais Titre {i}" for i in range(5)]
    assert all(question.passage not in question.others and len(question.others) == 3 for question in made)


def test_other_headings_of_a_sheet_are_its_near_misses() -> None:
    sheets = [
        SheetPassage(f"s{i}", "Famille > Divorce", f"Texte {i}", (f"Titre {i}", f"Délais Titre {i}"))
        for i in range(5)
    ]
    sheets.append(SheetPassage("s0", "Famille > Divorce", "Coût", ("Titre 0", "Prix Titre 0")))
    made = sheet_questions(sheets, random.Random(0))
    (delays,) = (question for question in made if question.question == "Délais Titre 0")
    assert "Coût" in delays.others
    assert "Texte 0" not in delays.others


def test_question_of_another_year_than_the_passage_has_no_answer_there() -> None:
    asked = "Combien le pont a-t-il coûté en 1889 ?"
    other = _about_another(asked, TEXT, [], random.Random(0))
    assert other is not None
    assert other != asked
    assert other.startswith("Combien le pont a-t-il coûté en ")
    assert _about_another("Combien le pont a-t-il coûté ?", TEXT, [], random.Random(0)) is None


def test_question_of_another_name_than_the_passage_has_no_answer_there() -> None:
    passage = "Le pont de Vierzon enjambe le Cher."
    assert _about_another("Où est le pont de Vierzon ?", passage, ["Bourges"], random.Random(0)) == (
        "Où est le pont de Bourges ?"
    )
    assert _about_another("Où est le pont de Nevers ?", passage, ["Bourges"], random.Random(0)) is None
