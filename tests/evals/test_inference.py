"""The baselines and labels of the inference figures, on pairs worked by hand."""

import pytest

from assistant.inference import Judgement
from evals.inference import Pair, by_overlap, three_way, two_way

SAME, OTHER = "Le pont ouvre en mai.", "Le tunnel ferme en juin."


def test_words_in_common_are_cut_where_most_pairs_are_right() -> None:
    pairs = [
        Pair(SAME, SAME, "compatibles"),
        Pair(SAME, "Le pont ouvre.", "compatibles"),
        Pair(SAME, OTHER, "contradiction"),
    ]
    assert by_overlap(pairs) == ["compatibles", "compatibles", "contradiction"]


@pytest.mark.parametrize(
    ("supported", "refuted", "two", "three"),
    [
        (0.8, 0.1, "compatibles", "entailment"),
        (0.1, 0.8, "contradiction", "contradiction"),
        (0.2, 0.2, "compatibles", "neutral"),
        (0.1, 0.4, "compatibles", "neutral"),
        (0.45, 0.5, "compatibles", "contradiction"),
    ],
)
def test_labels(supported: float, refuted: float, two: str, three: str) -> None:
    judgement = Judgement(supported, refuted)
    assert two_way(judgement) == two
    assert three_way(judgement) == three
