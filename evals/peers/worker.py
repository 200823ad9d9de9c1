"""Run one peer in its own environment: python -m evals.peers.worker MODULE REQUEST RESPONSE.

REQUEST is the JSON of ``{"documents": {name: text}, "questions": [{"id", "text"}], "model": folder, "top_k": int,
"started": seconds since the epoch}``. RESPONSE becomes ``{"indexing_seconds": float, "results": [{"id",
"passages": [{"document", "start", "end"}], "answer": str|null, "elapsed_ms": float}]}``, or ``{"reason": str}`` when
the peer cannot run here. The standard library alone, but for the peer's module.
"""

import json
import sys
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from evals.peers.interface import Build, CannotRunError


def main() -> None:
    """Write the response; any failure that the peer does not explain is left to the standard error."""
    module, source, target = sys.argv[1:]
    request = json.loads(Path(source).read_text(encoding="utf-8"))
    try:
        response = _run(import_module(f"evals.peers.systems.{module}").build, request)
    except CannotRunError as error:
        response = {"reason": str(error)}
    Path(target).write_text(json.dumps(response, ensure_ascii=False), encoding="utf-8")


def _run(build: Build, request: dict[str, Any]) -> dict[str, Any]:
    search = build(request["documents"], request["model"], request["top_k"])
    # From the start of the process: libraries and model are loaded within it, as by a command line.
    indexing_seconds = time.time() - request["started"]
    results = []
    for question in request["questions"]:
        started = time.perf_counter()
        found = search(question["text"])
        elapsed_ms = 1_000 * (time.perf_counter() - started)
        results.append({"id": question["id"], **asdict(found), "elapsed_ms": elapsed_ms})
    return {"indexing_seconds": indexing_seconds, "results": results}


if __name__ == "__main__":
    main()
