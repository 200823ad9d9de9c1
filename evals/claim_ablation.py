"""What the inference network brings to the claims: a reference set checked by words and figures alone, then with it.

Usage: python -m evals.claim_ablation SET INDEX
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.engine import Assistant
from assistant.inference import load_inference
from assistant.settings import settings
from assistant.terminal import bar
from evals.evaluation import evaluate, require_documents, texts_of
from evals.labels import number
from evals.reference_set import load_reference_set
from evals.scores import Figure, score
from index.embedding import load_embedder
from ingest.errors import SourcierError


def main() -> None:
    """Print both, the difference and whether it could be chance."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("set", type=Path)
    parser.add_argument("index", type=Path)
    options = parser.parse_args()
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    try:
        claims = replace(load_reference_set(options.set), questions=(), unanswerable=(), dialogues=())
        runs = []
        for inference in (None, load_inference()):
            assistant = Assistant.open(
                options.index, load_embedder(settings().embedding_model), inference=inference
            )
            require_documents(claims, texts_of(assistant))
            with bar(Console(stderr=True), "Affirmations") as progress:
                runs.append(evaluate(claims, assistant, progress=progress))
    except SourcierError as error:
        sys.exit(str(error))
    console.print(_table(*(score(claims, run).claims for run in runs)))


def _table(alone: Sequence[Figure], whole: Sequence[Figure]) -> Table:
    table = Table("", "n", "mots et chiffres seuls", "avec le réseau")
    for before, after in zip(alone, whole, strict=True):
        interval = f"{number(after.value)} ({number(after.low)} à {number(after.high)})"
        table.add_row(after.label, str(after.n), number(before.value), interval)
    return table


if __name__ == "__main__":
    main()
