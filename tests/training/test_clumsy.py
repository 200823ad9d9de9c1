"""Clumsy questions stay questions about the same thing."""

import random

import pytest

from index.analysis import analyse
from training.clumsy import _keywords, _typo, _without_accents, clumsy

QUESTION = "Où est-ce que les élèves de l'École des chartes étudiaient pendant la guerre ?"


def test_some_stay_as_they_are_and_others_vary() -> None:
    made = {clumsy(QUESTION, random.Random(seed)) for seed in range(200)}
    assert QUESTION in made
    assert QUESTION.removesuffix(" ?") in made
    assert len(made) > 40


def test_same_seed_gives_the_same_question() -> None:
    assert clumsy(QUESTION, random.Random(3)) == clumsy(QUESTION, random.Random(3))


def test_accents_go_and_words_stay() -> None:
    assert _without_accents("Où naît l'œuvre ?") == "Ou nait l'œuvre ?"


def test_keywords_are_the_words_that_mean_something() -> None:
    assert _keywords("Quand est né l'auteur de ce livre ?") == "né auteur livre"


@pytest.mark.parametrize("seed", range(30))
def test_typo_changes_one_word_by_one_letter(seed: int) -> None:
    typed = _typo("le grand laboratoire", random.Random(seed))
    changed = [
        pair for pair in zip("le grand laboratoire".split(), typed.split(), strict=True) if len(set(pair)) > 1
    ]
    assert len(changed) <= 1
    assert all(abs(len(before) - len(after)) <= 1 for before, after in changed)


def test_most_of_the_terms_are_kept() -> None:
    asked = set(analyse(QUESTION))
    kept = [
        len(asked & set(analyse(clumsy(QUESTION, random.Random(seed))))) / len(asked) for seed in range(200)
    ]
    assert sum(kept) / len(kept) > 0.85
