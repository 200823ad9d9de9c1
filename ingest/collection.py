"""Which files a list of paths names, and under which document name each goes."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.os_reasons import french_reason


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to ingest. ``name`` is its path as given; ``named`` tells a file given on its own
    from one found in a folder. ``problem`` is why it cannot be opened, else ""; ``is_there`` is False
    when nothing to read goes by that name any more, as opposed to a file that cannot be opened now.
    """

    name: str
    path: Path
    named: bool
    sha256: str = ""
    problem: str = ""
    is_there: bool = True


def collect_files(paths: Sequence[str]) -> list[SourceFile]:
    """The files of ``paths``, folders walked in depth in name order, each file once.

    Hidden files and folders are left out; links, pipes and devices found in folders are listed
    with their problem and never opened.
    """
    files: dict[str, SourceFile] = {}
    for given in paths:
        path = Path(given)
        if os.path.isdir(given):
            root = given.rstrip("/") or "/"
            for found in _walk(path):
                name = _free(f"{root.rstrip('/')}/{found.relative_to(path).as_posix()}", found, files)
                files.setdefault(name, _inspected(name, found, named=False))
        else:
            name = _free(given, path, files)
            files[name] = _inspected(name, path, named=True)
    return list(files.values())


def sha256_of(path: Path) -> str:
    """The file's hash, hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def folders_of(paths: Sequence[str]) -> tuple[str, ...]:
    """The name prefixes (folder as given, then ``/``) of the folders among ``paths``."""
    return tuple(_printable(given.rstrip("/")) + "/" for given in paths if os.path.isdir(given))


def _walk(folder: Path) -> Iterator[Path]:
    closed: list[str] = []
    for root, folders, names in os.walk(
        folder, followlinks=False, onerror=lambda e: closed.append(e.filename)
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        for name in sorted([*names, *links]):
            if not name.startswith((".", "~$")):
                yield Path(root) / name
    yield from map(Path, closed)


def _inspected(name: str, path: Path, *, named: bool) -> SourceFile:
    try:
        # A link named by the user is followed; one met in a folder could lead anywhere.
        mode = (path.stat() if named else path.lstat()).st_mode
        if stat.S_ISDIR(mode):
            os.listdir(path)  # only a folder that cannot be listed comes here: say why
        if not stat.S_ISREG(mode):
            problem = (
                "Ce n'est pas un fichier ordinaire (lien, tube ou périphérique) : donnez le fichier lui-même."
            )
            return SourceFile(name, path, named, problem=problem, is_there=False)
        return SourceFile(name, path, named, sha256=sha256_of(path))
    except (FileNotFoundError, ValueError):  # ValueError: a NUL character, which no name holds
        problem = "Le fichier est introuvable : vérifiez son chemin."
        return SourceFile(name, path, named, problem=problem, is_there=False)
    except OSError as error:
        problem = (
            f"Le fichier ne peut pas être ouvert ({french_reason(error)}) : vérifiez ses droits d'accès."
        )
        return SourceFile(name, path, named, problem=problem)


def _free(name: str, path: Path, files: dict[str, SourceFile]) -> str:
    """The printable name, told apart from that of another file whose odd bytes print alike."""
    shown, number = _printable(name), 2
    stem, suffix = os.path.splitext(shown)
    while shown in files and files[shown].path != path and _printable(name) != name:
        shown, number = f"{stem} ({number}){suffix}", number + 1
    return shown


def _printable(name: str) -> str:
    """``name`` without the surrogates that stand for bytes that are not UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")
