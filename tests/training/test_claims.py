"""The claims the checker learns from: what is written, and what is made from sentences."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from training.claims import (
    VERDICTS,
    ClaimExample,
    load_claims,
    load_pairs,
    typed_fast,
)
from training.written import load_written

TRAINING = Path(__file__).parents[2] / "training"
FILES = sorted((TRAINING / "claims").glob("*.jsonl"))
PAIR_FILES = sorted((TRAINING / "pairs").glob("*.jsonl"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_passage_has_its_claims(path: Path) -> None:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    passages = (TRAINING / "questions" / path.name.replace(".twins", "")).read_text(encoding="utf-8")
    assert [line["line"] for line in lines] == list(range(1, len(passages.splitlines()) + 1))
    verdicts = Counter(claim["verdict"] for line in lines for claim in line["claims"])
    assert set(verdicts) == set(VERDICTS)
    # No verdict is a good guess, whatever the claim.
    assert max(verdicts.values()) < 0.4 * verdicts.total()
    assert min(verdicts.values()) > 0.25 * verdicts.total()
    assert all(claim["claim"].strip() and claim["kind"] for line in lines for claim in line["claims"])


def test_claims_kept_apart_are_not_trained_on() -> None:
    train, apart = load_claims(), load_claims(dev=True)
    assert apart
    assert not {each.passage.text for each in train} & {each.passage.text for each in apart}


@pytest.mark.parametrize("path", PAIR_FILES, ids=[path.stem for path in PAIR_FILES])
def test_every_premise_has_its_claims(path: Path) -> None:
    groups = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    premises = [group["premise"] for group in groups]
    assert len(set(premises)) == len(premises) > 180
    for group in groups:
        assert set(group) == {"premise", "supported", "refuted", "open"}
        said = [claim for verdict in ("supported", "refuted", "open") for claim in group[verdict]]
        assert len(set(said)) == len(said) >= 5
        assert all(claim.strip() for claim in said)


def test_pairs_kept_apart_are_not_trained_on() -> None:
    train, apart = load_pairs(), load_pairs(dev=True)
    assert len(apart) > 300
    assert not {each.text for each in train} & {each.text for each in apart}


def test_what_is_typed_fast_keeps_its_verdict() -> None:
    claims = [
        ClaimExample(f"L'affirmation numéro {number} est écrite.", "", number % 3) for number in range(90)
    ]
    typed = typed_fast(claims, random.Random(0))
    assert [each.verdict for each in typed] == [each.verdict for each in claims]
    assert 0 < sum(ours != theirs for ours, theirs in zip(typed, claims, strict=True)) < 45


def test_every_claim_is_about_a_passage_of_the_training() -> None:
    texts = {passage.text for passage in load_written()}
    assert all(each.passage.text in texts for each in load_claims())
