"""Train the claim checker's network, resumable: claims beside sentences of their passages, three verdicts.

Usage: python -m training.inference --after FOLDER --to FOLDER2 [--epochs N]

Starts from the weights in FOLDER: the reader's, which can already tell what a passage speaks of, or those of a run before. Loss: cross-entropy over the
three verdicts. Measured now and then on the claims kept apart.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch.nn import functional

from assistant.inference.network import InferenceNetwork
from assistant.pairs import MAX_TOKENS
from training.base_model import base_model
from training.claims import VERDICTS, ClaimExample, beside_windows, epoch_claims, load_claims
from training.loop import train
from training.written import load_written, written_index

_TOKENS_A_BATCH = 3_200
_LEARNING_RATE, _HEAD_RATE = 1e-4, 5e-4
_NUM_MADE = 1_500  # an epoch, of each verdict
_POOL = 40


def batches(examples: list[ClaimExample], rng: random.Random) -> Iterator[list[ClaimExample]]:
    """Batches of about _TOKENS_A_BATCH tokens, of pairs of one length, in random order."""
    rng.shuffle(examples)
    per_pool = _POOL * 20
    for first in range(0, len(examples), per_pool):
        pool = sorted(examples[first : first + per_pool], key=lambda e: len(e.text) + len(e.claim))
        made: list[list[ClaimExample]] = [[]]
        for example in pool:
            length = (len(example.text) + len(example.claim)) / 4 + 8
            if made[-1] and (len(made[-1]) + 1) * length > _TOKENS_A_BATCH:
                made.append([])
            made[-1].append(example)
        rng.shuffle(made)
        yield from made


def logits_of(model: InferenceNetwork, tokenizer: Any, examples: Sequence[ClaimExample]) -> torch.Tensor:
    encoded = tokenizer(
        [e.claim for e in examples],
        [e.text for e in examples],
        truncation="only_second",
        max_length=MAX_TOKENS,
        padding=True,
        return_tensors="pt",
    )
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits: torch.Tensor = model(encoded["input_ids"], encoded["attention_mask"])
    return logits


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
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--after", type=Path, required=True, help="folder of the run to start from")
    parser.add_argument("--epochs", type=int, default=3)
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
    passages = load_written()
    claims, dev = (
        beside_windows(load_claims(dev=apart), written_index(dev=apart)) for apart in (False, True)
    )
    made = []
    for epoch in range(options.epochs):
        rng = random.Random(epoch)
        made += list(batches(epoch_claims(claims, passages, rng, num_made=_NUM_MADE), rng))
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
        measure=lambda: evaluate(model, tokenizer, dev),
        measure_every=200,
    )


if __name__ == "__main__":
    main()
