"""Documents and passages as a generation stores them: JSON Lines, in document order."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ingest.document import ParsedFile
from ingest.errors import UsageError
from ingest.parsed_json import decode, encode
from ingest.splitting import Passage

_FILE = "documents.jsonl"
_SKIPPED_FILE = "skipped.json"


@dataclass(frozen=True)
class Document:
    """An indexed document. ``name`` is its path as given to ingestion, ``added`` an ISO 8601 UTC time."""

    name: str
    sha256: str
    added: str
    parsed: ParsedFile
    passages: tuple[Passage, ...]

    @cached_property
    def title(self) -> str:
        """The title as cited: the document's own, else its file name."""
        return self.parsed.metadata.title or self.name.rsplit("/", 1)[-1]


def document_id(sha256: str) -> str:
    """What passage ids start with: it follows the content, not the file's name."""
    return sha256[:16]


def find_document(documents: Iterable[Document], name: str) -> Document:
    """The document of that name. Raises UsageError where there is none."""
    for document in documents:
        if document.name == name:
            return document
    raise UsageError(
        f"Aucun document « {name} » dans l'index : « sourcier documents » donne les noms exacts."
    )


def save_documents(folder: Path, documents: Iterable[Document]) -> None:
    """Write ``folder/documents.jsonl``."""
    with (folder / _FILE).open("w", encoding="utf-8") as file:
        for document in documents:
            values = {
                "name": document.name,
                "sha256": document.sha256,
                "added": document.added,
                "parsed": encode(document.parsed),
                # The text of a passage is its slice: stored once, in the document.
                "passages": [[p.start, p.end, p.page, p.headings, p.reading] for p in document.passages],
            }
            file.write(json.dumps(values, ensure_ascii=False) + "\n")


def load_documents(folder: Path) -> list[Document]:
    """Read what ``save_documents`` wrote."""
    with (folder / _FILE).open(encoding="utf-8") as file:
        return [_document(json.loads(line)) for line in file]


def _document(values: dict[str, object]) -> Document:
    parsed = decode(values["parsed"])  # type: ignore[arg-type]  # written by save_documents, hash verified
    sha256 = str(values["sha256"])
    passages = tuple(
        Passage(
            passage_id=f"{document_id(sha256)}:{start}-{end}",
            start=start,
            end=end,
            text=parsed.text[start:end],
            reading=reading,
            page=page,
            headings=tuple(headings),
        )
        for start, end, page, headings, reading in values["passages"]  # type: ignore[attr-defined]
    )
    return Document(str(values["name"]), sha256, str(values["added"]), parsed, passages)


def save_skipped(folder: Path, skipped: dict[str, tuple[str, str]]) -> None:
    """Write the files known to hold no text, name to (sha256, reason): they need not be read again."""
    (folder / _SKIPPED_FILE).write_text(json.dumps(skipped, ensure_ascii=False), encoding="utf-8")


def load_skipped(folder: Path) -> dict[str, tuple[str, str]]:
    """Read what ``save_skipped`` wrote."""
    values = json.loads((folder / _SKIPPED_FILE).read_text(encoding="utf-8"))
    return {name: (sha256, reason) for name, (sha256, reason) in values.items()}
