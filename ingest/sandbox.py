"""Parse files in child processes capped in time and memory (see ``ingest.worker``)."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

from ingest.document import ParsedFile
from ingest.errors import NoTextError, ParseError, UnavailableError
from ingest.parsed_json import decode

# Seconds: an ordinary page takes under 0.1 s; the slowest file known takes 32 s for 1.5 MB.
SECONDS_PER_FILE = 30.0
SECONDS_PER_MEGABYTE = 10.0
# Characters: as much as the child can hold in its own memory and still write.
_LONGEST_REPLY = 500_000_000
# The child finds this package even where it is not installed; last on the path, its folder hides no other module.
_CHILD = "import sys; sys.path.append(sys.argv[1]); from ingest.worker import main; main()"
_ROOT = str(Path(__file__).resolve().parents[1])
_BROKEN = "La lecture du fichier a échoué brutalement : enregistrez-le de nouveau ou découpez-le."


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
        try:
            size = path.stat().st_size
        except OSError as error:
            raise ParseError(
                "Le fichier est introuvable : il a été déplacé ou supprimé pendant la lecture."
            ) from error
        limit = SECONDS_PER_FILE + SECONDS_PER_MEGABYTE * size / 1e6
        line = self._ask({"path": str(path), "format": file_format}, limit)
        try:
            reply = json.loads(line)
            if "empty" in reply:
                raise NoTextError(str(reply["empty"]))
            if "failed" in reply:
                raise ParseError(str(reply["failed"]))
            return decode(reply["parsed"])
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            self.close()
            raise ParseError(_BROKEN) from error

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _ask(self, request: dict[str, str], limit: float) -> str:
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
            line = child.stdout.readline(_LONGEST_REPLY)
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        if not line.endswith("\n"):
            self.close()
            if timed_out.is_set():
                raise UnavailableError(
                    f"La lecture du fichier a dépassé {limit:.0f} s et a été arrêtée : allégez-le ou découpez-le."
                )
            raise ParseError(_BROKEN)
        return line

    def _started(self) -> subprocess.Popen[str]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            # spawn, not fork: a process that has used FAISS cannot fork safely (OpenMP).
            self._child = subprocess.Popen(
                # -P and PYTHONPATH: a module.py of the current folder, which may be the documents', is never run.
                [sys.executable, "-P", "-c", _CHILD, _ROOT],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                errors="surrogateescape",
                env={
                    **os.environ,
                    "PYTHONPATH": _absolute_entries(os.environ.get("PYTHONPATH", "")),
                    "OPENBLAS_NUM_THREADS": "1",
                    "PYTHONIOENCODING": "utf-8:surrogateescape",
                },
            )
        return self._child


def _absolute_entries(module_path: str) -> str:
    """Those of a PYTHONPATH that do not depend on the current folder: an empty entry stands for it."""
    return os.pathsep.join(filter(os.path.isabs, module_path.split(os.pathsep)))
