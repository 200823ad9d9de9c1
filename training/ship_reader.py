"""Pack the trained reader into assistant/reader/reader.safetensors, its probabilities calibrated.

Usage: python -m training.ship_reader CHECKPOINT_FOLDER --piaf FOLDER [--index DIR] [--to FILE]

Calibration: a logistic regression (Platt, 1999) on PIAF dev, every passage
that search puts first, which answers where it comes from the gold paragraph and holds an accepted
answer. Prints the reliability of the probabilities, ten bins, by cross-validation over questions, and what
each number of passages read, and each weight of the reader beside search, would give.
"""

import argparse
import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from assistant.reader.trained import TRAINED_READER, TrainedReader
from evals.datasets import read_piaf
from evals.metrics import auc, mrr_at_k, recall_at_k
from evals.ranking import id_of, open_index
from index.embedding import load_embedder
from index.packed_weights import pack
from index.passage_text import text_in_context
from training.base_model import ORIGIN
from training.checkpoints import trained_in
from training.logistic import chances, fit

_FOLDS = 5
_BINS = 10
_NUM_FOUND = 50
_COUNTS, _WEIGHTS = (5, 6, 8), (0.0, 0.1, 0.2, 0.3, 0.5, 0.8)


def main() -> None:
    """Write the file, and print how far its probabilities can be trusted."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--piaf", type=Path, required=True)
    parser.add_argument("--index", type=Path, default=Path(".sourcier/piaf-index"))
    parser.add_argument("--to", type=Path, default=TRAINED_READER)
    options = parser.parse_args()
    weights = trained_in(options.checkpoint)
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "reader.safetensors"
        pack(weights, draft, {"calibration": json.dumps([1.0, 0.0, 0.0])})
        read = _read_dev(TrainedReader(draft), options.piaf, options.index)
    signals = np.array([passage.signals for passages in read for passage in passages.read])
    answers = np.array([passage.answers for passages in read for passage in passages.read])
    folds = np.array([number % _FOLDS for number, passages in enumerate(read) for _ in passages.read])
    foretold = np.empty(len(answers))
    for fold in range(_FOLDS):
        apart = folds == fold
        foretold[apart] = chances(signals[apart], fit(signals[~apart], answers[~apart]))
    calibration = fit(signals, answers)
    kept = json.dumps([round(float(value), 4) for value in calibration])
    pack(weights, options.to, {"calibration": kept, **ORIGIN})
    print(
        f"{options.to}: {options.to.stat().st_size / 1e6:.1f} MB, calibration {calibration.round(4).tolist()}"
    )
    print(f"AUC {auc(foretold[answers].tolist(), foretold[~answers].tolist()):.3f}, {len(answers)} passages")
    for line in reliability(foretold, answers):
        print(line)
    rows = np.split(foretold, np.cumsum([len(passages.read) for passages in read])[:-1])
    for count in _COUNTS:
        for weight in _WEIGHTS:
            ranks = [
                _gold_rank(passages, row[:count], weight) for passages, row in zip(read, rows, strict=True)
            ]
            print(
                f"{count} read, weight {weight}: recall@1 {recall_at_k(ranks, 1):.3f}, MRR@10 {mrr_at_k(ranks, 10):.3f}"
            )


@dataclass(frozen=True, slots=True)
class _ReadPassage:
    signals: tuple[float, float]
    answers: bool


@dataclass(frozen=True, slots=True)
class _ReadQuestion:
    """``scores`` of the passages found and which are ``gold``, best first; what the first gave, ``read``."""

    scores: list[float]
    gold: list[bool]
    read: list[_ReadPassage]


def _read_dev(reader: TrainedReader, piaf: Path, index_dir: Path) -> list[_ReadQuestion]:
    dataset = read_piaf(piaf, "dev")
    index = open_index(dataset, index_dir, load_embedder(None), Console(stderr=True))
    questions = []
    for question in track(dataset.questions, "Calibration"):
        hits = index.search(question.text, _NUM_FOUND)
        first = hits[: max(_COUNTS)]
        readings = reader.read(question.text, [text_in_context(hit.document, hit.passage) for hit in first])
        gold = [id_of(hit.document) in question.gold for hit in hits]
        read = [
            _ReadPassage(
                (reading.logit, reading.margin),
                is_gold and any(answer in hit.passage.text for answer in question.answers),
            )
            for hit, is_gold, reading in zip(hits, gold, readings, strict=False)
        ]
        questions.append(_ReadQuestion([hit.score for hit in hits], gold, read))
    return questions


def _gold_rank(question: _ReadQuestion, foretold: NDArray[np.float64], weight: float) -> int | None:
    scores = np.array(question.scores)
    scores[: len(foretold)] += weight * foretold
    order = np.argsort(-scores, kind="stable")
    return next((rank for rank, i in enumerate(order, start=1) if question.gold[i]), None)


def reliability(foretold: NDArray[np.float64], answers: NDArray[np.bool_]) -> Iterable[str]:
    """A line a bin of probabilities: the mean foretold, the share that came true, the count; then the error.

    The last line is the expected calibration error (Guo et al., ICML 2017).
    """
    bins = np.minimum((foretold * _BINS).astype(int), _BINS - 1)
    error = 0.0
    for number in range(_BINS):
        inside = bins == number
        if inside.any():
            said, true = foretold[inside].mean(), answers[inside].mean()
            error += inside.mean() * abs(said - true)
            yield f"{said:.2f} → {true:.2f} ({inside.sum()})"
    yield f"ECE {error:.3f}"


if __name__ == "__main__":
    main()
