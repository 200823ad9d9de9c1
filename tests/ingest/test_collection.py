"""Which files a list of paths names, and the name each document goes by."""

import hashlib
import os
from pathlib import Path

import pytest

from ingest.collection import collect_files, folders_of


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    folder = tmp_path / "ici"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def write(*paths: str) -> None:
    """Files that hold their own path."""
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(path)


def names(*paths: str) -> list[str]:
    return [file.name for file in collect_files(paths)]


def problems(*paths: str) -> dict[str, str]:
    return {file.name: file.problem for file in collect_files(paths)}


@pytest.mark.parametrize(
    ("given", "name"),
    [
        pytest.param("docs/a.txt", "docs/a.txt", id="relative-file"),
        pytest.param("./docs/a.txt", "./docs/a.txt", id="dotted-file"),
        pytest.param("docs", "docs/a.txt", id="folder"),
        pytest.param("docs/", "docs/a.txt", id="trailing-slash"),
        pytest.param("docs//", "docs/a.txt", id="two-trailing-slashes"),
        pytest.param("./docs", "./docs/a.txt", id="dotted-folder"),
        pytest.param(".", "./docs/a.txt", id="current-folder"),
        pytest.param("../ici/docs", "../ici/docs/a.txt", id="parent"),
    ],
)
@pytest.mark.usefixtures("here")
def test_relative_path_stays_as_given(given: str, name: str) -> None:
    write("docs/a.txt")
    assert names(given) == [name]


def test_absolute_path_stays_absolute(here: Path) -> None:
    write("docs/a.txt")
    assert names(str(here / "docs")) == [f"{here}/docs/a.txt"]


@pytest.mark.usefixtures("here")
def test_file_is_hashed_and_told_from_one_found_in_a_folder() -> None:
    write("a.txt", "docs/b.txt")
    named, found = collect_files(["a.txt", "docs"])
    assert (named.path, named.named, named.problem) == (Path("a.txt"), True, "")
    assert (found.path, found.named, found.problem) == (Path("docs/b.txt"), False, "")
    assert named.sha256 == hashlib.sha256(b"a.txt").hexdigest()


@pytest.mark.usefixtures("here")
def test_folders_are_walked_in_depth_in_name_order() -> None:
    write("docs/c.txt", "docs/a.txt", "docs/b/z.txt", "docs/b/d/e.txt", "docs/a/y.txt")
    assert names("docs") == ["docs/a.txt", "docs/c.txt", "docs/a/y.txt", "docs/b/z.txt", "docs/b/d/e.txt"]


@pytest.mark.usefixtures("here")
def test_file_given_twice_comes_once() -> None:
    write("docs/a.txt", "docs/b.txt")
    files = collect_files(["docs", "docs/b.txt", "docs/"])
    assert [(file.name, file.named) for file in files] == [("docs/a.txt", False), ("docs/b.txt", True)]


@pytest.mark.usefixtures("here")
def test_hidden_files_and_folders_are_left_out() -> None:
    write("docs/.secret.txt", "docs/.git/a.txt", "docs/~$ouvert.docx", "docs/a.txt")
    assert names("docs") == ["docs/a.txt"]


@pytest.mark.usefixtures("here")
def test_hidden_file_given_by_name_is_taken() -> None:
    write(".notes.txt")
    assert problems(".notes.txt") == {".notes.txt": ""}


@pytest.mark.usefixtures("here")
def test_missing_file_is_listed_with_its_problem() -> None:
    assert problems("absent.txt") == {"absent.txt": "Le fichier est introuvable : vérifiez son chemin."}


@pytest.mark.usefixtures("here")
def test_links_found_in_a_folder_are_listed_and_not_followed() -> None:
    write("dehors/secret.txt", "docs/a.txt")
    os.symlink("../dehors/secret.txt", "docs/lien.txt")
    os.symlink("nulle-part", "docs/rompu.txt")
    os.symlink("../dehors", "docs/dossier")
    os.symlink(".", "docs/boucle")
    found = problems("docs")
    assert set(found) == {f"docs/{name}" for name in ("a.txt", "lien.txt", "rompu.txt", "dossier", "boucle")}
    assert found.pop("docs/a.txt") == ""
    assert all("lien" in problem for problem in found.values())


@pytest.mark.usefixtures("here")
def test_link_given_by_name_is_followed() -> None:
    write("dehors/a.txt")
    os.symlink("dehors/a.txt", "lien.txt")
    (file,) = collect_files(["lien.txt"])
    assert (file.name, file.problem) == ("lien.txt", "")
    assert file.sha256 == hashlib.sha256(b"dehors/a.txt").hexdigest()


@pytest.mark.usefixtures("here")
def test_pipes_and_devices_are_never_opened() -> None:
    write("docs/a.txt")
    os.mkfifo("docs/tube.txt")
    found = problems("docs", "docs/tube.txt", "/dev/zero")
    assert found.pop("docs/a.txt") == ""
    assert set(found) == {"docs/tube.txt", "/dev/zero"}
    assert all("périphérique" in problem for problem in found.values())


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("deux\nlignes.txt", id="newline"),
        pytest.param("e\u0301te\u0301.txt", id="decomposed-accents"),
        pytest.param("<img src=x onerror=alert(1)>.txt", id="html"),
        pytest.param("-rf.txt", id="dash"),
        pytest.param("a b'\"$(ls).txt", id="shell"),
        pytest.param("x" * 251 + ".txt", id="255-bytes"),
    ],
)
@pytest.mark.usefixtures("here")
def test_odd_name_is_kept_as_it_is(name: str) -> None:
    write(f"docs/{name}")
    (file,) = collect_files(["docs"])
    assert (file.name, file.problem) == (f"docs/{name}", "")


def test_name_that_is_not_utf8_is_shown_with_marks_and_still_opened(here: Path) -> None:
    folder = os.fsencode(here / "docs")
    os.mkdir(folder)
    for name in (b"caf\xe9.txt", b"caf\xe8.txt"):  # cp1252: café, cafè
        with open(os.path.join(folder, name), "wb") as file:
            file.write(name)
    files = collect_files(["docs"])
    assert all(file.name.startswith("docs/caf\ufffd") for file in files)
    hashes = {hashlib.sha256(name).hexdigest() for name in (b"caf\xe9.txt", b"caf\xe8.txt")}
    assert {file.sha256 for file in files} == hashes, "two files, though their names look the same"


@pytest.mark.usefixtures("here")
def test_folders_of_gives_the_prefixes_of_their_documents() -> None:
    write("docs/a.txt", "b.txt")
    assert folders_of(["docs", "docs/", "b.txt", "absent", ".", "/"]) == ("docs/", "docs/", "./", "/")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
@pytest.mark.usefixtures("here")
def test_file_without_the_right_to_read_it_is_listed_with_its_problem() -> None:
    write("a.txt")
    Path("a.txt").chmod(0)
    assert "droits" in problems("a.txt")["a.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
@pytest.mark.usefixtures("here")
def test_folder_without_the_right_to_read_it_is_listed_with_its_problem() -> None:
    write("docs/ferme/a.txt")
    Path("docs/ferme").chmod(0)
    try:
        assert "droits" in problems("docs")["docs/ferme"]
    finally:
        Path("docs/ferme").chmod(0o700)
