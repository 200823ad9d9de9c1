"""What an ingestion did with each file."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["added", "updated", "unchanged", "removed", "duplicate", "empty", "unsupported", "failed"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. ``named`` tells a file given on its own from one found in a folder."""

    document: str
    status: Status
    reason: str | None = None
    pages: int | None = None
    passages: int = 0
    sha256: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingestion did. ``generation`` is the one that answers from now on."""

    generation: str
    files: tuple[FileReport, ...]
    elapsed_ms: int

    @property
    def failed(self) -> bool:
        """Whether a file that was asked for could not be read."""
        return any(
            file.status == "failed" or (file.named and file.status in {"empty", "unsupported"})
            for file in self.files
        )
