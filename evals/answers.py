"""Answers over a collection, judged through the public command line alone.

Usage: python -m evals.answers {reports,examples} DOCUMENTS [--half dev|final] [--sourcier CMD] [--verbose]

Questions are those of evals/COLLECTION_HALF. Every quote is compared with the slice of `sourcier text`; an answer is right
when it holds one accepted variant of every fact within its word limit; a question the documents do not answer must be
refused. Only figures of the half called "final", which nobody tunes on, say how good the assistant is.
"""

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from evals.datasets import read_json_lines
from evals.judging import citation_precision, citation_recall, is_right

_HERE = Path(__file__).parent

_Line = dict[str, Any]


def main() -> None:
    """Print the figures; exit 1 if a quote is not verbatim."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("collection", choices=("reports", "examples"))
    parser.add_argument("documents")
    parser.add_argument("--half", choices=("dev", "final"), default="dev")
    parser.add_argument("--sourcier", default=f"{sys.executable} -m assistant.cli")
    parser.add_argument("--verbose", action="store_true", help="print every question that went wrong")
    options = parser.parse_args()
    kept = _HERE / f"{options.collection}_{options.half}"
    answerable, unanswerable, dialogues = (
        list(read_json_lines(kept / f"{name}.jsonl")) for name in ("questions", "unanswerable", "dialogues")
    )
    with tempfile.TemporaryDirectory() as folder:
        run = _Run(shlex.split(options.sourcier), Path(folder))
        run.sourcier("ingest", options.documents)
        asked = [{"id": line["id"], "text": line["question"]} for line in (*answerable, *unanswerable)]
        results = run.batch("ask", asked)
        talks = [{"id": d["id"], "turns": [turn["question"] for turn in d["turns"]]} for d in dialogues]
        turns = {
            f"{identifier}.{number}": answer
            for identifier, result in run.batch("chat", talks).items()
            for number, answer in enumerate(result["turns"])
        }
        num_verbatim, num_quotes = run.verify_quotes([*results.values(), *turns.values()])
    later = [
        {**turn, "id": f"{dialogue['id']}.{number}"}
        for dialogue in dialogues
        for number, turn in enumerate(dialogue["turns"])
        if number
    ]
    Console().print(_table(answerable, unanswerable, later, results | turns, num_verbatim, num_quotes))
    if options.verbose:
        _show_wrong([*answerable, *unanswerable, *later], results | turns)
    sys.exit(num_verbatim != num_quotes)


def _table(
    answerable: Sequence[_Line],
    unanswerable: Sequence[_Line],
    later: Sequence[_Line],
    results: dict[str, _Line],
    num_verbatim: int,
    num_quotes: int,
) -> Table:
    table = Table("Mesure", "Valeur", "n")
    table.add_row("citations au mot près", f"{num_verbatim}", f"{num_quotes}")
    found = [results[line["id"]] for line in answerable]
    facts = [line["answers"] for line in answerable]
    _share(table, "réponses justes", [_good(line, results) for line in answerable])
    for kind in dict.fromkeys(line["type"] for line in answerable):
        _share(table, f"  {kind}", [_good(line, results) for line in answerable if line["type"] == kind])
    _share(table, "fausses abstentions", [result["status"] != "answered" for result in found])
    recalls = [citation_recall(result, fact) for result, fact in zip(found, facts, strict=True)]
    precisions = [citation_precision(result, fact) for result, fact in zip(found, facts, strict=True)]
    _share(table, "rappel des citations", recalls)
    _share(table, "précision des citations", [each for each in precisions if each is not None])
    _share(table, "refus", [_good(line, results) for line in unanswerable])
    for kind in dict.fromkeys(line["kind"] for line in unanswerable):
        _share(table, f"  {kind}", [_good(line, results) for line in unanswerable if line["kind"] == kind])
    _share(table, "tours suivants justes", [_good(line, results) for line in later])
    for kind in dict.fromkeys(line["kind"] for line in later):
        _share(table, f"  {kind}", [_good(line, results) for line in later if line["kind"] == kind])
    words = [len(result["answer"].split()) for result in found if result["status"] == "answered"]
    table.add_row("mots par réponse, médiane", f"{np.median(words):.0f}" if words else "–", f"{len(words)}")
    times = [result["elapsed_ms"] for result in results.values()]
    table.add_row("durée médiane (ms)", f"{np.median(times):.0f}", f"{len(times)}")
    return table


def _share(table: Table, name: str, values: Iterable[float]) -> None:
    values = list(values)
    if values:
        table.add_row(name, f"{np.mean(values):.3f}", f"{len(values)}")


def _good(line: _Line, results: dict[str, _Line]) -> bool:
    """Whether a question with facts has them, one without is refused, and small talk is met without a search."""
    result = results[line["id"]]
    if line.get("answers"):
        return is_right(result, line["answers"])
    if line.get("kind") == "small_talk":
        return bool(result["status"] == "answered" and not result["citations"])
    return bool(result["status"] == "abstained")


def _show_wrong(lines: Iterable[_Line], results: dict[str, _Line]) -> None:
    for line in lines:
        if not _good(line, results):
            result = results[line["id"]]
            print(f"✗ {line['id']} {line['question']} → {result['standalone_question']}")
            print(
                f"   {result['status']} {result['confidence']} {result['answer']}\n   {line.get('answers')}"
            )


class _Run:
    """The command line, over an index of its own."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._command = command
        self._folder = folder

    def sourcier(self, *arguments: str) -> str:
        """Standard output of a command; a failure ends the evaluation with the command's own message."""
        done = subprocess.run(
            [*self._command, *arguments, "--index", str(self._folder / "index")],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    def batch(self, kind: str, requests: Sequence[_Line]) -> dict[str, _Line]:
        """What ``sourcier batch`` gives, by id."""
        source, target = self._folder / "in.jsonl", self._folder / "out.jsonl"
        lines = [json.dumps(request, ensure_ascii=False) for request in requests]
        source.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        self.sourcier("batch", kind, str(source), str(target))
        results = {result["id"]: result for result in read_json_lines(target)}
        for identifier, result in results.items():
            if "error" in result:
                sys.exit(f"La question {identifier} n'a pas de réponse : {result['error']}")
        return results

    def verify_quotes(self, results: Iterable[_Line]) -> tuple[int, int]:
        """How many quotes are the slice they name, of how many."""
        quotes = [quote for result in results for quote in (*result["citations"], *result["nearest"])]
        texts = {name: self.sourcier("text", name) for name in {quote["document"] for quote in quotes}}
        verbatim = sum(texts[q["document"]][q["start"] : q["end"]] == q["quote"] for q in quotes)
        return verbatim, len(quotes)


if __name__ == "__main__":
    main()
