"""Add files to the index and forget documents, from the page."""

import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from queue import Empty, SimpleQueue

from assistant.page.latest import Latest
from index.update import ingest, remove
from ingest.collection import sha256_of
from ingest.errors import SourcierError, UsageError
from ingest.os_reasons import french_reason

_UNSAFE = re.compile(r"[^\w .,'’()&+-]")
_LONGEST_NAME = 120
_LOOK_SECONDS = 0.2


class UploadState(StrEnum):
    """How far a file has come."""

    WAITING = "waiting"
    READING = "reading"
    EMBEDDING = "embedding"
    ADDED = "added"
    FAILED = "failed"


_STAGES = {"lecture": UploadState.READING, "vecteurs": UploadState.EMBEDDING}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way into the index. ``done`` of ``total`` passages are embedded; ``reason`` is why it failed."""

    name: str
    state: UploadState = UploadState.WAITING
    done: int = 0
    total: int = 0
    pages: int | None = None
    passages: int = 0
    reason: str = ""


class Library:
    """Files that the page was given, kept in a folder of its own beside the index."""

    def __init__(self, latest: Latest, index_dir: Path) -> None:
        self._latest = latest
        self._index_dir = index_dir
        self._folder = (index_dir / "documents").resolve()

    def add(self, paths: Sequence[Path]) -> Iterator[list[Upload]]:
        """Ingest ``paths`` one by one, so that each tells how it fares; yields all their states as they change."""
        uploads = [Upload(path.name) for path in paths]
        yield list(uploads)
        for number, path in enumerate(paths):
            for step in self._add(path, uploads[number]):
                uploads[number] = step
                yield list(uploads)

    def forget(self, name: str) -> None:
        """Remove a document from the index, and its file if the page was given it. Raises SourcierError."""
        model = self._latest.get().index.embedder.description
        remove(self._index_dir, [name], model=model)
        if Path(name).is_absolute() and Path(name).parent == self._folder:
            Path(name).unlink(missing_ok=True)

    def _add(self, path: Path, upload: Upload) -> Iterator[Upload]:
        yield replace(upload, state=UploadState.READING)
        try:
            stored, is_new = self._stored(path)
        except UsageError as error:
            yield replace(upload, state=UploadState.FAILED, reason=str(error))
            return
        except OSError as error:
            reason = f"Le fichier n’a pas pu être gardé ({french_reason(error)}) : libérez de la place ou vérifiez vos droits."
            yield replace(upload, state=UploadState.FAILED, reason=reason)
            return
        embedder = self._latest.get().index.embedder
        steps: SimpleQueue[Upload] = SimpleQueue()

        def progress(stage: str, done: int, total: int) -> None:
            steps.put(replace(upload, state=_STAGES[stage], done=done, total=total))

        def add() -> Upload:
            """In a thread that ends by itself: a person may leave before it does."""
            try:
                [file] = ingest(
                    self._index_dir,
                    [str(stored)],
                    model=embedder.description,
                    load_model=lambda: embedder,
                    progress=progress,
                ).files
                if file.status in ("added", "updated", "unchanged"):
                    return replace(upload, state=UploadState.ADDED, pages=file.pages, passages=file.passages)
                reason = file.reason or ""
            except (SourcierError, OSError) as error:
                reason = str(error) if isinstance(error, SourcierError) else french_reason(error)
            if is_new:
                stored.unlink(missing_ok=True)
            return replace(upload, state=UploadState.FAILED, reason=reason)

        # Gradio closes what is left on the loop that serves everybody: nothing may wait here for the indexing.
        pool = ThreadPoolExecutor(1)
        running = pool.submit(add)
        pool.shutdown(wait=False)
        while not (running.done() and steps.empty()):
            try:
                yield steps.get(timeout=_LOOK_SECONDS)
            except Empty:
                continue
        yield running.result()

    def _stored(self, path: Path) -> tuple[Path, bool]:
        """A copy of ``path`` in our folder, and whether it is new: the same bytes under that name are kept once."""
        self._folder.mkdir(parents=True, exist_ok=True)
        sha256 = sha256_of(path)
        name = safe_name(path.name)
        target, number = self._folder / name, 2
        while target.exists():
            if sha256_of(target) == sha256:
                return target, False
            target = self._folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
            number += 1
        shutil.copyfile(path, target)
        return target, True


def safe_name(name: str) -> str:
    """A file name that no system or reader misunderstands: no path, no control, no hidden file."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    name = _UNSAFE.sub("_", name).strip(" .")
    stem, suffix = Path(name).stem, Path(name).suffix
    if not stem:
        raise UsageError("Le fichier n’a pas de nom : renommez-le.")
    return stem[: _LONGEST_NAME - len(suffix)] + suffix.lower()
