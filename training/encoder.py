"""Train the encoder, resumable: vectors of texts and of tokens that put a question near its answer.

Usage: python -m training.encoder PIAF_FOLDER --sheets FILE --to FOLDER [--steps N]
       python -m training.encoder PIAF_FOLDER --sheets FILE --to FOLDER2 --after FOLDER [--steps N]

The first run starts as the default model before training, word embeddings stay as they are. The second starts from
the first one's weights and takes most of its batches from training/questions. Loss of a batch: softmax
over its passages, of MaxSim weighted by rarity and of the cosine of pooled vectors (Khattab & Zaharia, SIGIR
2020; Wang et al., arXiv 2212.03533). The projection of token vectors is trained along. PIAF dev only chooses.
"""

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import load_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from index.fusion import fuse, with_maxsim
from index.lexical import LexicalIndex
from index.token_codec import BASIS_NAME
from training.base_model import base_model
from training.checkpoints import load_weights
from training.encoder_batches import EncoderBatch, piaf_batches, sheet_batches, written_batches
from training.loop import train
from training.negatives import confused_by_words
from training.piaf import Paragraph, ReadingQuestion, load_paragraphs, load_questions
from training.written import WrittenPassage, load_written

_MAX_TOKENS = 256
_MAXSIM_SCALE, _COSINE_SCALE, _COSINE_SHARE = 30.0, 50.0, 0.5
_LEARNING_RATE, _LEARNING_RATE_AFTER = 6e-5, 5e-5
_SHEETS_SHARE = 0.45  # of the batches that are not written ones
_WRITTEN_SHARE_AFTER = 0.6


class EncoderNetwork(nn.Module):
    """The encoder and the projection of its token vectors, as index.token_codec applies it."""

    def __init__(self, encoder: BertModel, mean: Tensor, basis: Tensor) -> None:
        super().__init__()
        self.encoder = encoder
        self.mean = nn.Parameter(mean)
        self.basis = nn.Parameter(basis)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Unit vectors of the texts ``(num_texts, dimension)`` and of tokens ``(num_texts, num_tokens, 128)``."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        kept = mask[..., None].float()
        pooled = (states * kept).sum(1) / kept.sum(1)
        tokens = functional.normalize(states, dim=-1) - self.mean
        return functional.normalize(pooled, dim=-1), functional.normalize(
            (tokens @ self.basis).float(), dim=-1
        )


class Texts:
    """Tokenizes questions and passages, and tells which tokens count: not the prefix, not the marks."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._prefixes = {
            prefix: len(tokenizer(prefix.strip(), add_special_tokens=False)["input_ids"])
            for prefix in ("query: ", "passage: ")
        }

    def encode(self, prefix: str, texts: list[str]) -> tuple[Tensor, Tensor, Tensor]:
        """Ids, attention mask, and mask of the tokens that count, each ``(num_texts, num_tokens)``."""
        encoded = self._tokenizer(
            [prefix + text for text in texts],
            truncation=True,
            max_length=_MAX_TOKENS,
            padding=True,
            return_tensors="pt",
        )
        ids, mask = encoded["input_ids"], encoded["attention_mask"]
        counted = mask.clone()
        counted[:, : 1 + self._prefixes[prefix]] = 0
        counted[torch.arange(len(ids)), mask.sum(1) - 1] = 0
        return ids, mask, counted.bool()


class Rarity:
    """Weights of question tokens by how few passages of a collection hold them, as TokenIndex has them."""

    def __init__(self, texts: Texts, passages: list[str], vocabulary: int) -> None:
        frequencies = torch.zeros(vocabulary)
        for first in range(0, len(passages), 256):
            ids, _, counted = texts.encode("passage: ", passages[first : first + 256])
            for row, kept in zip(ids, counted, strict=True):
                frequencies[row[kept].unique()] += 1
        self._rarities = torch.log(1 + (len(passages) - frequencies + 0.5) / (frequencies + 0.5))

    def weights(self, ids: Tensor, counted: Tensor) -> Tensor:
        """Shares of one for each question, ``(num_questions, num_tokens)``."""
        rarities = self._rarities[ids] * counted
        return rarities / rarities.sum(1, keepdim=True).clamp(min=1e-6)


def maxsim(query: Tensor, weights: Tensor, passages: Tensor, counted: Tensor) -> Tensor:
    """MaxSim of every question with every passage, ``(num_questions, num_passages)``."""
    num_questions, num_tokens, width = query.shape
    cosines = query.reshape(-1, width) @ passages.reshape(-1, width).T
    cosines = cosines.view(num_questions * num_tokens, *counted.shape)
    with torch.no_grad():
        nearest = cosines.masked_fill(~counted, -2.0).argmax(-1, keepdim=True)
    best = cosines.gather(-1, nearest).view(num_questions, num_tokens, -1)
    return (best * weights[..., None]).sum(1)


def encode_by_length(
    model: EncoderNetwork, texts: Texts, prefix: str, batch: list[str]
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Vectors of texts and of tokens, ids and mask of the tokens that count; the longer half apart."""
    order = sorted(range(len(batch)), key=lambda i: len(batch[i]))
    halves = [half for half in (order[: len(order) // 2], order[len(order) // 2 :]) if half]
    parts = []
    for half in halves:
        ids, mask, counted = texts.encode(prefix, [batch[i] for i in half])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            pooled, tokens = model(ids, mask)
        parts.append((pooled, tokens, ids, counted))
    length = max(part[2].shape[1] for part in parts)
    back = torch.tensor(order).argsort()
    pooled = torch.cat([part[0] for part in parts])[back]
    tokens = torch.cat([functional.pad(part[1], (0, 0, 0, length - part[1].shape[1])) for part in parts])[
        back
    ]
    ids = torch.cat([functional.pad(part[2], (0, length - part[2].shape[1])) for part in parts])[back]
    counted = torch.cat([functional.pad(part[3], (0, length - part[3].shape[1])) for part in parts])[back]
    return pooled, tokens, ids, counted


def loss_of(model: EncoderNetwork, texts: Texts, rarity: Rarity, batch: EncoderBatch) -> Tensor:
    """Mean loss of a batch."""
    query_pooled, query_tokens, query_ids, query_counted = encode_by_length(
        model, texts, "query: ", batch.questions
    )
    pooled, tokens, _, counted = encode_by_length(model, texts, "passage: ", batch.passages)
    weights = rarity.weights(query_ids, query_counted)
    gold = torch.tensor(batch.gold)
    late = maxsim(query_tokens, weights, tokens, counted)
    return functional.cross_entropy(_MAXSIM_SCALE * late, gold) + _COSINE_SHARE * functional.cross_entropy(
        _COSINE_SCALE * query_pooled @ pooled.T, gold
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions, each with the number of the passage that answers it."""

    passages: list[str]
    questions: list[tuple[str, int]]


def piaf_dev(piaf: Path, every: int) -> Asked:
    """Every ``every``-th PIAF dev question, all paragraphs of train and dev."""
    paragraphs = load_paragraphs(piaf, "train") | load_paragraphs(piaf, "dev")
    numbers = {pid: number for number, pid in enumerate(paragraphs)}
    questions = load_questions(piaf, "dev")[::every]
    return Asked(
        [paragraph.text for paragraph in paragraphs.values()],
        [(question.text, numbers[question.paragraph_id]) for question in questions],
    )


def written_dev() -> Asked:
    """The questions of training/questions kept apart to measure, all its passages."""
    kept_apart = load_written(dev=True)
    return Asked(
        [passage.text for passage in (*kept_apart, *load_written())],
        [
            (question, number)
            for number, passage in enumerate(kept_apart)
            for question, span in passage.questions
            if span
        ],
    )


@torch.inference_mode()
def evaluate(model: EncoderNetwork, texts: Texts, asked: Asked) -> str:
    """recall@1 and MRR@10 of the runs that a search makes."""
    model.eval()
    passages = asked.passages
    rarity = Rarity(texts, passages, model.encoder.config.vocab_size)
    lexical = LexicalIndex.build(passages)
    order = sorted(range(len(passages)), key=lambda i: len(passages[i]))
    vectors = torch.empty(len(passages), model.encoder.config.hidden_size)
    tokens: list[Tensor] = [torch.empty(0)] * len(passages)
    for first in range(0, len(order), 24):
        chunk = order[first : first + 24]
        encoded, mask, counted = texts.encode("passage: ", [passages[i] for i in chunk])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            pooled, states = model(encoded, mask)
        vectors[chunk] = pooled
        for i, row, kept in zip(chunk, states, counted, strict=True):
            tokens[i] = row[kept]
    ranks: dict[str, list[int]] = {}
    for question, gold in asked.questions:
        encoded, mask, counted = texts.encode("query: ", [question])
        pooled, states = model(encoded, mask)
        weights = rarity.weights(encoded, counted)[0][counted[0]]
        cosines = (pooled @ vectors.T)[0].numpy()
        bm25 = lexical.scores(question)
        late = np.array(
            [float(((states[0][counted[0]] @ row.T).amax(1) * weights).sum()) for row in tokens], np.float32
        )
        hybrid = fuse(cosines, bm25)
        runs = {
            "vectors": cosines,
            "MaxSim": late,
            "hybrid": hybrid,
            "hybrid + MaxSim": with_maxsim(hybrid, late),
        }
        for name, scores in runs.items():
            ranks.setdefault(name, []).append(1 + int((scores > scores[gold]).sum()))
    model.train()
    return "; ".join(
        f"{name} R@1 {np.mean([r == 1 for r in of_run]):.3f} MRR@10 {np.mean([1 / r if r <= 10 else 0 for r in of_run]):.3f}"
        for name, of_run in ranks.items()
    )


def main() -> None:
    """Train, from the last checkpoint if there is one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("piaf", type=Path)
    parser.add_argument("--sheets", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=700)
    parser.add_argument("--after", type=Path, help="folder of the first run, to start from its weights")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    encoder, tokenizer, folder = base_model()
    texts = Texts(tokenizer)
    fitted = load_file(folder / BASIS_NAME)
    model = EncoderNetwork(encoder, torch.tensor(fitted["mean"]), torch.tensor(fitted["basis"])).train()
    if options.after:
        load_weights(options.after, model)
    trained = [weights for weights in model.parameters() if weights.requires_grad]
    questions, paragraphs = load_questions(options.piaf, "train"), load_paragraphs(options.piaf, "train")
    rng, written = random.Random(1 if options.after else 0), load_written() if options.after else []
    of_sheets = sheet_batches(options.sheets, rng)
    some_sheets = [passage for batch in islice(of_sheets, 100) for passage in batch.passages]
    dev, apart = piaf_dev(options.piaf, 3), written_dev()
    rarities = {
        "piaf": Rarity(texts, [p.text for p in paragraphs.values()], encoder.config.vocab_size),
        "sheets": Rarity(texts, some_sheets, encoder.config.vocab_size),
        "written": Rarity(texts, [p.text for p in written], encoder.config.vocab_size),
    }
    train(
        model,
        torch.optim.AdamW(
            trained,
            lr=_LEARNING_RATE_AFTER if options.after else _LEARNING_RATE,
            weight_decay=0.01,
            fused=True,
        ),
        _mixed(of_sheets, questions, paragraphs, written, rng),
        lambda batch: loss_of(model, texts, rarities[batch.source], batch),
        num_steps=options.steps,
        folder=options.to,
        measure=lambda: f"PIAF {evaluate(model, texts, dev)}\nwritten {evaluate(model, texts, apart)}",
        measure_every=200,
    )


def _mixed(
    of_sheets: Iterator[EncoderBatch],
    questions: Sequence[ReadingQuestion],
    paragraphs: dict[str, Paragraph],
    written: Sequence[WrittenPassage],
    rng: random.Random,
) -> Iterator[EncoderBatch]:
    """Batches of all collections, without end."""
    neighbours = confused_by_words(questions, paragraphs)
    of_piaf = _over_and_over(lambda: piaf_batches(questions, paragraphs, neighbours, rng))
    of_written = _over_and_over(lambda: written_batches(written, rng))
    while True:
        if written and rng.random() < _WRITTEN_SHARE_AFTER:
            yield next(of_written)
        else:
            yield next(of_sheets if rng.random() < _SHEETS_SHARE else of_piaf)


def _over_and_over(epoch: Callable[[], Iterator[EncoderBatch]]) -> Iterator[EncoderBatch]:
    while True:
        yield from epoch()


if __name__ == "__main__":
    main()
