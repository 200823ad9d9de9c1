"""The figures that a change must not lose: kept in expected.json, and held by tests/evals/test_gate.py.

Usage: python -m evals.expectations INDEX [--set evals/examples_dev]
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from assistant.cli import open_assistant
from assistant.terminal import bar
from evals.evaluation import Run, evaluate, require_documents, texts_of
from evals.reference_set import ReferenceSet, load_reference_set, problems
from evals.scores import Figure, Scores, score
from ingest.errors import SourcierError

EXPECTED = Path(__file__).with_name("expected.json")
DEFAULT_SET = Path(__file__).with_name("examples_dev")

# A figure may lose what one of its items weighs: processors round differently, and one answer may tip over.
_TOLERATED_ITEMS = 1
_NEVER_LESS = frozenset({"quotes_verbatim"})
_HELD = (
    "answer_accuracy",
    "recall@1",
    "recall@5",
    "mrr@10",
    "ndcg@10",
    "false_abstention",
    "abstention_recall",
    "citation_recall",
    "citation_precision",
    "quotes_verbatim",
    "later_turns",
    "claim_accuracy",
    "claim_grave_error",
)


def main() -> None:
    """Write expected.json from a run over an index of the example collection."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index", type=Path)
    parser.add_argument("--set", type=Path, default=DEFAULT_SET)
    options = parser.parse_args()
    try:
        reference_set = load_reference_set(options.set)
        assistant = open_assistant(options.index, with_inference=True)
        require_documents(reference_set, texts_of(assistant))
        with bar(Console(stderr=True), "Questions") as progress:
            run = evaluate(reference_set, assistant, progress=progress)
    except SourcierError as error:
        sys.exit(str(error))
    text = json.dumps(expectations(score(reference_set, run)), ensure_ascii=False, indent=1)
    EXPECTED.write_text(text + "\n", encoding="utf-8")
    print(f"{EXPECTED.name} : {len(_HELD)} mesures au plus, sur « {reference_set.name} ».")


def expectations(scores: Scores) -> dict[str, Any]:
    """The held figures of ``scores``, with the value of each item, to be written."""
    held = (scores.named[name] for name in _HELD if name in scores.named)
    return {
        "command": "make expectations",
        "figures": {
            each.name: {
                "value": round(each.value, 4),
                "n": each.n,
                # Quotes change with every answer: they are held as a whole.
                "values": {}
                if each.name in _NEVER_LESS
                else {id: round(value, 4) for id, value in each.values.items()},
            }
            for each in held
        },
    }


def losses(
    expected: Mapping[str, Any], reference_set: ReferenceSet, run: Run, texts: Mapping[str, str]
) -> list[str]:
    """What ``run`` has lost against ``expected``: one sentence each, with the questions lost; empty if nothing.

    ``texts`` are those of the documents by name, which every gold span must still fit.
    """
    asked = reference_set.texts
    found = [f"jeu de référence : {sentence}" for sentence in problems(reference_set, texts)]
    unanswered = [id for id in asked if id not in run.results or "error" in run.results[id]]
    unranked = [
        each.id for each in reference_set.questions if each.alternatives and each.id not in run.ranked
    ]
    found += [f"sans résultat : {id} « {asked[id]} »" for id in dict.fromkeys([*unanswered, *unranked])]
    named = score(reference_set, run).named
    for name, before in expected["figures"].items():
        figure = named.get(name)
        if figure is None:
            found.append(f"{name} : n'est plus mesuré.")
            continue
        found += _losses_of(figure, before, asked)
    return found


def _losses_of(figure: Figure, before: Mapping[str, Any], asked: Mapping[str, str]) -> Iterator[str]:
    sign = 1 if figure.higher_is_better else -1
    loss = sign * (before["value"] - figure.value)
    if figure.name in _NEVER_LESS:
        if loss > 0:
            wrong = [id for id, value in figure.values.items() if value < 1]
            yield f"{figure.name} : {figure.value:.4f} au lieu de {before['value']} ({', '.join(wrong)})."
        return
    if before["values"].keys() - figure.values.keys() and figure.n != before["n"]:
        gone = sorted(before["values"].keys() - figure.values.keys())
        # Precision is over the answers that quote: an answer that became a refusal is another figure's loss.
        if figure.name != "citation_precision":
            yield f"{figure.name} : {figure.n} éléments au lieu de {before['n']}, sans {', '.join(gone)}."
    if loss > (_TOLERATED_ITEMS + 0.01) / before["n"]:
        lost = "".join(
            f"\n  {id} « {asked[id]} » : {value:.3f} au lieu de {before['values'][id]}"
            for id, value in figure.values.items()
            if id in before["values"] and sign * (before["values"][id] - value) > 1e-3
        )
        yield f"{figure.name} : {figure.value:.3f} au lieu de {before['value']:.3f}{lost}"


if __name__ == "__main__":
    main()
