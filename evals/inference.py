"""Claims checked against one premise each: is the contradiction seen when the premise is the passage?

Usage: python -m evals.inference FOLDER

FOLDER holds ``daccord.jsonl`` (contradiction or compatible; Skandalis et al., 2023) and ``rte3-dev.jsonl`` (entailment,
neutral, contradiction; RTE-3 in French), JSON Lines of ``premise``, ``hypothesis``, ``label``. Nothing is trained or
chosen on them. Each premise is a document, each hypothesis is checked against its own. Beside the verdicts: the most
frequent label, and the share of the hypothesis's words that are in the premise, cut where it is best on the very same
pairs, which flatters it.
"""

import argparse
import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.answers import Verdict
from assistant.engine import Assistant
from assistant.inference import load_inference
from evals.datasets import Dataset, read_json_lines
from evals.metrics import macro_f1
from evals.ranking import id_of, open_index
from index.analysis import analyse
from index.embedding import load_embedder
from index.scope import Scope
from ingest.errors import SourcierError

# What each verdict says in the words of each set.
_DACCORD = {
    Verdict.SUPPORTED: "compatibles",
    Verdict.REFUTED: "contradiction",
    Verdict.NOT_ENOUGH_INFO: "compatibles",
}
_RTE3 = {
    Verdict.SUPPORTED: "entailment",
    Verdict.REFUTED: "contradiction",
    Verdict.NOT_ENOUGH_INFO: "neutral",
}


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
        for title, file, labels in (
            ("DACCORD", "daccord.jsonl", _DACCORD),
            ("RTE-3 (dev)", "rte3-dev.jsonl", _RTE3),
        ):
            pairs = read_pairs(folder / file)
            verdicts = checked(pairs, Console(stderr=True))
            console.print(_table(title, pairs, [labels[verdict] for verdict in verdicts]))
    except SourcierError as error:
        sys.exit(str(error))


def read_pairs(path: Path) -> list[Pair]:
    """Raises UsageError."""
    return [Pair(line["premise"], line["hypothesis"], line["label"]) for line in read_json_lines(path)]


def checked(pairs: Sequence[Pair], console: Console) -> list[Verdict]:
    """The verdict of each premise on its hypothesis, in order."""
    dataset = Dataset({_name(pair): pair.premise for pair in pairs}, ())
    with tempfile.TemporaryDirectory() as folder:
        index = open_index(dataset, Path(folder) / "index", load_embedder(None), console)
        assistant = Assistant(index, inference=load_inference())
        names = {id_of(document): document.name for document in assistant.index.documents}
        return [
            assistant.check(pair.hypothesis, scope=Scope(documents=(names[_name(pair)],))).verdict
            for pair in track(pairs, transient=True, console=console)
        ]


def _name(pair: Pair) -> str:
    return hashlib.sha256(pair.premise.encode()).hexdigest()[:16]


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


def _table(name: str, pairs: Sequence[Pair], said: Sequence[str]) -> Table:
    true = [pair.label for pair in pairs]
    most = Counter(true).most_common(1)[0][0]
    table = Table(title=f"{name} : {len(pairs)} paires", title_justify="left")
    for column in ("", "justes", "macro-F1"):
        table.add_column(column)
    for row, labels in (
        ("réponse la plus fréquente", [most] * len(true)),
        ("part de mots communs, au mieux", by_overlap(pairs)),
        ("Sourcier", list(said)),
    ):
        right = sum(ours == theirs for ours, theirs in zip(labels, true, strict=True)) / len(true)
        table.add_row(row, f"{right:.3f}", f"{macro_f1(true, labels):.3f}")
    return table


if __name__ == "__main__":
    main()
