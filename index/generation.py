"""A sealed generation: the files of one state of an index, written once and never changed.

``index/generations/gen-000003/`` holds the files and MANIFEST.json, which gives each file's size and
sha256, the counts and the embedding model. ``index/CURRENT`` names the generation that answers and
the one before it, each with the sha256 of its manifest; it is the only file ever replaced, by an
atomic rename. A crash leaves the old pointer or the new one, and stray ``*.tmp`` folders that the
next writer sweeps away.

FAISS and SQLite files load silently after a flipped bit (measured: 119 of 600 and 253 of 254), so
every hash is verified on opening.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.embedding import ModelDescription
from ingest.collection import sha256_of
from ingest.errors import IndexBusyError, IndexFormatError, IndexNotFoundError
from ingest.os_reasons import french_reason

SCHEMA = 2
_MANIFEST = "MANIFEST.json"
_POINTER = "CURRENT"
_FOLDER = "generations"
_NAME = re.compile(r"gen-\d{6,}")
_REBUILD = "réindexez vos documents dans un nouveau dossier"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of. ``files`` maps a relative path to (sha256, size in bytes)."""

    generation: str
    created: str
    schema: int
    model: ModelDescription
    max_passage_tokens: int
    num_documents: int
    num_passages: int
    files: dict[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class OpenedGeneration:
    """A verified generation. ``warning`` is the sentence to show when it is not the latest, else ""."""

    folder: Path
    manifest: Manifest
    warning: str = ""


@dataclass(frozen=True, slots=True)
class _Pointer:
    generation: str
    manifest_sha256: str


@contextmanager
def write_lock(index_dir: Path) -> Iterator[None]:
    """Hold the index's only write lock. Raises IndexBusyError when another process has it."""
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock = (index_dir / "LOCK").open("w")
    except OSError as error:
        raise IndexFormatError(
            f"Le dossier d'index {index_dir} ne peut pas être écrit ({french_reason(error)}) : choisissez-en un autre avec --index."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusyError(
                f"L'index {index_dir} est en cours d'écriture par un autre processus : attendez qu'il ait fini."
            ) from error
        yield


def publish(
    index_dir: Path,
    write_files: Callable[[Path], None],
    *,
    model: ModelDescription,
    max_passage_tokens: int,
    num_documents: int,
    num_passages: int,
) -> Manifest:
    """Write a new generation and make it the current one. The caller holds ``write_lock``.

    ``write_files`` fills an empty folder. The generation before stays for fallback, older ones go.
    Raises OSError when the disk fails; the old generation then still answers.
    """
    generations = index_dir / _FOLDER
    generations.mkdir(exist_ok=True)
    for stray in generations.glob("gen-*.tmp"):
        shutil.rmtree(stray)
    previous = _answering(index_dir)
    # Numbered, not dated: order survives a clock that jumps.
    numbers = [int(folder.name[4:]) for folder in generations.iterdir() if _NAME.fullmatch(folder.name)]
    name = f"gen-{max(numbers, default=0) + 1:06d}"
    # Sealed but never pointed to, after a crash or a full disk: room is made before it is needed.
    _sweep(generations, {pointer.generation for pointer in _read_pointers(index_dir)})
    building = generations / f"{name}.tmp"
    building.mkdir()
    try:
        write_files(building)
        manifest = Manifest(
            generation=name,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            schema=SCHEMA,
            model=model,
            max_passage_tokens=max_passage_tokens,
            num_documents=num_documents,
            num_passages=num_passages,
            files={path: _sealed(building / path) for path in _file_names(building)},
        )
        data = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        _write_durably(building / _MANIFEST, data)
        for folder in [path for path in building.rglob("*") if path.is_dir()] + [building]:
            _sync_folder(folder)
        building.rename(generations / name)
        _sync_folder(generations)
        pointers = [_Pointer(name, hashlib.sha256(data).hexdigest()), *previous]
        _switch(index_dir, pointers)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    _sweep(generations, {pointer.generation for pointer in pointers})
    return manifest


def _sweep(generations: Path, kept: set[str]) -> None:
    for folder in generations.iterdir():
        if _NAME.fullmatch(folder.name) and folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _answering(index_dir: Path) -> list[_Pointer]:
    """The generation to keep behind the next: the latest that is sound, not one already damaged."""
    for pointer in _read_pointers(index_dir):
        try:
            _verified(index_dir / _FOLDER / pointer.generation, pointer)
        except _Damaged:
            continue
        return [pointer]
    return []


def open_generation(index_dir: Path) -> OpenedGeneration:
    """The current generation, every file verified; the one before it, with a warning, if damaged.

    Raises IndexNotFoundError where there is no index, IndexFormatError when neither can be trusted.
    """
    pointers = _read_pointers(index_dir)
    if not pointers:
        raise IndexNotFoundError(
            f"Aucun index dans {index_dir} : créez-le avec « sourcier ingest DOSSIER »"
            " ou indiquez le bon dossier avec --index."
        )
    problems: list[str] = []
    for pointer in pointers:
        try:
            opened = _verified(index_dir / _FOLDER / pointer.generation, pointer)
        except _Damaged as damage:
            if _read_pointers(index_dir) != pointers:  # not damaged: published over, and swept away
                return open_generation(index_dir)
            problems.append(str(damage))
            continue
        if not problems:
            return opened
        warning = (
            f"L'index est endommagé ({problems[0]}) : la version précédente, du {opened.manifest.created[:10]},"
            " répond à sa place ; relancez « sourcier ingest » sur vos documents."
        )
        return OpenedGeneration(opened.folder, opened.manifest, warning)
    raise IndexFormatError(f"L'index de {index_dir} est endommagé ({problems[0]}) : {_REBUILD}.")


def current_generation(index_dir: Path) -> str:
    """The name of the generation that answers now, "" where there is none; nothing is verified."""
    pointers = _read_pointers(index_dir)
    return pointers[0].generation if pointers else ""


def require_model(opened: OpenedGeneration, model: ModelDescription) -> None:
    """Raise IndexFormatError unless the generation was made with ``model``."""
    made_with = opened.manifest.model
    if made_with.fingerprint != model.fingerprint:
        raise IndexFormatError(
            f"L'index a été fait avec le modèle « {made_with.name} » et non « {model.name} »"
            f" : rétablissez SOURCIER_EMBEDDING_MODEL ou {_REBUILD}."
        )


class _Damaged(Exception):
    """A generation that must not answer; the message says which file and how."""


def _verified(folder: Path, pointer: _Pointer) -> OpenedGeneration:
    try:
        data = (folder / _MANIFEST).read_bytes()
    except OSError as error:
        raise _Damaged(f"{_MANIFEST} manque") from error
    if hashlib.sha256(data).hexdigest() != pointer.manifest_sha256:
        raise _Damaged(f"{_MANIFEST} a changé")
    values = json.loads(data)
    if values["schema"] != SCHEMA:
        raise IndexFormatError(
            f"L'index est au format {values['schema']} et cette version de Sourcier lit le format {SCHEMA} : {_REBUILD}."
        )
    values["model"] = ModelDescription(**values["model"])
    values["files"] = {name: (sha256, size) for name, (sha256, size) in values["files"].items()}
    manifest = Manifest(**values)
    found = set(_file_names(folder)) - {_MANIFEST}
    if found != set(manifest.files):
        name = min(found ^ set(manifest.files))
        raise _Damaged(f"{name} {'est en trop' if name in found else 'manque'}")
    for name, (sha256, size) in manifest.files.items():
        path = folder / name
        try:
            whole = path.stat().st_size == size and sha256_of(path) == sha256
        except OSError as error:
            raise _Damaged(f"{name} est illisible") from error
        if not whole:
            raise _Damaged(f"{name} a changé")
    return OpenedGeneration(folder, manifest)


def _file_names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _sealed(path: Path) -> tuple[str, int]:
    """Flush a written file to the disk, then hash what the disk gives back."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return sha256_of(path), path.stat().st_size


def _write_durably(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _switch(index_dir: Path, pointers: list[_Pointer]) -> None:
    temporary = index_dir / f"{_POINTER}.tmp"
    _write_durably(temporary, json.dumps([asdict(pointer) for pointer in pointers]).encode())
    temporary.replace(index_dir / _POINTER)
    _sync_folder(index_dir)


def _read_pointers(index_dir: Path) -> list[_Pointer]:
    """The current generation and the one before it; empty where there is no index."""
    try:
        pointers = [_Pointer(**values) for values in json.loads((index_dir / _POINTER).read_bytes())]
        if not pointers or not all(_NAME.fullmatch(pointer.generation) for pointer in pointers):
            raise ValueError("not a list of generations")
        return pointers
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise IndexFormatError(
            f"Le fichier {_POINTER} de l'index {index_dir} est illisible : {_REBUILD}."
        ) from error
