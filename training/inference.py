"""Train the claim checker's network, resumable: claims beside what a text says, three verdicts.

Usage: python -m training.inference STAGE --after FOLDER --to FOLDER2

Stages, each from the weights of the one before (the first from the reader's): ``copies``, near-copies of sentences, until
the network compares; ``pairs``, short premises and what is said of them in other words; ``claims``, all of it, with claims
beside the sentences of their passages. Loss: cross-entropy over the three verdicts. Measured now and then on what is
kept apart.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from rich.progress import track
from safetensors.torch import load_file
from torch.nn import functional

from assistant.inference.matching import token_matches
from assistant.inference.network import InferenceNetwork
from assistant.pairs import MAX_TOKENS
from training.base_model import base_model
from training.claim_windows import Candidates, candidates, chosen
from training.claims import VERDICTS, ClaimExample, load_claims, load_pairs, typed_fast
from training.loop import train
from training.near_copies import near_copies
from training.written import WrittenPassage, load_written

_TOKENS_A_BATCH = 3_200
_LEARNING_RATE, _HEAD_RATE = 1e-4, 5e-4
_POOL = 1_600  # examples put in order of length, for batches of one length


@dataclass(frozen=True, slots=True)
class _Stage:
    """What an epoch holds: ``copies`` of each verdict, the pairs ``pairs`` times, a share of the claims."""

    epochs: int
    copies: int
    pairs: int
    claims: float


_STAGES = {
    "copies": _Stage(epochs=1, copies=6_000, pairs=0, claims=0.0),
    "pairs": _Stage(epochs=1, copies=500, pairs=3, claims=0.0),
    "claims": _Stage(epochs=2, copies=100, pairs=1, claims=0.75),
}


def examples_of(
    stage: str,
    claims: Sequence[ClaimExample],
    pairs: Sequence[ClaimExample],
    passages: Sequence[WrittenPassage],
    rng: random.Random,
) -> Iterator[list[ClaimExample]]:
    """The examples of each epoch of ``stage``."""
    wanted = _STAGES[stage]
    for _ in range(wanted.epochs):
        examples = list(pairs) * wanted.pairs + rng.sample(claims, int(wanted.claims * len(claims)))
        yield typed_fast(examples, rng) + near_copies(passages, rng, wanted.copies)


def batches(examples: Sequence[ClaimExample], rng: random.Random) -> Iterator[list[ClaimExample]]:
    """Batches of about _TOKENS_A_BATCH tokens, of pairs of one length, in random order."""
    shuffled = rng.sample(examples, len(examples))
    for first in range(0, len(shuffled), _POOL):
        pool = sorted(shuffled[first : first + _POOL], key=lambda e: len(e.text) + len(e.claim))
        made: list[list[ClaimExample]] = [[]]
        for example in pool:
            length = (len(example.text) + len(example.claim)) / 4 + 6
            if made[-1] and (len(made[-1]) + 1) * length > _TOKENS_A_BATCH:
                made.append([])
            made[-1].append(example)
        rng.shuffle(made)
        yield from made


def logits_of(model: InferenceNetwork, tokenizer: Any, examples: Sequence[ClaimExample]) -> torch.Tensor:
    """Logits ``(num_examples, 3)``."""
    encoded = tokenizer(
        [e.claim for e in examples],
        [e.text for e in examples],
        truncation="only_second",
        max_length=MAX_TOKENS,
        padding=True,
        return_tensors="pt",
    )
    matches = [
        token_matches(each.claim, each.text, encoding)
        for each, encoding in zip(examples, encoded.encodings, strict=True)
    ]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits: torch.Tensor = model(encoded["input_ids"], encoded["attention_mask"], torch.tensor(matches))
    return logits


@torch.inference_mode()
def judged(model: InferenceNetwork, tokenizer: Any, found: Sequence[Candidates]) -> list[list[list[float]]]:
    """The probabilities of VERDICTS of each claim beside each of its ``own``."""
    model.eval()
    probabilities = [
        logits_of(model, tokenizer, [ClaimExample(each.claim, text, each.verdict) for text in each.own])
        .float()
        .softmax(-1)
        .tolist()
        for each in track(found, "Phrases des affirmations")
    ]
    model.train()
    return probabilities


@torch.inference_mode()
def evaluate(model: InferenceNetwork, tokenizer: Any, examples: Sequence[ClaimExample]) -> str:
    """Accuracy, and the counts of each verdict given, by the true one."""
    model.eval()
    table = torch.zeros(3, 3, dtype=torch.int64)
    for example in examples:
        table[example.verdict, int(logits_of(model, tokenizer, [example])[0].argmax())] += 1
    model.train()
    return f"accuracy {table.diagonal().sum() / table.sum():.3f}, {dict(zip(VERDICTS, table.tolist(), strict=True))}"


def main() -> None:
    """Train, from the last checkpoint if there is one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stage", choices=_STAGES)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--after", type=Path, required=True, help="folder of the run to start from")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    encoder, tokenizer, _ = base_model()
    model = InferenceNetwork(encoder).train()
    read = {
        name.removeprefix("model."): value
        for name, value in load_file(options.after / "checkpoint.safetensors").items()
        if name.removeprefix("model.") in model.state_dict()
    }
    model.load_state_dict(read, strict=False)
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    layers = [p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": layers, "lr": _LEARNING_RATE}, {"params": heads, "lr": _HEAD_RATE}],
        weight_decay=0.01,
        fused=True,
    )
    rng = random.Random(0)
    claims: list[ClaimExample] = []
    if _STAGES[options.stage].claims:
        found = candidates(load_claims())
        claims = chosen(found, judged(model, tokenizer, found), rng)
    made = [
        batch
        for examples in examples_of(options.stage, claims, load_pairs(), load_written(), rng)
        for batch in batches(examples, rng)
    ]
    print(f"{len(made)} steps", flush=True)
    train(
        model,
        optimizer,
        made,
        lambda batch: functional.cross_entropy(
            logits_of(model, tokenizer, batch), torch.tensor([e.verdict for e in batch])
        ),
        num_steps=len(made),
        folder=options.to,
        measure=lambda: evaluate(model, tokenizer, load_pairs(dev=True)),
        measure_every=200,
    )


if __name__ == "__main__":
    main()
