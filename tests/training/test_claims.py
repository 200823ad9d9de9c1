"""The claims written about the passages of training/questions: one line a passage, every verdict as often."""

import json
from collections import Counter
from pathlib import Path

import pytest

TRAINING = Path(__file__).parents[2] / "training"
FILES = sorted((TRAINING / "claims").glob("*.jsonl"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_passage_has_its_claims(path: Path) -> None:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    passages = (TRAINING / "questions" / path.name).read_text(encoding="utf-8").splitlines()
    assert [line["line"] for line in lines] == list(range(1, len(passages) + 1))
    verdicts = Counter(claim["verdict"] for line in lines for claim in line["claims"])
    assert verdicts == dict.fromkeys(("supported", "refuted", "not_enough_info"), 2 * len(passages))
    assert all(claim["claim"].strip() and claim["kind"] for line in lines for claim in line["claims"])
