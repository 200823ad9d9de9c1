"""The network that ships: what it has learnt to tell apart."""

from pathlib import Path

import pytest

from assistant.inference.trained import TrainedInference
from index.packed_weights import pack
from ingest.errors import ModelError

PASSAGE = "Les ventes de disques ont reculé de 12 % en 2023, faute d'acheteurs de moins de trente ans."


@pytest.fixture(scope="module")
def inference() -> TrainedInference:
    return TrainedInference()


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("En 2023, les ventes de disques ont baissé de 12 %.", "supported"),
        ("Les ventes de disques ont diminué en 2023.", "supported"),
        ("Les ventes de disques ont augmenté de 12 % en 2023.", "refuted"),
        ("Les ventes de disques n'ont pas reculé en 2023.", "refuted"),
        ("Les loyers des salles de danse ont été gelés par la ville.", "open"),
    ],
)
def test_a_reworded_claim_is_told_from_its_contrary(
    inference: TrainedInference, claim: str, verdict: str
) -> None:
    (said,) = inference.judge(claim, [PASSAGE])
    chances = {"supported": said.supported, "refuted": said.refuted, "open": 1 - said.decided}
    assert max(chances, key=lambda each: chances[each]) == verdict
    assert chances[verdict] > 0.5


def test_judgements_come_in_the_order_of_the_passages(inference: TrainedInference) -> None:
    passages = ["La mâche supporte le gel.", PASSAGE]
    ours, theirs = (
        inference.judge("Les ventes de disques ont diminué en 2023.", each)
        for each in (passages, passages[::-1])
    )
    assert [round(each.supported, 3) for each in ours] == [round(each.supported, 3) for each in theirs[::-1]]
    assert inference.judge("Une affirmation.", []) == []


def test_a_claim_too_long_to_be_read_whole_is_left_open(inference: TrainedInference) -> None:
    claim = "Les ventes de disques ont diminué en 2023, " * 30
    assert [each.decided for each in inference.judge(claim, [PASSAGE])] == [0.0]


def test_weights_without_their_temperature_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="réinstallez Sourcier"):
        TrainedInference(tmp_path / "absent.safetensors")
    pack({}, tmp_path / "empty.safetensors", {})
    with pytest.raises(ModelError, match="réinstallez Sourcier"):
        TrainedInference(tmp_path / "empty.safetensors")
