"""Words put for others of one sense."""

import random

from training.synonyms import Synonyms

SYNONYMS = Synonyms(
    ["augmenté progressé diminué baissé reculé ; les ventes ont grimpé"] * 3 + ["rarement redressé"]
)


def test_a_word_gives_its_place_to_one_of_the_same_sense() -> None:
    for seed in range(10):
        assert SYNONYMS.instead("progressé", random.Random(seed)) != "progressé"
        assert SYNONYMS.reworded("Elles ont progressé.", random.Random(seed)) != "Elles ont baissé."
    assert SYNONYMS.instead("ventes", random.Random(0)) is None


def test_the_contrary_is_of_the_other_pole() -> None:
    turned = {
        SYNONYMS.reworded("Elles ont progressé.", random.Random(seed), contrary=True) for seed in range(10)
    }
    assert turned <= {"Elles ont diminué.", "Elles ont baissé.", "Elles ont reculé.", "Elles ont progressé."}
    assert "Elles ont progressé." not in turned


def test_an_unknown_sentence_stays() -> None:
    assert SYNONYMS.reworded("Le chat dort.", random.Random(0)) == "Le chat dort."
