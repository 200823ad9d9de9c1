"""Parse files in child processes capped in time and memory (see ``ingest.worker``)."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from ingest.document import ParsedFile
from ingest.errors import NoTextError, ParseError
from ingest.parsed_json import decode

# Seconds: an ordinary page takes under 0.1 s; the slowest file known takes 32 s for 1.5 MB.
SECONDS_PER_FILE = 30.0
SECONDS_PER_MEGABYTE = 10.0


class ParserProcess:
    """One child that parses file after file; it is started anew after a crash or a kill."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None

    def __enter__(self) -> "ParserProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def parse(self, path: Path, file_format: str) -> ParsedFile:
        """The parsed file. Raises NoTextError or ParseError, whatever the file holds."""
        limit = SECONDS_PER_FILE + SECONDS_PER_MEGABYTE * path.stat().st_size / 1e6
        reply = self._ask({"path": str(path), "format": file_format}, limit)
        if "empty" in reply:
            raise NoTextError(reply["empty"])
        if "failed" in reply:
            raise ParseError(reply["failed"])
        return decode(reply["parsed"])

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _ask(self, request: dict[str, str], limit: float) -> dict[str, Any]:
        child = self._started()
        assert child.stdin is not None
        assert child.stdout is not None
        timed_out = threading.Event()

        def kill() -> None:
            timed_out.set()
            child.kill()

        timer = threading.Timer(limit, kill)
        timer.start()
        try:
            child.stdin.write(json.dumps(request) + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        if not line:
            self.close()
            if timed_out.is_set():
                raise ParseError(
                    f"La lecture du fichier a dépassé {limit:.0f} s et a été arrêtée : allégez-le ou découpez-le."
                )
            raise ParseError(
                "La lecture du fichier a échoué brutalement : enregistrez-le de nouveau ou découpez-le."
            )
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _started(self) -> subprocess.Popen[str]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            # spawn, not fork: a process that has used FAISS cannot fork safely (OpenMP).
            self._child = subprocess.Popen(
                [sys.executable, "-m", "ingest.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                errors="surrogateescape",
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8:surrogateescape"},
            )
        return self._child
