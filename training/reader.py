"""Train the reader, resumable: every epoch, each question of PIAF train beside its answer and beside none.

Usage: python -m training.reader PIAF_FOLDER --sheets FILE --to FOLDER [--epochs N]
       python -m training.reader PIAF_FOLDER --sheets FILE --to FOLDER2 --after FOLDER [--index DIR]

The first run starts from the default embedding model, with what BM25 confuses and short windows. A further one
starts from the weights of the one before, with what the whole search confuses, windows as long as the passages of
an index, and the questions of training/questions. Word embeddings stay as they are, so that only the layers are
shipped. Loss: start and end of the answer (the first token where there is none) and whether there is one, by
cross-entropy. Measured now and then on PIAF dev, which only chooses.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.console import Console
from torch.nn import functional

from assistant.pairs import MAX_TOKENS
from assistant.reader.network import ReaderNetwork
from assistant.reader.trained import reading_of
from evals.datasets import read_piaf
from evals.metrics import auc, span_f1
from evals.ranking import open_index
from index.embedding import load_embedder
from index.search import Index
from training.base_model import base_model
from training.checkpoints import load_weights
from training.loop import train
from training.negatives import confused_by_search, confused_by_words
from training.piaf import load_paragraphs, load_questions
from training.reader_examples import ReaderExample, epoch_examples, sheet_questions
from training.sheets import read_sheets
from training.written import confused_written, load_written, written_examples, written_index

_TOKENS_A_BATCH = 3_600
_LEARNING_RATE, _HEAD_RATE = 1e-4, 5e-4
_NUM_SHEETS, _NUM_CLOZE = 800, 900  # pairs an epoch; questions made, in the very first epoch alone
# In a further run, an epoch: a share of the questions of PIAF, which are known, and all the written ones.
_PIAF_SHARE_AFTER, _NUM_SHEETS_AFTER = 1 / 3, 200
_LONGEST, _LONGEST_AFTER = 600, 900  # characters of a window, in the first run and in the second
_POOL = 40  # batches that are sorted by length together


class Pairs:
    """Questions and passages as the tokens of a pair, with the places of the passages' tokens."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def encode(self, examples: Sequence[ReaderExample]) -> tuple[torch.Tensor, torch.Tensor, list[Any]]:
        """Ids, mask, and each pair's encoding."""
        encoded = self._tokenizer(
            [e.question for e in examples],
            [e.passage for e in examples],
            truncation="only_second",
            max_length=MAX_TOKENS,
            padding=True,
            return_tensors="pt",
        )
        return encoded["input_ids"], encoded["attention_mask"], encoded.encodings

    @staticmethod
    def place(encoding: Any, span: tuple[int, int]) -> tuple[int, int] | None:
        """First and last token of the passage that ``span`` touches; None where they were cut off."""
        inside = [
            i
            for i, (sequence, (start, end)) in enumerate(
                zip(encoding.sequence_ids, encoding.offsets, strict=True)
            )
            if sequence == 1 and start < span[1] and end > span[0]
        ]
        return (inside[0], inside[-1]) if inside else None


def batches(examples: list[ReaderExample], rng: random.Random) -> Iterator[list[ReaderExample]]:
    """Batches of about _TOKENS_A_BATCH tokens, of pairs of one length, in random order."""
    rng.shuffle(examples)
    per_pool = _POOL * 20
    for first in range(0, len(examples), per_pool):
        pool = sorted(examples[first : first + per_pool], key=lambda e: len(e.passage) + len(e.question))
        made: list[list[ReaderExample]] = [[]]
        for example in pool:
            length = (len(example.passage) + len(example.question)) / 4 + 8
            if made[-1] and (len(made[-1]) + 1) * length > _TOKENS_A_BATCH:
                made.append([])
            made[-1].append(example)
        rng.shuffle(made)
        yield from made


def loss_of(model: ReaderNetwork, pairs: Pairs, examples: list[ReaderExample]) -> torch.Tensor:
    """Mean loss of a batch."""
    ids, mask, encodings = pairs.encode(examples)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        read = model(ids, mask)
    places = [
        (0, 0) if not e.answers else (pairs.place(encoding, e.span) if e.span else None)
        for e, encoding in zip(examples, encodings, strict=True)
    ]
    told = torch.tensor([place is not None for place in places])
    starts = torch.tensor([place[0] if place else 0 for place in places])
    ends = torch.tensor([place[1] if place else 0 for place in places])
    answers = torch.tensor([float(e.answers) for e in examples])
    loss = functional.binary_cross_entropy_with_logits(read.answers, answers)
    if told.any():  # a batch may hold sheets alone, which answer nobody knows where
        span = functional.cross_entropy(read.starts[told], starts[told])
        span = span + functional.cross_entropy(read.ends[told], ends[told])
        loss = loss + span / 2
    return loss


@torch.inference_mode()
def evaluate(
    model: ReaderNetwork,
    pairs: Pairs,
    gold: Sequence[tuple[ReaderExample, tuple[str, ...]]],
    none: Sequence[ReaderExample],
) -> dict[str, float]:
    """Span F1 on the gold passages, and how well pairs with an answer are told from pairs without."""
    model.eval()
    f1 = []
    logits: list[list[float]] = [[], []]
    for side, examples in enumerate(([example for example, _ in gold], none)):
        for number, example in enumerate(examples):
            ids, mask, (encoding,) = pairs.encode([example])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                read = model(ids, mask)
            logits[side].append(float(read.answers[0]))
            if side == 0:
                reading = reading_of(read, encoding, calibration=(1.0, 0.0, 0.0))
                start, end = reading.span or (0, 0)
                f1.append(max(span_f1(example.passage[start:end], answer) for answer in gold[number][1]))
    model.train()
    return {"span F1": float(np.mean(f1)), "AUC": auc(*logits)}


def main() -> None:
    """Train, from the last checkpoint if there is one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("piaf", type=Path)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--sheets", type=Path, required=True)
    parser.add_argument("--after", type=Path, help="folder of the first run, to start from its weights")
    parser.add_argument(
        "--index", type=Path, default=Path(".sourcier/piaf-index"), help="search of the second"
    )
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    encoder, tokenizer, _ = base_model()
    model = ReaderNetwork(encoder).train()
    if options.after:
        load_weights(options.after, model)
    pairs = Pairs(tokenizer)
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    layers = [p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": layers, "lr": _LEARNING_RATE}, {"params": heads, "lr": _HEAD_RATE}],
        weight_decay=0.01,
        fused=True,
    )
    if options.after:
        index = open_index(
            read_piaf(options.piaf, "dev"), options.index, load_embedder(None), Console(stderr=True)
        )
        made = _batches(options.piaf, options.sheets, range(options.epochs, 2 * options.epochs), index)
    else:
        made = _batches(options.piaf, options.sheets, range(options.epochs), None)
    print(f"{len(made)} steps", flush=True)
    dev, written = _dev(options.piaf), _written_dev()
    train(
        model,
        optimizer,
        made,
        lambda batch: loss_of(model, pairs, batch),
        num_steps=len(made),
        folder=options.to,
        measure=lambda: f"PIAF {evaluate(model, pairs, *dev)}, written {evaluate(model, pairs, *written)}",
        measure_every=400,
    )


def _batches(piaf: Path, sheets: Path, epochs: range, index: Index | None) -> list[list[ReaderExample]]:
    """Every batch of ``epochs``; negatives and windows are those of the second run where there is ``index``."""
    questions, paragraphs = load_questions(piaf, "train"), load_paragraphs(piaf, "train")
    if index is None:
        negatives, longest, num_sheets = confused_by_words(questions, paragraphs), _LONGEST, _NUM_SHEETS
        written, confused = [], {}
    else:
        negatives, longest = confused_by_search(questions, paragraphs, index), _LONGEST_AFTER
        num_sheets, written = _NUM_SHEETS_AFTER, load_written()
        confused = confused_written(written, written_index())
    headings = sheet_questions(read_sheets(sheets), random.Random(0))
    made: list[list[ReaderExample]] = []
    for epoch in epochs:
        rng = random.Random(epoch)
        asked = questions if index is None else rng.sample(questions, int(len(questions) * _PIAF_SHARE_AFTER))
        examples = epoch_examples(
            asked,
            paragraphs,
            negatives,
            headings,
            rng,
            num_sheets=num_sheets,
            num_cloze=_NUM_CLOZE if epoch == 0 else 0,
            longest=longest,
        )
        examples += written_examples(written, confused, rng)
        made += batches(examples, rng)
    return made


_Dev = tuple[list[tuple[ReaderExample, tuple[str, ...]]], list[ReaderExample]]


def _written_dev() -> _Dev:
    """The questions kept apart with their passage: those it answers, and its near misses."""
    gold: list[tuple[ReaderExample, tuple[str, ...]]] = []
    none: list[ReaderExample] = []
    for passage in load_written(dev=True):
        for question, span in passage.questions:
            example = ReaderExample(question, passage.text, span is not None, span)
            if span is None:
                none.append(example)
            else:
                gold.append((example, (passage.text[slice(*span)],)))
    return gold, none


def _dev(piaf: Path) -> _Dev:
    """Every third dev question with its paragraph, and with the closest one, by BM25, that does not answer."""
    questions, paragraphs = load_questions(piaf, "dev")[::3], load_paragraphs(piaf, "dev")
    paragraphs |= load_paragraphs(piaf, "train")
    negatives = confused_by_words(questions, paragraphs)
    gold, none = [], []
    for question in questions:
        text = paragraphs[question.paragraph_id].text
        answers = tuple(text[start:end] for start, end in question.spans)
        gold.append((ReaderExample(question.text, text, True, question.spans[0]), answers))
        none.append(ReaderExample(question.text, paragraphs[negatives[question.question_id][0]].text, False))
    return gold, none


if __name__ == "__main__":
    main()
