"""Ingestion brings an index in line with files, and says what became of each."""

import os
import re
import shutil
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from keyword_embedder import KeywordEmbedder

from index.embedding import Embedder, ModelDescription
from index.generation import open_generation, write_lock
from index.report import FileReport, IngestReport
from index.search import Index
from index.update import ingest, remove
from ingest.errors import IndexBusyError, IndexFormatError, IndexNotFoundError, UsageError


class Desk:
    """A current folder of documents and the index beside it."""

    def __init__(self, index_dir: Path, embedder: KeywordEmbedder) -> None:
        self.index_dir, self.embedder = index_dir, embedder
        self.num_loads = 0

    def load_model(self) -> Embedder:
        self.num_loads += 1
        return self.embedder

    def ingest(self, *paths: str, load_model: Callable[[], Embedder] | None = None) -> IngestReport:
        return ingest(
            self.index_dir, paths, model=self.embedder.description, load_model=load_model or self.load_model
        )

    def open(self) -> Index:
        return Index.open(self.index_dir, self.embedder)

    def names(self) -> list[str]:
        return [document.name for document in self.open().documents]

    def texts(self) -> dict[str, str]:
        """What each document answers with."""
        return {
            document.name: "".join(passage.text for passage in document.passages)
            for document in self.open().documents
        }


@pytest.fixture
def desk(tmp_path: Path, embedder: KeywordEmbedder, monkeypatch: pytest.MonkeyPatch) -> Desk:
    (tmp_path / "bureau").mkdir()
    monkeypatch.chdir(tmp_path / "bureau")
    return Desk(tmp_path / "index", embedder)


def write(path: str, text: str = "") -> None:
    """A file of ``text``, or else of a sentence of its own."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text or f"Le texte de {path}.", encoding="utf-8")


def statuses(report: IngestReport) -> dict[str, str]:
    return {file.document: file.status for file in report.files}


def reported(report: IngestReport, name: str) -> FileReport:
    (file,) = [file for file in report.files if file.document == name]
    return file


# --- what becomes of a file ------------------------------------------------------------------------------


def test_new_files_are_added(desk: Desk) -> None:
    write("docs/a.txt", "Un texte.")
    write("docs/b.md", "# Titre\n\nUn autre.")
    report = desk.ingest("docs")
    assert report.files == (
        FileReport("docs/a.txt", "added", passages=1, sha256=sha256(b"Un texte.").hexdigest()),
        FileReport("docs/b.md", "added", passages=1, sha256=sha256(b"# Titre\n\nUn autre.").hexdigest()),
    )
    assert not report.failed
    assert desk.texts() == {"docs/a.txt": "Un texte.", "docs/b.md": "# Titre\n\nUn autre."}


def test_report_names_the_generation_that_answers(desk: Desk) -> None:
    write("a.txt")
    assert desk.ingest("a.txt").generation == desk.open().manifest.generation == "gen-000001"
    write("a.txt", "Autre chose.")
    assert desk.ingest("a.txt").generation == desk.open().manifest.generation == "gen-000002"


def test_second_run_reads_nothing_and_keeps_the_generation(desk: Desk) -> None:
    write("docs/a.txt")
    write("docs/vide.txt", " \n")
    write("docs/image.png", "png")
    first = desk.ingest("docs")
    desk.num_loads = 0
    second = desk.ingest("docs")
    assert statuses(second) == {
        "docs/a.txt": "unchanged",
        "docs/vide.txt": "empty",
        "docs/image.png": "unsupported",
    }
    assert desk.num_loads == 0
    assert second.generation == first.generation
    assert reported(second, "docs/a.txt").passages == 1
    assert reported(second, "docs/vide.txt").reason == reported(first, "docs/vide.txt").reason


def test_changed_file_is_updated_and_its_old_text_never_answers(desk: Desk) -> None:
    write("a.txt", "Le perroquet.")
    write("b.txt")
    desk.ingest("a.txt", "b.txt")
    write("a.txt", "La girafe.")
    assert statuses(desk.ingest("a.txt", "b.txt")) == {"a.txt": "updated", "b.txt": "unchanged"}
    assert desk.texts()["a.txt"] == "La girafe."
    assert all("perroquet" not in hit.passage.text for hit in desk.open().search("perroquet", 9))
    assert desk.open().lexical.scores("perroquet").tolist() == [0, 0]


def test_only_new_passages_are_embedded(desk: Desk) -> None:
    write("a.txt")
    write("b.txt")
    desk.ingest("a.txt", "b.txt")
    assert desk.embedder.num_embedded == 2
    write("a.txt", "Autre chose.")
    desk.ingest("a.txt", "b.txt")
    assert desk.embedder.num_embedded == 3


def test_vanished_file_of_a_folder_is_removed_and_other_folders_stay(desk: Desk) -> None:
    for name in ("docs/a.txt", "docs/b.txt", "docs2/c.txt", "autre/d.txt", "e.txt"):
        write(name)
    desk.ingest("docs", "docs2", "autre", "e.txt")
    for name in ("docs/b.txt", "docs2/c.txt", "autre/d.txt"):
        Path(name).unlink()
    assert statuses(desk.ingest("docs")) == {"docs/a.txt": "unchanged", "docs/b.txt": "removed"}
    assert desk.names() == ["docs/a.txt", "docs2/c.txt", "autre/d.txt", "e.txt"]


def test_removed_text_never_answers(desk: Desk) -> None:
    write("docs/a.txt", "Le perroquet.")
    write("docs/b.txt", "La girafe.")
    desk.ingest("docs")
    Path("docs/a.txt").unlink()
    desk.ingest("docs")
    assert [hit.passage.text for hit in desk.open().search("perroquet", 9)] == ["La girafe."]


def test_named_file_that_vanished_is_removed(desk: Desk) -> None:
    write("a.txt")
    write("b.txt")
    desk.ingest("a.txt", "b.txt")
    Path("a.txt").unlink()
    assert statuses(desk.ingest("a.txt")) == {"a.txt": "removed"}
    assert desk.names() == ["b.txt"]


def test_renamed_file_keeps_its_vectors_under_its_new_name(desk: Desk) -> None:
    write("docs/a.txt", "Le perroquet.")
    desk.ingest("docs")
    Path("docs/a.txt").rename("docs/z.txt")
    assert statuses(desk.ingest("docs")) == {"docs/z.txt": "added", "docs/a.txt": "removed"}
    assert desk.texts() == {"docs/z.txt": "Le perroquet."}
    assert desk.embedder.num_embedded == 1


def test_same_content_twice_is_one_document(desk: Desk) -> None:
    write("docs/a.txt", "Le perroquet.")
    write("docs/b.txt", "Le perroquet.")
    report = desk.ingest("docs")
    assert statuses(report) == {"docs/a.txt": "added", "docs/b.txt": "duplicate"}
    assert reported(report, "docs/b.txt").reason == "Même contenu que docs/a.txt."
    assert desk.names() == ["docs/a.txt"]
    assert statuses(desk.ingest("docs")) == {"docs/a.txt": "unchanged", "docs/b.txt": "duplicate"}


def test_duplicate_takes_over_when_the_first_goes(desk: Desk) -> None:
    write("docs/a.txt", "Le perroquet.")
    write("docs/b.txt", "Le perroquet.")
    desk.ingest("docs")
    Path("docs/a.txt").unlink()
    assert statuses(desk.ingest("docs")) == {"docs/b.txt": "added", "docs/a.txt": "removed"}
    assert desk.texts() == {"docs/b.txt": "Le perroquet."}


def test_duplicate_takes_over_when_the_first_changes(desk: Desk) -> None:
    write("docs/a.txt", "Le perroquet.")
    write("docs/b.txt", "Le perroquet.")
    desk.ingest("docs")
    write("docs/a.txt", "La girafe.")
    assert statuses(desk.ingest("docs")) == {"docs/a.txt": "updated", "docs/b.txt": "added"}
    assert desk.texts() == {"docs/a.txt": "La girafe.", "docs/b.txt": "Le perroquet."}


def test_two_files_that_swap_their_contents_are_both_updated(desk: Desk) -> None:
    write("docs/a.txt", "Le perroquet.")
    write("docs/b.txt", "La girafe.")
    desk.ingest("docs")
    write("docs/a.txt", "La girafe.")
    write("docs/b.txt", "Le perroquet.")
    assert statuses(desk.ingest("docs")) == {"docs/a.txt": "updated", "docs/b.txt": "updated"}
    assert desk.texts() == {"docs/a.txt": "La girafe.", "docs/b.txt": "Le perroquet."}


def test_file_that_becomes_a_duplicate_no_longer_answers_with_its_old_text(desk: Desk) -> None:
    write("docs/a.txt", "Le perroquet.")
    write("docs/b.txt", "La girafe.")
    desk.ingest("docs")
    write("docs/b.txt", "Le perroquet.")
    assert statuses(desk.ingest("docs")) == {"docs/a.txt": "unchanged", "docs/b.txt": "duplicate"}
    assert desk.texts() == {"docs/a.txt": "Le perroquet."}


def test_file_that_becomes_empty_no_longer_answers(desk: Desk) -> None:
    write("a.txt")
    write("b.txt")
    desk.ingest("a.txt", "b.txt")
    write("a.txt", "\n")
    report = desk.ingest("a.txt", "b.txt")
    assert statuses(report) == {"a.txt": "empty", "b.txt": "unchanged"}
    assert "L'ancienne version a été retirée." in (reported(report, "a.txt").reason or "")
    assert desk.names() == ["b.txt"]


def test_empty_file_that_is_filled_is_added(desk: Desk) -> None:
    write("a.txt", "\n")
    assert statuses(desk.ingest("a.txt")) == {"a.txt": "empty"}
    write("a.txt", "Le perroquet.")
    assert statuses(desk.ingest("a.txt")) == {"a.txt": "added"}
    assert desk.texts() == {"a.txt": "Le perroquet."}


# --- files that cannot be read ---------------------------------------------------------------------------


def test_one_bad_file_stops_no_other_and_is_named_with_its_reason(desk: Desk) -> None:
    for number in range(6):
        write(f"docs/{number}.txt")
    Path("docs/3.txt").write_bytes(b"\x00\x01\x02" * 50)
    Path("docs/4.pdf").write_bytes(b"%PDF-1.7\nrien")
    report = desk.ingest("docs")
    assert report.failed
    assert [file.document for file in report.files if file.status == "added"] == [
        f"docs/{number}.txt" for number in (0, 1, 2, 4, 5)
    ]
    assert [file.document for file in report.files if file.status == "failed"] == ["docs/3.txt", "docs/4.pdf"]
    assert "binaire" in (reported(report, "docs/3.txt").reason or "")
    assert len(desk.names()) == 5


def test_file_that_can_no_longer_be_read_no_longer_answers(desk: Desk) -> None:
    write("a.txt")
    write("b.txt")
    desk.ingest("a.txt", "b.txt")
    Path("a.txt").write_bytes(b"\x00\x01\x02" * 50)
    report = desk.ingest("a.txt", "b.txt")
    assert statuses(report) == {"a.txt": "failed", "b.txt": "unchanged"}
    assert desk.names() == ["b.txt"]


@pytest.mark.parametrize(
    ("paths", "failed"),
    [
        pytest.param(("docs/image.png",), True, id="named"),
        pytest.param(("docs",), False, id="found-in-a-folder"),
    ],
)
def test_unsupported_file_is_a_failure_when_asked_for(
    paths: tuple[str, ...], failed: bool, desk: Desk
) -> None:
    write("docs/a.txt")
    write("docs/image.png", "png")
    report = desk.ingest(*paths)
    assert reported(report, "docs/image.png").status == "unsupported"
    assert "convertissez-le" in (reported(report, "docs/image.png").reason or "")
    assert report.failed is failed


@pytest.mark.parametrize(
    ("paths", "failed"),
    [pytest.param(("docs/a.txt",), True, id="named"), pytest.param(("docs",), False, id="found-in-a-folder")],
)
def test_empty_file_is_a_failure_when_asked_for(paths: tuple[str, ...], failed: bool, desk: Desk) -> None:
    write("docs/a.txt", " ")
    report = desk.ingest(*paths)
    assert statuses(report) == {"docs/a.txt": "empty"}
    assert report.failed is failed


def test_missing_file_fails_and_the_others_are_read(desk: Desk) -> None:
    write("a.txt")
    report = desk.ingest("absent.txt", "a.txt")
    assert statuses(report) == {"absent.txt": "failed", "a.txt": "added"}
    assert "introuvable" in (reported(report, "absent.txt").reason or "")
    assert report.failed


def test_hidden_files_are_not_read(desk: Desk) -> None:
    for name in ("docs/a.txt", "docs/.b.txt", "docs/.git/c.txt"):
        write(name)
    assert statuses(desk.ingest("docs")) == {"docs/a.txt": "added"}


def test_link_of_a_folder_is_listed_and_not_followed(desk: Desk) -> None:
    write("docs/a.txt")
    write("dehors/secret.txt", "Le perroquet.")
    os.symlink("../dehors/secret.txt", "docs/lien.txt")
    report = desk.ingest("docs")
    assert "lien" in (reported(report, "docs/lien.txt").reason or "")
    assert desk.names() == ["docs/a.txt"]


def test_file_that_becomes_a_link_is_removed_with_the_reason(desk: Desk) -> None:
    write("docs/a.txt")
    write("dehors/secret.txt", "Le perroquet.")
    desk.ingest("docs")
    Path("docs/a.txt").unlink()
    os.symlink("../dehors/secret.txt", "docs/a.txt")
    assert "lien" in (reported(desk.ingest("docs"), "docs/a.txt").reason or "")
    assert desk.names() == []


def test_file_that_cannot_be_opened_now_keeps_answering(desk: Desk) -> None:
    write("a.txt", "Le perroquet.")
    desk.ingest("a.txt")
    Path("a.txt").unlink()
    os.symlink("a.txt", "a.txt")  # a link to itself: it exists, and cannot be opened
    report = desk.ingest("a.txt")
    assert statuses(report) == {"a.txt": "failed"}
    assert report.failed
    assert "répond toujours" in (reported(report, "a.txt").reason or "")
    assert desk.texts() == {"a.txt": "Le perroquet."}


def test_known_file_that_changes_while_it_is_read_keeps_answering(desk: Desk) -> None:
    write("a.txt", "Le perroquet.")
    desk.ingest("a.txt")
    write("a.txt", "La girafe.")

    def load_model() -> Embedder:
        write("a.txt", "Le zèbre.")
        return desk.embedder

    report = desk.ingest("a.txt", load_model=load_model)
    assert statuses(report) == {"a.txt": "failed"}
    assert desk.texts() == {"a.txt": "Le perroquet."}
    assert statuses(desk.ingest("a.txt")) == {"a.txt": "updated"}
    assert desk.texts() == {"a.txt": "Le zèbre."}


def test_readable_twin_of_an_unreadable_file_is_read(desk: Desk) -> None:
    write("docs/a.pdf", "Un texte nommé PDF.")
    write("docs/b.txt", "Un texte nommé PDF.")
    for expected in ("added", "unchanged"):
        assert statuses(desk.ingest("docs"))["docs/b.txt"] == expected
    assert desk.texts() == {"docs/b.txt": "Un texte nommé PDF."}


def test_link_of_a_folder_is_no_failure(desk: Desk) -> None:
    write("docs/a.txt")
    os.symlink("a.txt", "docs/lien.txt")
    report = desk.ingest("docs")
    assert reported(report, "docs/lien.txt").status == "unsupported"
    assert not report.failed


def test_file_that_vanishes_before_it_is_read_fails_in_french(desk: Desk) -> None:
    write("a.txt")
    write("b.txt")

    def load_model() -> Embedder:
        Path("a.txt").unlink()
        return desk.embedder

    report = desk.ingest("a.txt", "b.txt", load_model=load_model)
    assert statuses(report) == {"a.txt": "failed", "b.txt": "added"}
    assert "introuvable" in (reported(report, "a.txt").reason or "")


def test_file_that_changes_before_it_is_read_never_goes_by_its_old_hash(desk: Desk) -> None:
    write("a.txt", "Le perroquet.")

    def load_model() -> Embedder:
        write("a.txt", "La girafe.")
        return desk.embedder

    desk.ingest("a.txt", load_model=load_model)
    for document in desk.open().documents:
        assert document.sha256 == sha256(document.parsed.text.encode()).hexdigest()
    write("a.txt", "Le perroquet.")
    desk.ingest("a.txt")
    assert desk.texts() == {"a.txt": "Le perroquet."}


@pytest.mark.parametrize(
    "front",
    [
        pytest.param('title: "\\uD800"', id="lone-surrogate"),
        pytest.param("date: 2024-13-45", id="impossible-date"),
    ],
)
def test_odd_metadata_stops_nothing(front: str, desk: Desk) -> None:
    write("a.md", f"---\n{front}\n---\n\nLe perroquet.\n")
    write("b.txt")
    assert statuses(desk.ingest("a.md", "b.txt")) == {"a.md": "added", "b.txt": "added"}
    assert "Le perroquet." in desk.texts()["a.md"]


# --- names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "name"),
    [
        pytest.param("docs/sous/a.txt", "docs/sous/a.txt", id="file"),
        pytest.param("docs", "docs/sous/a.txt", id="folder"),
        pytest.param("docs/", "docs/sous/a.txt", id="trailing-slash"),
        pytest.param("./docs", "./docs/sous/a.txt", id="dotted"),
        pytest.param(".", "./docs/sous/a.txt", id="current-folder"),
    ],
)
def test_document_goes_by_its_path_as_given(given: str, name: str, desk: Desk) -> None:
    write("docs/sous/a.txt")
    desk.ingest(given)
    assert desk.names() == [name]


def test_absolute_folder_gives_absolute_names(desk: Desk) -> None:
    write("docs/a.txt")
    desk.ingest(f"{Path.cwd()}/docs/")
    assert desk.names() == [f"{Path.cwd()}/docs/a.txt"]


def test_folder_with_and_without_its_slash_is_the_same(desk: Desk) -> None:
    write("docs/a.txt")
    desk.ingest("docs")
    Path("docs/a.txt").rename("docs/b.txt")
    assert statuses(desk.ingest("docs/")) == {"docs/b.txt": "added", "docs/a.txt": "removed"}


def test_odd_names_are_kept_as_they_are(desk: Desk) -> None:
    names = [
        "deux\nlignes.txt",
        "e\u0301te\u0301.txt",
        "<img src=x onerror=alert(1)>.txt",
        "-rf.txt",
        "\"'$(ls).md",
    ]
    for name in names:
        write(f"docs/{name}")
    assert set(statuses(desk.ingest("docs")).values()) == {"added"}
    assert sorted(desk.names()) == sorted(f"docs/{name}" for name in names)
    assert set(statuses(desk.ingest("docs")).values()) == {"unchanged"}


def test_name_that_is_not_utf8_is_indexed(desk: Desk) -> None:
    os.mkdir("docs")
    with open(b"docs/caf\xe9.txt", "w") as file:
        file.write("Un café.")
    desk.ingest("docs")
    assert desk.texts() == {"docs/caf\ufffd.txt": "Un café."}
    assert statuses(desk.ingest("docs")) == {"docs/caf\ufffd.txt": "unchanged"}


# --- removal ---------------------------------------------------------------------------------------------


def test_remove_forgets_a_document(desk: Desk) -> None:
    write("a.txt", "Le perroquet.")
    write("b.txt", "La girafe.")
    desk.ingest("a.txt", "b.txt")
    assert remove(desk.index_dir, ["a.txt"], model=desk.embedder.description) == "gen-000002"
    assert [hit.passage.text for hit in desk.open().search("perroquet", 9)] == ["La girafe."]
    assert desk.embedder.num_embedded == 2


def test_removed_document_comes_back_when_ingested_again(desk: Desk) -> None:
    write("a.txt")
    desk.ingest("a.txt")
    remove(desk.index_dir, ["a.txt"], model=desk.embedder.description)
    assert desk.names() == []
    assert statuses(desk.ingest("a.txt")) == {"a.txt": "added"}


def test_unknown_name_removes_nothing(desk: Desk) -> None:
    write("a.txt")
    desk.ingest("a.txt")
    with pytest.raises(UsageError, match=r"« b\.txt »"):
        remove(desk.index_dir, ["a.txt", "b.txt"], model=desk.embedder.description)
    assert desk.names() == ["a.txt"]


def test_removal_needs_an_index(desk: Desk) -> None:
    with pytest.raises(IndexNotFoundError):
        remove(desk.index_dir, ["a.txt"], model=desk.embedder.description)


# --- the index as a whole --------------------------------------------------------------------------------


def test_no_file_at_all_makes_an_empty_index(desk: Desk) -> None:
    os.mkdir("docs")
    report = desk.ingest("docs")
    assert report.files == ()
    assert desk.names() == []
    assert desk.num_loads == 0


def test_progress_tells_files_then_passages(desk: Desk) -> None:
    write("a.txt")
    write("b.txt")
    told: list[tuple[str, int, int]] = []
    ingest(
        desk.index_dir, ["a.txt", "b.txt"], model=desk.embedder.description, load_model=desk.load_model,
        progress=lambda stage, done, total: told.append((stage, done, total)),
    )  # fmt: skip
    assert told == [("lecture", 1, 2), ("lecture", 2, 2), ("vecteurs", 2, 2)]


def test_other_model_is_refused_before_anything_is_read(desk: Desk) -> None:
    write("a.txt")
    desk.ingest("a.txt")
    write("a.txt", "Autre chose.")
    desk.num_loads = 0
    with pytest.raises(IndexFormatError, match="« mots-clés » et non « autre »"):
        ingest(
            desk.index_dir, ["a.txt"], model=ModelDescription("autre", "b", 256), load_model=desk.load_model
        )
    assert desk.num_loads == 0
    assert desk.texts() == {"a.txt": "Le texte de a.txt."}


def test_second_writer_is_told_to_wait(desk: Desk) -> None:
    write("a.txt")
    with write_lock(desk.index_dir), pytest.raises(IndexBusyError, match="attendez"):
        desk.ingest("a.txt")


def test_model_that_fails_leaves_the_index_as_it_was(desk: Desk) -> None:
    write("a.txt")
    desk.ingest("a.txt")
    write("a.txt", "Autre chose.")

    def load_model() -> Embedder:
        raise RuntimeError("panne")

    with pytest.raises(RuntimeError, match="panne"):
        desk.ingest("a.txt", load_model=load_model)
    assert desk.texts() == {"a.txt": "Le texte de a.txt."}
    assert statuses(desk.ingest("a.txt")) == {"a.txt": "updated"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_folder_that_cannot_be_written_is_said_in_french(desk: Desk) -> None:
    write("a.txt")
    desk.index_dir.mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(IndexFormatError, match="--index"):
        desk.ingest("a.txt")


def test_full_disk_is_said_in_french_and_the_old_index_answers(desk: Desk) -> None:
    resource = pytest.importorskip("resource")
    write("a.txt")
    desk.ingest("a.txt")
    write("b.txt", "Un autre texte. " * 5_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))  # no file may grow over 20 kB
    try:
        with pytest.raises(IndexFormatError, match=r"libérez de la place .* l'index précédent est intact"):
            desk.ingest("a.txt", "b.txt")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert desk.names() == ["a.txt"]
    desk.ingest("a.txt", "b.txt")
    assert desk.names() == ["a.txt", "b.txt"]
    assert list(desk.index_dir.rglob("*.tmp")) == []


# --- after damage ----------------------------------------------------------------------------------------


@pytest.fixture
def damaged(desk: Desk) -> Desk:
    """Generation 1 held a.txt; generation 2, which holds b.txt too, is damaged."""
    write("a.txt")
    write("b.txt")
    desk.ingest("a.txt")
    desk.ingest("a.txt", "b.txt")
    damage(desk)
    assert desk.open().warning
    return desk


def damage(desk: Desk) -> None:
    os.truncate(open_generation(desk.index_dir).folder / "dense.faiss", 10)


def test_ingestion_mends_a_damaged_index(damaged: Desk) -> None:
    assert statuses(damaged.ingest("a.txt", "b.txt")) == {"a.txt": "unchanged", "b.txt": "added"}
    assert damaged.open().warning == ""
    assert damaged.names() == ["a.txt", "b.txt"]


def test_ingestion_mends_even_when_no_file_has_changed(damaged: Desk) -> None:
    assert statuses(damaged.ingest("a.txt")) == {"a.txt": "unchanged"}
    assert damaged.open().warning == ""


def test_removal_mends_too(damaged: Desk) -> None:
    remove(damaged.index_dir, ["a.txt"], model=damaged.embedder.description)
    assert damaged.open().warning == ""
    assert damaged.names() == []


def test_generation_kept_behind_is_one_that_can_answer(damaged: Desk) -> None:
    damaged.ingest("a.txt", "b.txt")
    damage(damaged)
    assert re.search("version précédente", damaged.open().warning)
    assert damaged.names() == ["a.txt"]


def test_index_beyond_mending_is_refused_and_left_alone(desk: Desk) -> None:
    write("a.txt")
    desk.ingest("a.txt")
    damage(desk)
    with pytest.raises(IndexFormatError, match="réindexez vos documents dans un nouveau dossier"):
        desk.ingest("a.txt")
    shutil.rmtree(desk.index_dir)
    assert statuses(desk.ingest("a.txt")) == {"a.txt": "added"}
