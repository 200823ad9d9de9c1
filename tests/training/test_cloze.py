"""Questions made from sentences ask for something that stands in the sentence."""

import random

import pytest

from training.cloze import cloze_questions

TEXT = (
    "En 1929, la romancière rencontre l'éditeur Jean Dupont-Martin à Grenoble, qui devient son ami. "
    "La ville compte 158 454 habitants répartis en une vingtaine de quartiers très différents."
)


@pytest.mark.parametrize("seed", range(20))
def test_span_is_what_the_question_leaves_out(seed: int) -> None:
    made = cloze_questions(TEXT, random.Random(seed))
    assert len(made) == 2  # one a sentence
    for question, (start, end) in made:
        answer = TEXT[start:end]
        assert answer in {"1929", "Jean Dupont-Martin", "Grenoble", "158 454"}
        assert answer not in question
        assert question.endswith("?")


def test_sentence_without_figure_or_name_gives_none() -> None:
    assert (
        cloze_questions("Rien de tout cela ne donne matière à la moindre question ici.", random.Random(0))
        == []
    )
