"""The picture of a document's page with the quoted words boxed, from the file that was indexed."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.records import Document
from ingest.errors import ParseError
from ingest.formats import file_format

_SECONDS = 20.0
_KEPT_PICTURES = 32
_AT_ONCE = threading.Semaphore(2)
_BEFORE = 40  # characters of context that tell two places apart
# As in ingest/sandbox.py: the child finds this package, and no module of the current folder.
_CHILD = "import sys; sys.path.append(sys.argv[1]); from assistant.page.picture_worker import main; main()"
_ROOT = str(Path(__file__).resolve().parents[2])

_UNDRAWN = "La page n’a pas pu être dessinée : voici le passage tel qu’il a été indexé."


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a picture; all in shares of its width or height, from the top left."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as PNG, and where the quoted words stand on it."""

    png: bytes
    num_pages: int
    boxes: tuple[Box, ...]


def has_pictures(document: Document) -> bool:
    """Whether the pages of ``document`` can be drawn."""
    return file_format(Path(document.name)) == "pdf" and bool(document.parsed.pages)


def page_picture(document: Document, page: int, start: int, end: int) -> PagePicture:
    """Page ``page`` (from 1) of ``document``, the words of its text ``[start:end]`` boxed where they stand on it.

    The file must be the one that was indexed (``file_state``). Raises ParseError where the page cannot be drawn.
    """
    text = document.parsed.text
    before = text[max(0, start - _BEFORE) : start]
    return _drawn(str(Path(document.name).resolve()), document.sha256, page, text[start:end], before)


@lru_cache(maxsize=_KEPT_PICTURES)
def _drawn(path: str, _sha256: str, page: int, quote: str, before: str) -> PagePicture:
    request = json.dumps({"path": path, "page": page, "quote": quote, "before": before})
    try:
        with _AT_ONCE:
            # spawn, not fork: a process that has used FAISS cannot fork safely (OpenMP).
            done = subprocess.run(
                [sys.executable, "-P", "-c", _CHILD, _ROOT],
                input=request.encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
                check=False,
            )
        header, _, png = done.stdout.partition(b"\n")
        reply = json.loads(header)
        boxes = tuple(Box(*map(float, box)) for box in reply["boxes"])
        return PagePicture(png, int(reply["num_pages"]), boxes)
    except (subprocess.TimeoutExpired, OSError, ValueError, KeyError, TypeError) as error:
        raise ParseError(_UNDRAWN) from error
