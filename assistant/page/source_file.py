"""Whether the file of an indexed document is still the one that was indexed."""

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from index.records import Document
from ingest.collection import sha256_of


class FileState(StrEnum):
    """What became of a file since it was indexed."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"


def file_state(document: Document, *, by_time: bool = False) -> FileState:
    """What became of the file of ``document``; a file that cannot be read counts as missing.

    ``by_time`` takes a file that was not modified since it was indexed for the same, without reading it.
    """
    path = Path(document.name)
    try:
        stat = path.stat()
        if by_time and stat.st_mtime < datetime.fromisoformat(document.added).timestamp():
            return FileState.SAME
        same = _sha256(path.resolve(), stat.st_mtime_ns, stat.st_size) == document.sha256
    except (OSError, ValueError):  # ValueError: a NUL character, which no name holds
        return FileState.MISSING
    return FileState.SAME if same else FileState.CHANGED


@lru_cache(maxsize=4_096)
def _sha256(path: Path, _modified_ns: int, _size: int) -> str:
    """The hash of a file, read anew only once its time or size has changed."""
    return sha256_of(path)
