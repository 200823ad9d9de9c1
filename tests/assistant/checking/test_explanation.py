"""The sentence that says what agrees or differs."""

from collections.abc import Callable, Mapping

import pytest

from assistant.answers import Verdict
from assistant.checking.explanation import explain, figure_instead
from assistant.evidence import gather
from index.search import Index

MakeIndex = Callable[[Mapping[str, str]], Index]


@pytest.mark.parametrize(
    ("claim", "source", "verdict", "explanation"),
    [
        pytest.param(
            "Les libraires sont 21 % à l'utiliser.",
            "L'outil est utilisé par 12 % des libraires.",
            Verdict.REFUTED,
            "Le passage dit 12\u00a0%, l'affirmation 21\u00a0%.",
            id="figures",
        ),
        pytest.param(
            "Les libraires ne veulent pas de cet outil.",
            "Les libraires réclament cet outil.",
            Verdict.REFUTED,
            "L'affirmation nie ce que dit le passage\u00a0: « Les libraires réclament cet outil ».",
            id="negation of the claim",
        ),
        pytest.param(
            "Les libraires veulent cet outil.",
            "Aucun libraire ne veut de cet outil.",
            Verdict.REFUTED,
            "L'affirmation affirme ce que le passage nie\u00a0: « Aucun libraire ne veut de cet outil ».",
            id="negation of the passage",
        ),
        pytest.param(
            "Les libraires sont plus d'un dixième à l'utiliser.",
            "L'outil est utilisé par 12 % des libraires.",
            Verdict.SUPPORTED,
            "Un passage de « Livres » donne le même chiffre\u00a0: 12\u00a0%.",
            id="same figure",
        ),
        pytest.param(
            "Les marchands de livres en veulent.",
            "Les libraires réclament cet outil.",
            Verdict.SUPPORTED,
            "Un passage de « Livres » dit la même chose en d'autres mots\u00a0: « Les libraires réclament cet outil ».",
            id="other words",
        ),
    ],
)
def test_it_names_what_agrees_or_differs(
    make_index: MakeIndex, claim: str, source: str, verdict: Verdict, explanation: str
) -> None:
    index = make_index({"a.md": f"# Livres\n\n{source}\n"})
    (sentence,) = gather(index, None, claim, index.search(claim, 1)).sentences
    assert explain(claim, verdict, sentence) == explanation


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("64 % des libraires", "46 % des libraires", (46, 64)),
        # A figure that agrees denies nothing.
        ("45 % des auteurs et 12 % des acteurs", "45 % des auteurs", None),
        ("45 % des auteurs et 12 % des acteurs", "45 % des auteurs et 21 % des acteurs", (21, 12)),
        # A plain count may count anything.
        ("trois outils", "l'article 12", None),
        ("moins de 40 %", "plus de 35 %", None),
    ],
)
def test_a_figure_instead_is_of_the_same_unit_and_denied(
    claim: str, passage: str, expected: tuple[float, float] | None
) -> None:
    found = figure_instead(claim, passage)
    assert (found and tuple(each.value for each in found)) == expected
