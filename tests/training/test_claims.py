"""What is written to learn checking from: claims about the passages of training/questions, short pairs, a lexicon."""

import json
from collections import Counter
from pathlib import Path

import pytest

TRAINING = Path(__file__).parents[2] / "training"
FILES = sorted((TRAINING / "claims").glob("*.jsonl"))
PAIR_FILES = sorted((TRAINING / "pairs").glob("*.jsonl"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_passage_has_its_claims(path: Path) -> None:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    passages = (
        (TRAINING / "questions" / path.name.replace(".twins", "")).read_text(encoding="utf-8").splitlines()
    )
    assert [line["line"] for line in lines] == list(range(1, len(passages) + 1))
    verdicts = Counter(claim["verdict"] for line in lines for claim in line["claims"])
    assert set(verdicts) == {"supported", "refuted", "not_enough_info"}
    # No verdict is a good guess, whatever the claim.
    assert max(verdicts.values()) < 0.4 * verdicts.total()
    assert min(verdicts.values()) > 0.25 * verdicts.total()
    assert all(claim["claim"].strip() and claim["kind"] for line in lines for claim in line["claims"])


@pytest.mark.parametrize("path", PAIR_FILES, ids=[path.stem for path in PAIR_FILES])
def test_every_premise_has_its_claims(path: Path) -> None:
    groups = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    premises = [group["premise"] for group in groups]
    assert len(set(premises)) == len(premises) > 200
    for group in groups:
        assert set(group) == {"premise", "supported", "refuted", "open"}
        said = [claim for verdict in ("supported", "refuted", "open") for claim in group[verdict]]
        assert len(set(said)) == len(said) >= 5
        assert all(claim.strip() for claim in said)


def test_the_lexicon_sets_poles_apart() -> None:
    lines = [
        json.loads(line) for line in (TRAINING / "lexicon.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(lines) > 3000
    for line in lines:
        assert set(line) in ({"plus", "minus"}, {"same"})
        words = [word for kind in line for word in line[kind]]
        assert len(words) >= 2
        assert len(set(words)) == len(words), line
        assert all(len(word.split()) == 1 for word in words)
