"""Inference alone, without a search: is the contradiction seen when the premise is the passage?

Usage: python -m evals.inference FOLDER

FOLDER holds ``daccord.jsonl`` (contradiction or compatible; Skandalis et al., 2023) and ``rte3-dev.jsonl`` (entailment,
neutral, contradiction; RTE-3 in French), JSON Lines of ``premise``, ``hypothesis``, ``label``. Nothing is trained or
chosen on them. Beside the network: the most frequent label, and the share of the hypothesis's words that are in the
premise, cut where it is best on the very same pairs, which flatters it.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.inference import Inference, Judgement, load_inference
from evals.datasets import read_json_lines
from evals.metrics import macro_f1
from index.analysis import analyse
from ingest.errors import SourcierError

_CONTRADICTION, _COMPATIBLE = "contradiction", "compatibles"
_ENTAILMENT, _NEUTRAL = "entailment", "neutral"


@dataclass(frozen=True, slots=True)
class Pair:
    """``label`` is what ``premise`` makes of ``hypothesis``."""

    premise: str
    hypothesis: str
    label: str


def main() -> None:
    """Print a table for each set of pairs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 100)
    try:
        inference = load_inference()
        daccord, rte3 = read_pairs(folder / "daccord.jsonl"), read_pairs(folder / "rte3-dev.jsonl")
    except SourcierError as error:
        sys.exit(str(error))
    console.print(_table("DACCORD", daccord, _judged(inference, daccord), two_way))
    console.print(_table("RTE-3 (dev)", rte3, _judged(inference, rte3), three_way))


def read_pairs(path: Path) -> list[Pair]:
    """Raises UsageError."""
    return [Pair(line["premise"], line["hypothesis"], line["label"]) for line in read_json_lines(path)]


def two_way(judgement: Judgement) -> str:
    """Contradiction where it is likelier than that the premise says so or leaves it open."""
    return _CONTRADICTION if judgement.refuted > 1 - judgement.refuted else _COMPATIBLE


def three_way(judgement: Judgement) -> str:
    """The likeliest of the three."""
    chances = {
        _ENTAILMENT: judgement.supported,
        _CONTRADICTION: judgement.refuted,
        _NEUTRAL: 1 - judgement.decided,
    }
    return max(chances, key=lambda label: chances[label])


def by_overlap(pairs: Sequence[Pair]) -> list[str]:
    """The label that fits best above a share of common words, and the one that does below: best cut, best labels."""
    shares = [_overlap(pair) for pair in pairs]
    labels = sorted({pair.label for pair in pairs})
    best: tuple[int, list[str]] = (-1, [])
    for cut in sorted(set(shares)):
        for high in labels:
            for low in labels:
                said = [high if share >= cut else low for share in shares]
                right = sum(label == pair.label for label, pair in zip(said, pairs, strict=True))
                best = max(best, (right, said), key=lambda each: each[0])
    return best[1]


def _overlap(pair: Pair) -> float:
    asked = set(analyse(pair.hypothesis))
    return len(asked & set(analyse(pair.premise))) / len(asked) if asked else 0.0


def _judged(inference: Inference, pairs: Sequence[Pair]) -> list[Judgement]:
    return [inference.judge(pair.hypothesis, [pair.premise])[0] for pair in track(pairs, transient=True)]


def _table(
    name: str, pairs: Sequence[Pair], judged: Sequence[Judgement], label_of: Callable[[Judgement], str]
) -> Table:
    true = [pair.label for pair in pairs]
    most = Counter(true).most_common(1)[0][0]
    table = Table(title=f"{name} : {len(pairs)} paires", title_justify="left")
    for column in ("", "justes", "macro-F1"):
        table.add_column(column)
    for row, said in (
        ("réponse la plus fréquente", [most] * len(true)),
        ("part de mots communs, au mieux", by_overlap(pairs)),
        ("réseau d'inférence", [label_of(each) for each in judged]),
    ):
        right = sum(ours == theirs for ours, theirs in zip(said, true, strict=True)) / len(true)
        table.add_row(row, f"{right:.3f}", f"{macro_f1(true, said):.3f}")
    return table


if __name__ == "__main__":
    main()
