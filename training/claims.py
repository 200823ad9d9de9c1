"""What the claim checker learns from: claims beside what a passage says, and the verdict of a careful reader.

``training/claims/NAME.jsonl`` holds claims and yes/no questions about the passages of
``training/questions/NAME.jsonl``, a line each: {"line": 1, "claims": [{"claim", "verdict", "kind"}, …]};
``NAME.twins.jsonl``, where it is there, more of them, by threes that differ by few words and by their verdict.
``training/pairs/NAME.jsonl`` holds short premises, a line each, with what they say in other words, what they deny and
what they leave open: {"premise", "supported": […], "refuted": […], "open": […]}.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.datasets import read_json_lines
from training.clumsy import clumsy
from training.written import WRITTEN, WrittenPassage, load_passages

CLAIMS, PAIRS = (Path(__file__).with_name(name) for name in ("claims", "pairs"))
VERDICTS = ("supported", "refuted", "not_enough_info")
_DEV, _TWINS = ".dev.jsonl", ".twins"
_TYPED_FAST = 0.12  # of the claims
_SAID = ("supported", "refuted", "open")
_PAIRS_APART, _FIRST_APART = 25, 7


@dataclass(frozen=True, slots=True)
class WrittenClaim:
    """``verdict``, a place in VERDICTS, is what ``passage`` makes of ``claim``."""

    claim: str
    passage: WrittenPassage
    verdict: int


@dataclass(frozen=True, slots=True)
class ClaimExample:
    """What the network reads: a claim beside ``text``, and what the text makes of it, a place in VERDICTS."""

    claim: str
    text: str
    verdict: int


def load_claims(*, dev: bool = False, written: Path = WRITTEN, claims: Path = CLAIMS) -> list[WrittenClaim]:
    """Every claim to train on, or those kept apart."""
    found = []
    for path in sorted(claims.glob("*.jsonl")):
        if path.name.endswith(_DEV) is not dev:
            continue
        passages = load_passages(written / path.name.replace(_TWINS, ""))
        for line in read_json_lines(path):
            for each in line["claims"]:
                passage = passages[line["line"] - 1]
                found.append(WrittenClaim(each["claim"], passage, VERDICTS.index(each["verdict"])))
    return found


def load_pairs(*, dev: bool = False, folder: Path = PAIRS) -> list[ClaimExample]:
    """The short pairs to train on, or the one group in _PAIRS_APART kept apart."""
    return [
        ClaimExample(claim, group["premise"], verdict)
        for path in sorted(folder.glob("*.jsonl"))
        for number, group in enumerate(read_json_lines(path))
        if (number % _PAIRS_APART == _FIRST_APART) is dev
        for verdict, said in enumerate(_SAID)
        for claim in group[said]
    ]


def typed_fast(claims: Sequence[ClaimExample], rng: random.Random) -> list[ClaimExample]:
    """The claims, some as they are typed in a hurry."""
    return [
        replace(each, claim=clumsy(each.claim, rng)) if rng.random() < _TYPED_FAST else each
        for each in claims
    ]
