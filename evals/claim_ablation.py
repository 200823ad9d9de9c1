"""What words, then the network, add to figures: the claims of a reference set checked by each.

Usage: python -m evals.claim_ablation SET INDEX

By figures alone: the sentence that fits the claim best confirms it where it has each of its figures, and contradicts it
where it has another of the same unit instead. By words: as Sourcier does without its inference network.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.answers import Verdict
from assistant.cli import open_assistant
from assistant.engine import Assistant
from assistant.evidence import fitting_sentences
from assistant.quantities import find_ranges
from evals.evaluation import require_documents, texts_of
from evals.metrics import macro_f1
from evals.reference_set import ReferenceClaim, load_reference_set
from ingest.errors import SourcierError


def main() -> None:
    """Print the share of right verdicts of each checker, whole and by kind of claim."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("set", type=Path)
    parser.add_argument("index", type=Path)
    options = parser.parse_args()
    try:
        reference_set = load_reference_set(options.set)
        assistant = open_assistant(options.index, with_reader=False, with_inference=True)
        require_documents(reference_set, texts_of(assistant))
    except SourcierError as error:
        sys.exit(str(error))
    claims = reference_set.claims
    by_words = Assistant(assistant.index)
    said = {
        "chiffres seuls": [figures_alone(assistant, claim.text) for claim in claims],
        "mots": [by_words.check(claim.text).verdict for claim in claims],
        "Sourcier": [assistant.check(claim.text).verdict for claim in claims],
    }
    Console(highlight=False, width=None if sys.stdout.isatty() else 100).print(_table(claims, said))


def figures_alone(assistant: Assistant, claim: str) -> Verdict:
    """The verdict of the figures of the sentence that fits ``claim`` best; none without figures."""
    sentences = fitting_sentences(assistant.index, claim)
    ours = find_ranges(claim)
    if not ours or not sentences:
        return Verdict.NOT_ENOUGH_INFO
    theirs = find_ranges(sentences[0].reading)
    if all(any(map(mine.follows_from, theirs)) for mine in ours):
        return Verdict.SUPPORTED
    if any(any(map(mine.excludes, theirs)) for mine in ours):
        return Verdict.REFUTED
    return Verdict.NOT_ENOUGH_INFO


def _table(claims: Sequence[ReferenceClaim], said: Mapping[str, Sequence[Verdict]]) -> Table:
    table = Table("", "n", *said)
    kinds = sorted({claim.kind for claim in claims})
    for name, among in (("toutes", kinds), *((kind, [kind]) for kind in kinds)):
        chosen = [number for number, claim in enumerate(claims) if claim.kind in among]
        table.add_row(
            name,
            str(len(chosen)),
            *(
                f"{sum(by[number] is claims[number].verdict for number in chosen) / len(chosen):.3f}"
                for by in said.values()
            ),
        )
    true = [claim.verdict.value for claim in claims]
    f1s = [f"{macro_f1(true, [verdict.value for verdict in by]):.3f}" for by in said.values()]
    table.add_row("macro-F1", str(len(claims)), *f1s)
    for row, verdict, called in (
        ("contredites dites confirmées", Verdict.REFUTED, Verdict.SUPPORTED),
        ("confirmées à tort ou à raison", None, Verdict.SUPPORTED),
        ("contredites à tort ou à raison", None, Verdict.REFUTED),
    ):
        among_them = [n for n, claim in enumerate(claims) if verdict in (None, claim.verdict)]
        counts = [str(sum(by[number] is called for number in among_them)) for by in said.values()]
        table.add_row(row, str(len(among_them)), *counts)
    return table


if __name__ == "__main__":
    main()
