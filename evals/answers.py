"""Answers over a folder of documents, judged through the public command line alone.

Usage: python -m evals.answers DOCUMENTS --answerable FILE --unanswerable FILE [--sourcier CMD]

Every quote is compared with the slice of `sourcier text`; an answer is right when it holds one
accepted variant of every fact; a question the documents do not answer must be refused.
"""

import argparse
import json
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from index.analysis import fold


def main() -> None:
    """Print the figures; exit 1 if a quote is not verbatim."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("documents")
    parser.add_argument("--answerable", type=Path, required=True)
    parser.add_argument("--unanswerable", type=Path, required=True)
    parser.add_argument("--sourcier", default=f"{sys.executable} -m assistant.cli")
    parser.add_argument("--verbose", action="store_true", help="print every question that went wrong")
    options = parser.parse_args()
    answerable, unanswerable = _lines(options.answerable), _lines(options.unanswerable)
    with tempfile.TemporaryDirectory() as folder:
        run = _Run(shlex.split(options.sourcier), Path(folder))
        run.sourcier("ingest", options.documents)
        results = run.batch_ask([*answerable, *unanswerable])
        citations = [c for result in results.values() for c in (*result["citations"], *result["nearest"])]
        texts = {
            name: run.sourcier("text", name) for name in {citation["document"] for citation in citations}
        }
    verbatim = sum(texts[c["document"]][c["start"] : c["end"]] == c["quote"] for c in citations)
    answered = [results[q["id"]] for q in answerable if results[q["id"]]["status"] == "answered"]
    right = [q for q in answerable if is_right(results[q["id"]], q["answers"])]
    refused = [q for q in unanswerable if results[q["id"]]["status"] == "abstained"]
    table = Table("Mesure", "Valeur", "n")
    table.add_row("citations au mot près", f"{verbatim}", f"{len(citations)}")
    table.add_row("réponses justes", f"{len(right) / len(answerable):.3f}", f"{len(answerable)}")
    table.add_row("fausses abstentions", f"{1 - len(answered) / len(answerable):.3f}", f"{len(answerable)}")
    for kind in dict.fromkeys(q["kind"] for q in unanswerable):
        asked = [q for q in unanswerable if q["kind"] == kind]
        table.add_row(
            f"refus ({kind})", f"{sum(q in refused for q in asked) / len(asked):.3f}", f"{len(asked)}"
        )
    words = sorted(len(result["answer"].split()) for result in answered)
    table.add_row("mots par réponse, médiane", str(words[len(words) // 2]) if words else "–", f"{len(words)}")
    times = sorted(result["elapsed_ms"] for result in results.values())
    table.add_row("durée médiane (ms)", str(times[len(times) // 2]), f"{len(times)}")
    Console().print(table)
    if options.verbose:
        for question in answerable:
            if question not in right:
                result = results[question["id"]]
                print(
                    f"✗ {question['id']} {question['question']}\n   {result['answer']}\n   {question['answers']}"
                )
        for question in unanswerable:
            if question not in refused:
                result = results[question["id"]]
                print(
                    f"! {question['id']} {question['question']} ({result['confidence']})\n   {result['answer']}"
                )
    sys.exit(verbatim != len(citations))


def is_right(result: dict[str, Any], facts: list[list[str]]) -> bool:
    """Whether an answer holds a variant of every fact; figures match whole (7 % is not in 27 %)."""
    said = _comparable(re.sub(r"\[\d+\]", "", result.get("answer", "")))
    return result.get("status") == "answered" and all(
        any(
            re.search(rf"(?<![\w,]){re.escape(_comparable(variant))}(?!\d|[.,]\d)", said)
            for variant in variants
        )
        for variants in facts
    )


def _comparable(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"(?<=\d)\s+(?=[%\d])", "", fold(text)))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


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

    def batch_ask(self, questions: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """What ``batch ask`` gives, by id."""
        source, target = self._folder / "in.jsonl", self._folder / "out.jsonl"
        lines = [json.dumps({"id": q["id"], "text": q["question"]}, ensure_ascii=False) for q in questions]
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.sourcier("batch", "ask", str(source), str(target))
        return {result["id"]: result for result in _lines(target)}


if __name__ == "__main__":
    main()
