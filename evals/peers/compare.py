"""Sourcier beside other systems, on the example collection: python -m evals.peers.compare ENVIRONMENTS README.

ENVIRONMENTS holds the peers' own Python environments, made by ``make peers``; the table replaces the one between the
markers of README. Every peer is given the texts that ``sourcier text`` writes, so that reading files is not compared.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from assistant.settings import settings
from evals.datasets import read_json_lines
from evals.peers.interface import Found, Passage
from evals.peers.scores import DEPTH, Figures, SystemRun, answer_of, figures, judged
from evals.peers.table import markdown_table, rows, sentences, terminal_table, with_table
from evals.reference_set import ReferenceQuestion, Unanswerable, load_reference_set
from index.model_folder import find_model
from ingest.errors import SourcierError, UsageError

_EVALS = Path(__file__).parents[1]
_ROOT = _EVALS.parent
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
}


@dataclass(frozen=True, slots=True)
class _Peer:
    """``module``: of evals.peers.systems; ``environment``: of evals/peers/requirements."""

    name: str
    module: str
    environment: str = "common"


_PEERS = (
    _Peer("LangChain + FAISS", "langchain_faiss"),
    _Peer("BM25 seul, bm25s", "bm25_alone"),
    _Peer("txtai", "txtai_embeddings"),
    _Peer("Haystack", "haystack_pipelines"),
    _Peer("LlamaIndex", "llama_index_retriever"),
    _Peer("verbatim-rag, recherche", "verbatim_retrieval", "verbatim"),
    _Peer("verbatim-rag, réponses", "verbatim_answers", "verbatim"),
)


class _FailedError(Exception):
    """A peer did not come to its end; ``str(error)`` is the reason, as the table shows it."""


def main() -> None:
    """Print the table and write it to the README; exit 1 if Sourcier itself cannot be run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("environments", type=Path)
    parser.add_argument("readme", type=Path)
    options = parser.parse_args()
    try:
        _compare(options.environments.absolute(), options.readme)
    except SourcierError as error:
        sys.exit(str(error))


def _compare(environments: Path, readme: Path) -> None:
    reference_set = load_reference_set(_EVALS / "examples_dev")
    questions: list[ReferenceQuestion | Unanswerable] = [
        *reference_set.questions,
        *reference_set.unanswerable,
    ]
    references = [judged(question) for question in questions]
    asked = [{"id": question.id, "text": question.text} for question in questions]
    measured: list[Figures] = []
    reasons: dict[str, str] = {}
    progress = Console(stderr=True)
    with tempfile.TemporaryDirectory() as folder, progress.status("Sourcier…") as status:
        ours, texts = _run_sourcier(asked, Path(folder))
        measured.append(figures(ours, references, texts))
        for peer in _PEERS:
            status.update(f"{peer.name}…")
            try:
                run = _run_peer(peer, environments / peer.environment, asked, texts)
                measured.append(figures(run, references, texts))
            except _FailedError as error:
                reasons[peer.name] = str(error)
    table, left_out = rows(measured), sentences(reasons)
    Console().print(terminal_table(table), *left_out, sep="\n", markup=False)
    text = with_table(readme.read_text(encoding="utf-8"), markdown_table(table, left_out))
    readme.write_text(text, encoding="utf-8", newline="")


def _run_sourcier(asked: Sequence[Mapping[str, str]], folder: Path) -> tuple[SystemRun, dict[str, str]]:
    """What the public command line gives, and the text of each document by file name."""
    index = ("--index", str(folder / "index"))
    started = time.time()
    _sourcier("ingest", str(_EVALS / "corpus"), *index)
    indexing_seconds = time.time() - started
    names = [each["document"] for each in json.loads(_sourcier("documents", "--json", *index))["documents"]]
    texts = {Path(name).name: _sourcier("text", name, *index) for name in names}
    source = folder / "in.jsonl"
    source.write_text("".join(f"{json.dumps(question)}\n" for question in asked), encoding="utf-8")
    results: dict[str, dict[str, Any]] = {}
    for kind in ("search", "ask"):
        target = folder / f"{kind}.jsonl"
        _sourcier("batch", kind, str(source), str(target), *index)
        results[kind] = {line["id"]: line for line in read_json_lines(target)}
        for identifier, result in results[kind].items():
            if "error" in result:
                raise UsageError(f"La question {identifier} n'a pas de réponse : {result['error']}")
    found = {
        identifier: [
            Passage(Path(hit["document"]).name, hit["start"], hit["end"]) for hit in result["hits"][:DEPTH]
        ]
        for identifier, result in results["search"].items()
    }
    latencies = [float(answer["elapsed_ms"]) for answer in results["ask"].values()]
    return SystemRun("Sourcier", indexing_seconds, found, results["ask"], True, latencies), texts


def _sourcier(*arguments: str) -> str:
    """Standard output of a command, byte for byte. Raises UsageError with the command's own message."""
    done = subprocess.run([sys.executable, "-m", "assistant.cli", *arguments], capture_output=True)
    if done.returncode:
        raise UsageError(done.stderr.decode().strip() or f"« sourcier {arguments[0]} » a échoué.")
    return done.stdout.decode()


def _run_peer(
    peer: _Peer, environment: Path, asked: Sequence[Mapping[str, str]], texts: Mapping[str, str]
) -> SystemRun:
    """What a peer gives in a process of its own. Raises _FailedError with the reason that it did not."""
    python = environment / "bin" / "python"
    if not (environment / ".installed").is_file():
        raise _FailedError("ses bibliothèques n'ont pas pu être installées")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "request.json", Path(folder) / "response.json"
        _, model = find_model(settings().embedding_model, None)
        request = {
            "documents": texts,
            "questions": asked,
            "model": str(model),
            "top_k": DEPTH,
            "started": time.time(),
        }
        source.write_text(json.dumps(request), encoding="utf-8")
        done = subprocess.run(
            [str(python), "-m", "evals.peers.worker", peer.module, str(source), str(target)],
            cwd=folder,
            env={**os.environ, **_OFFLINE, "PYTHONPATH": str(_ROOT)},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            said = done.stderr.strip().splitlines() or [f"code {done.returncode}"]
            raise _FailedError(said[-1][:200])
        response = json.loads(target.read_text(encoding="utf-8"))
    if "reason" in response:
        raise _FailedError(response["reason"])
    found = {
        result["id"]: Found([Passage(**passage) for passage in result["passages"]], result["answer"])
        for result in response["results"]
    }
    return SystemRun(
        name=peer.name,
        indexing_seconds=response["indexing_seconds"],
        found={identifier: each.passages for identifier, each in found.items()},
        answers={identifier: answer_of(each, texts) for identifier, each in found.items()},
        can_refuse=any(each.answer is not None for each in found.values()),
        latencies_ms=[result["elapsed_ms"] for result in response["results"]],
    )


if __name__ == "__main__":
    main()
