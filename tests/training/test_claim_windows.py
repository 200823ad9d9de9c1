"""Which sentences a written claim is learnt beside."""

import random

from training.claim_windows import Candidates, candidates, chosen
from training.claims import ClaimExample, WrittenClaim
from training.written import WrittenPassage

BRIDGE = WrittenPassage(
    "Le pont ouvre en 1889. Il mène au marché. La foire dure un mois. Le maire la ferme.", "ponts", ()
)
FAIR = WrittenPassage("La foire accueille les marchands du pont.", "foires", ())
LEEKS = WrittenPassage("Les poireaux se sèment en mars.", "jardins", ())


def test_candidates_are_the_sentences_with_most_words_of_the_claim() -> None:
    claims = [
        WrittenClaim("La foire dure une semaine.", BRIDGE, 1),
        WrittenClaim("Les marchands viennent.", FAIR, 0),
        *(WrittenClaim(f"Le légume {number} se sème.", WrittenPassage(f"Le légume {number} gèle.", "", ()), 0) for number in range(20)),
        WrittenClaim("On sème en mars.", LEEKS, 0),
    ]  # fmt: skip
    first, second, *_ = candidates(claims)
    assert first.own[0] == "Il mène au marché. La foire dure un mois. Le maire la ferme."
    assert len(first.own) == 3
    assert first.other == (FAIR.text,)
    assert second.own == (FAIR.text,)


def test_the_sentences_that_decide_are_chosen_and_an_empty_one_is_left_open() -> None:
    found = [
        Candidates("a", 1, ("commun", "décisif"), ("ailleurs",)),
        Candidates("b", 0, ("rien",), ("ailleurs",)),
        Candidates("c", 2, ("ouvert", "autre"), ()),
    ]
    judged = [
        [[0.05, 0.05, 0.9], [0.5, 0.4, 0.1]],
        [[0.1, 0.05, 0.85]],
        [[0.9, 0.1, 0.0], [0.0, 0.0, 1.0]],
    ]
    examples = chosen(found, judged, random.Random(1))
    assert ClaimExample("a", "décisif", 1) in examples
    assert not any(each.claim == "b" for each in examples), "no sentence decides it: it is left out"
    assert ClaimExample("c", "ouvert", 2) in examples
    made = {each for seed in range(20) for each in chosen(found, judged, random.Random(seed))} - set(examples)
    assert made <= {ClaimExample("a", "commun", 2)}
    assert any(
        ClaimExample("a", "commun", 2) in chosen(found, judged, random.Random(seed)) for seed in range(20)
    )
