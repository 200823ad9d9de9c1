import pytest

from assistant.answers import Verdict
from assistant.engine import Assistant
from evals.claim_ablation import figures_alone


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("62 % des musiciens écoutent leurs maquettes au casque.", Verdict.SUPPORTED),
        # The same figure, whatever else the claim turns around: it is what figures alone cannot see.
        ("62 % des musiciens n'écoutent jamais leurs maquettes au casque.", Verdict.SUPPORTED),
        ("26 % des musiciens écoutent leurs maquettes au casque.", Verdict.REFUTED),
        ("Les musiciens écoutent leurs maquettes au casque.", Verdict.NOT_ENOUGH_INFO),
    ],
)
def test_figures_alone_decide_by_the_sentence_that_fits_best(
    assistant: Assistant, claim: str, verdict: Verdict
) -> None:
    assert figures_alone(assistant, claim) is verdict
