"""Near-copies of sentences: said, denied or not there."""

import random
from collections import Counter

import pytest

from training.near_copies import near_copies, turned_around
from training.written import WrittenPassage

PASSAGE = WrittenPassage(
    "Les libraires sont 46 % à utiliser l'outil chaque semaine, contre 12 % des éditeurs en 2023. "
    "La hausse est portée par les jeunes salariés, selon l'observatoire du livre de la région.",
    "livre",
    (),
)


@pytest.mark.parametrize("seed", range(20))
def test_a_sentence_turned_around_says_something_else(seed: int) -> None:
    rng = random.Random(seed)
    sentence = PASSAGE.text.split(". ")[0] + "."
    turned = turned_around(sentence, PASSAGE.text, rng)
    assert turned is not None
    assert turned != sentence
    assert turned not in PASSAGE.text
    assert "2023" in turned  # another year would be another fact


def test_near_copies_are_said_denied_or_not_there() -> None:
    examples = near_copies([PASSAGE], random.Random(0), 12)
    assert Counter(each.verdict for each in examples) == {0: 12, 1: 12, 2: 12}
    for example in examples:
        # No word here is known in another form: a claim is put together from the sentence, less a detail at times.
        assert (example.claim.rstrip(".") in example.text) is (example.verdict == 0)


def test_a_passage_without_a_sentence_to_copy_gives_none() -> None:
    passages = [WrittenPassage("Trop court.", "a", ()), PASSAGE]
    assert len(near_copies(passages, random.Random(1), 3)) == 9
