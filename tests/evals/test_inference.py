import io

import pytest
from rich.console import Console

from assistant.answers import Verdict
from evals.inference import Pair, by_overlap, checked

PAIRS = [
    Pair("La mâche supporte le gel.", "La mâche supporte le gel.", "compatibles"),
    Pair("La mâche supporte le gel.", "Les poireaux craignent la sécheresse.", "contradiction"),
    Pair("Les poireaux se sèment en mars.", "Les poireaux se sèment en mars.", "compatibles"),
]


def test_common_words_are_cut_where_it_is_best() -> None:
    assert by_overlap(PAIRS) == [pair.label for pair in PAIRS]


@pytest.mark.slow
def test_each_hypothesis_is_checked_against_its_own_premise() -> None:
    pairs = [
        Pair("Au total, 62 % des musiciens écoutent leurs maquettes au casque.", claim, "")
        for claim in (
            "62 % des musiciens écoutent leurs maquettes au casque.",
            "26 % des musiciens écoutent leurs maquettes au casque.",
        )
    ]
    # What another premise says does not count.
    pairs.append(Pair("Les poireaux se sèment en mars.", pairs[0].hypothesis, ""))
    assert checked(pairs, Console(file=io.StringIO())) == [
        Verdict.SUPPORTED,
        Verdict.REFUTED,
        Verdict.NOT_ENOUGH_INFO,
    ]
