"""Sealed generations: what is published answers, what is damaged never does, and a crash loses nothing."""

import errno
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from keyword_embedder import KeywordEmbedder

from index import generation
from index.dense import DenseIndex
from index.embedding import ModelDescription
from index.generation import Manifest, open_generation, publish, require_model, write_lock
from index.late_interaction import TokenIndex
from index.lexical import LexicalIndex
from index.records import Document, save_documents, save_skipped
from index.search import Index
from ingest.document import Block, BlockKind, ParsedFile
from ingest.errors import IndexBusyError, IndexFormatError, IndexNotFoundError
from ingest.splitting import Passage

ROOT = Path(__file__).parents[2]
EMBEDDER = KeywordEmbedder()
MODEL = EMBEDDER.description
# The files of a generation; `test_these_are_all_the_files` holds the list to what is written.
FILES = [
    "MANIFEST.json",
    "dense.faiss",
    "documents.jsonl",
    "lexical/data.csc.index.npy",
    "lexical/indices.csc.index.npy",
    "lexical/indptr.csc.index.npy",
    "lexical/params.index.json",
    "lexical/size.json",
    "lexical/vocab.index.json",
    "skipped.json",
    "tokens/frequencies.npy",
    "tokens/ids.npy",
    "tokens/spans.npy",
    "tokens/starts.npy",
    "tokens/vectors.npy",
]
OLD, NEW = "Le texte ancien.", "Le texte nouveau."


def writer(text: str) -> Callable[[Path], None]:
    """Writes the files of an index of one document of one passage."""

    def write_files(folder: Path) -> None:
        block = Block(BlockKind.PARAGRAPH, 0, len(text))
        passage = Passage(f"{'0' * 12}:0-{len(text)}", 0, len(text), text, text)
        save_documents(folder, [Document("a.txt", "0" * 64, "", ParsedFile(text, (block,)), (passage,))])
        save_skipped(folder, {})
        embedded = EMBEDDER.embed_queries([text])
        DenseIndex(embedded.vectors).save(folder)
        TokenIndex.build(embedded.tokens).save(folder)
        LexicalIndex.build([text]).save(folder)

    return write_files


def publish_with(
    index_dir: Path, write_files: Callable[[Path], None], model: ModelDescription = MODEL
) -> Manifest:
    with write_lock(index_dir):
        return publish(
            index_dir, write_files, model=model, max_passage_tokens=192, num_documents=1, num_passages=1
        )


def publish_text(index_dir: Path, text: str) -> Manifest:
    return publish_with(index_dir, writer(text))


def answer(index_dir: Path) -> str:
    """The only passage, through all that an answer rests on."""
    (hit,) = Index.open(index_dir, EMBEDDER).search("texte", 5)
    return hit.passage.text


def strays(index_dir: Path) -> list[Path]:
    return list(index_dir.rglob("*.tmp"))


@pytest.fixture(scope="module")
def two_generations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index_dir = tmp_path_factory.mktemp("two") / "index"
    publish_text(index_dir, OLD)
    publish_text(index_dir, NEW)
    return index_dir


@pytest.fixture
def index_dir(two_generations: Path, tmp_path: Path) -> Path:
    """An index whose generation 2 (NEW) answers and whose generation 1 (OLD) stands behind it."""
    return Path(shutil.copytree(two_generations, tmp_path / "index"))


@pytest.fixture(scope="module")
def one_generation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index_dir = tmp_path_factory.mktemp("one") / "index"
    publish_text(index_dir, OLD)
    return index_dir


@pytest.fixture
def single(one_generation: Path, tmp_path: Path) -> Path:
    """An index of one generation, OLD."""
    return Path(shutil.copytree(one_generation, tmp_path / "index"))


def current(index_dir: Path) -> Path:
    return index_dir / "generations" / "gen-000002"


# --- publishing and opening ------------------------------------------------------------------------------


def test_what_is_published_is_what_opens(index_dir: Path) -> None:
    opened = open_generation(index_dir)
    assert opened.folder == current(index_dir)
    assert opened.warning == ""
    manifest = opened.manifest
    assert (manifest.generation, manifest.schema, manifest.model) == ("gen-000002", generation.SCHEMA, MODEL)
    assert (manifest.max_passage_tokens, manifest.num_documents, manifest.num_passages) == (192, 1, 1)
    assert answer(index_dir) == NEW


def test_publish_returns_the_manifest_that_opens(tmp_path: Path) -> None:
    assert publish_text(tmp_path, OLD) == open_generation(tmp_path).manifest


def test_these_are_all_the_files(index_dir: Path) -> None:
    found = [path for path in current(index_dir).rglob("*") if path.is_file()]
    assert sorted(path.relative_to(current(index_dir)).as_posix() for path in found) == FILES


def test_the_generation_before_is_kept_and_older_ones_go(index_dir: Path) -> None:
    assert publish_text(index_dir, "Le texte récent.").generation == "gen-000003"
    kept = sorted(path.name for path in (index_dir / "generations").iterdir())
    assert kept == ["gen-000002", "gen-000003"]


def test_folder_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFoundError, match="sourcier ingest"):
        open_generation(tmp_path)


def test_index_cannot_be_made_where_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("un fichier")
    with pytest.raises(IndexFormatError, match="--index"):
        publish_text(tmp_path / "index", OLD)


# --- damage ----------------------------------------------------------------------------------------------


def flip_bit(path: Path, byte: int, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[byte] ^= 1 << bit
    path.write_bytes(data)


def replace_by(path: Path, make: Callable[[], None]) -> None:
    path.unlink()
    make()


FAULTS: dict[str, Callable[[Path], object]] = {
    "first-byte": lambda path: flip_bit(path, 0),
    "middle-byte": lambda path: flip_bit(path, path.stat().st_size // 2, 6),
    "last-byte": lambda path: flip_bit(path, -1, 3),
    "one-byte-short": lambda path: os.truncate(path, path.stat().st_size - 1),
    "empty": lambda path: os.truncate(path, 0),
    "one-byte-more": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "deleted": lambda path: path.unlink(),
    "folder-in-its-place": lambda path: replace_by(path, path.mkdir),
    "broken-link": lambda path: replace_by(path, lambda: path.symlink_to("nulle-part")),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("name", FILES)
def test_damaged_file_makes_the_generation_before_answer_with_a_warning(
    name: str, fault: Callable[[Path], object], index_dir: Path
) -> None:
    fault(current(index_dir) / name)
    opened = open_generation(index_dir)
    assert opened.manifest.generation == "gen-000001"
    assert f"endommagé ({name} " in opened.warning
    assert "relancez « sourcier ingest »" in opened.warning
    assert answer(index_dir) == OLD


@pytest.mark.parametrize("fault", ["middle-byte", "deleted"])
@pytest.mark.parametrize("name", FILES)
def test_damaged_file_is_named_when_no_generation_is_left(name: str, fault: str, single: Path) -> None:
    FAULTS[fault](single / "generations" / "gen-000001" / name)
    with pytest.raises(IndexFormatError, match="réindexez") as raised:
        Index.open(single, EMBEDDER)
    assert f"endommagé ({name} " in str(raised.value)


@pytest.mark.parametrize("name", ["ajout.txt", "lexical/ajout.npy", ".cache"])
def test_added_file_is_damage(name: str, index_dir: Path) -> None:
    (current(index_dir) / name).write_text("")
    assert f"({name} est en trop)" in open_generation(index_dir).warning


def test_lost_generation_is_damage(index_dir: Path) -> None:
    shutil.rmtree(current(index_dir))
    assert open_generation(index_dir).warning
    assert answer(index_dir) == OLD


def test_swapped_files_are_damage(index_dir: Path) -> None:
    shutil.copy(index_dir / "generations/gen-000001/dense.faiss", current(index_dir) / "dense.faiss")
    assert "dense.faiss a changé" in open_generation(index_dir).warning


def test_forged_manifest_is_damage(index_dir: Path) -> None:
    path = current(index_dir) / "MANIFEST.json"
    path.write_text(path.read_text().replace("192", "193"))
    assert "MANIFEST.json a changé" in open_generation(index_dir).warning


def test_two_damaged_generations_are_refused(index_dir: Path) -> None:
    for number in (1, 2):
        flip_bit(index_dir / f"generations/gen-00000{number}/dense.faiss", 100)
    with pytest.raises(IndexFormatError, match=r"dense\.faiss a changé"):
        open_generation(index_dir)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe\x00", id="binary"),
        pytest.param(b"gen-000002", id="no-json"),
        pytest.param(b"[]", id="empty-list"),
        pytest.param(b"{}", id="empty-object"),
        pytest.param(b"null", id="null"),
        pytest.param(b'"gen-000002"', id="string"),
        pytest.param(b"[1, 2]", id="numbers"),
        pytest.param(b'[{"generation": "gen-000002"}]', id="without-hash"),
        pytest.param(b'[{"generation": 2, "manifest_sha256": 3}]', id="of-other-types"),
        pytest.param(b'[{"generation": "gen\\u0000", "manifest_sha256": ""}]', id="nul-in-name"),
        pytest.param(b"[" * 100_000, id="deep"),
    ],
)
def test_garbage_pointer_is_refused(data: bytes, index_dir: Path) -> None:
    (index_dir / "CURRENT").write_bytes(data)
    with pytest.raises(IndexFormatError, match="réindexez"):
        open_generation(index_dir)


def test_any_byte_of_the_pointer_may_be_damaged(index_dir: Path) -> None:
    pointer = index_dir / "CURRENT"
    whole = pointer.read_bytes()
    for byte in range(len(whole)):
        flip_bit(pointer, byte, byte % 7)
        # A flip in what points to generation 1 is not seen as long as generation 2 answers, rightly.
        with suppress(IndexFormatError):
            opened = open_generation(index_dir)
            assert opened.manifest.generation == ("gen-000001" if opened.warning else "gen-000002")
        pointer.write_bytes(whole)


# --- other models and versions ---------------------------------------------------------------------------


def test_other_model_is_refused_by_both_names(index_dir: Path) -> None:
    opened = open_generation(index_dir)
    with pytest.raises(IndexFormatError, match="« mots-clés » et non « autre » : rétablissez"):
        require_model(opened, ModelDescription("autre", "autre empreinte", MODEL.dimension))


def test_same_model_by_another_name_is_accepted(index_dir: Path) -> None:
    require_model(open_generation(index_dir), ModelDescription("renommé", MODEL.fingerprint, MODEL.dimension))


def test_future_format_is_refused_by_both_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(generation, "SCHEMA", 99)
        publish_text(tmp_path, OLD)
    with pytest.raises(IndexFormatError, match=f"format 99 .* lit le format {generation.SCHEMA}"):
        open_generation(tmp_path)


def test_index_from_before_late_interaction_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(generation, "SCHEMA", 1)
        publish_text(tmp_path, OLD)
    with pytest.raises(IndexFormatError, match=r"format 1 .* lit le format 2 : réindexez"):
        Index.open(tmp_path, EMBEDDER)


# --- crashes, errors of the disk, other processes --------------------------------------------------------


class Crash(BaseException):
    """Stands for the death of the process."""


@contextmanager
def failing_at(step: int, error: BaseException, *, dead: bool) -> Iterator[list[str]]:
    """Raises ``error`` at the ``step``-th change to the disk; ``dead``: at each one after it too.

    Yields the list that the changes asked for are noted in.
    """
    asked: list[str] = []

    def failing(name: str, action: Callable[..., object]) -> Callable[..., object]:
        def act(*args: object, **kwargs: object) -> object:
            asked.append(name)
            if len(asked) == step or (dead and len(asked) > step):
                raise error
            return action(*args, **kwargs)

        return act

    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "mkdir", "rename", "replace"):
            patch.setattr(os, name, failing(name, getattr(os, name)))
        if dead:  # whoever is dead does not clean up
            patch.setattr(shutil, "rmtree", failing("rmtree", shutil.rmtree))
        yield asked


@pytest.mark.parametrize(
    ("error", "dead"),
    [
        pytest.param(Crash(), True, id="crash"),
        pytest.param(OSError(errno.ENOSPC, "No space left on device"), False, id="full-disk"),
        pytest.param(OSError(errno.EIO, "Input/output error"), False, id="disk-error"),
    ],
)
def test_failure_at_any_step_leaves_the_old_index_or_the_new_one(
    error: BaseException, dead: bool, single: Path, tmp_path: Path
) -> None:
    answers = []
    for step in count(1):
        index_dir = Path(shutil.copytree(single, tmp_path / f"step-{step}"))
        with failing_at(step, error, dead=dead) as asked, suppress(type(error)):
            publish_text(index_dir, NEW)
        if len(asked) < step:
            break
        answers.append(answer(index_dir))
        assert open_generation(index_dir).warning == ""
        publish_text(index_dir, "Le texte récent.")
        assert answer(index_dir) == "Le texte récent."
        assert strays(index_dir) == []
    assert (
        answers.count(OLD) >= 15
    )  # ten files, their folders and the pointer are made safe before the switch
    assert answers.count(NEW) >= 1


def test_failure_in_writing_leaves_no_half_generation(single: Path) -> None:
    def half(folder: Path) -> None:
        writer(NEW)(folder)
        raise RuntimeError("au milieu")

    with pytest.raises(RuntimeError, match="au milieu"):
        publish_with(single, half)
    assert answer(single) == OLD
    assert strays(single) == []
    assert [path.name for path in (single / "generations").iterdir()] == ["gen-000001"]


@pytest.mark.parametrize("name", ["gen-000002.tmp", "gen-000009.tmp"])
def test_leftover_of_a_crash_is_swept_by_the_next_writer(name: str, single: Path) -> None:
    (single / "generations" / name / "lexical").mkdir(parents=True)
    (single / "generations" / name / "dense.faiss").write_bytes(b"moitie")
    assert publish_text(single, NEW).generation == "gen-000002"
    assert strays(single) == []


def test_sealed_generation_that_the_pointer_never_reached_is_swept(single: Path) -> None:
    shutil.copytree(single / "generations/gen-000001", single / "generations/gen-000002")
    assert answer(single) == OLD
    publish_text(single, NEW)
    assert answer(single) == NEW
    assert not (single / "generations/gen-000002").exists()


@pytest.mark.parametrize("name", ["gen-000001.sauvegarde", "gen-vieux", "notes.tmp"])
def test_foreign_name_among_the_generations_stops_nothing(name: str, single: Path) -> None:
    (single / "generations" / name).write_text("à moi")
    publish_text(single, NEW)
    assert answer(single) == NEW


@contextmanager
def small_files(most: int) -> Iterator[None]:
    """No file of this process may grow over ``most`` bytes: the write fails, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# The files of NEW × 500 go from 2 bytes to 18 kB: each limit stops another of them.
@pytest.mark.parametrize("most", [0, 50, 500, 1_100, 5_000, 15_000])
def test_write_that_fails_midway_leaves_the_old_index(most: int, single: Path) -> None:
    with small_files(most), pytest.raises(OSError):  # noqa: PT011  # NumPy's own has no errno
        publish_text(single, NEW * 500)
    assert answer(single) == OLD
    publish_text(single, NEW)
    assert answer(single) == NEW
    assert strays(single) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 128 kB."""
    disk = tmp_path / "disque"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting a small disk needs root and the right to mount")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_full_disk_leaves_the_old_index(small_disk: Path) -> None:
    index_dir = small_disk / "index"
    publish_text(index_dir, OLD)
    with pytest.raises(OSError, match="No space left"):
        publish_text(index_dir, NEW * 10_000)
    assert answer(index_dir) == OLD
    assert strays(index_dir) == []
    publish_text(index_dir, NEW)
    assert answer(index_dir) == NEW


@pytest.fixture
def other_writer(single: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the write lock of ``single``."""
    code = (
        "import sys; from pathlib import Path; from index.generation import write_lock\n"
        "with write_lock(Path(sys.argv[1])): print('verrou', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(single)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "verrou\n"
        yield process
        process.kill()


def test_second_writer_is_told_to_wait_and_readers_are_not(
    single: Path, other_writer: subprocess.Popen[str]
) -> None:
    assert other_writer.poll() is None
    with pytest.raises(IndexBusyError, match="attendez"):
        publish_text(single, NEW)
    assert answer(single) == OLD


def test_lock_of_a_killed_writer_is_free(single: Path, other_writer: subprocess.Popen[str]) -> None:
    other_writer.kill()
    other_writer.wait()
    publish_text(single, NEW)
    assert answer(single) == NEW


def test_lock_is_free_after_an_error(single: Path) -> None:
    with pytest.raises(RuntimeError), write_lock(single):
        raise RuntimeError
    publish_text(single, NEW)


# --- readers beside a writer -----------------------------------------------------------------------------


def test_opened_index_answers_after_its_generation_is_gone(single: Path) -> None:
    index = Index.open(single, EMBEDDER)
    for number in range(3):
        publish_text(single, f"Le texte {number}.")
    assert not (single / "generations/gen-000001").exists()
    assert index.search("texte", 1)[0].passage.text == OLD


class PublishingEmbedder(KeywordEmbedder):
    """Publishes two generations, once, while an index that asks for its description is being opened."""

    def __init__(self, index_dir: Path) -> None:
        super().__init__()
        self._index_dir: Path | None = index_dir

    def __getattribute__(self, name: str) -> object:
        if name == "description" and (index_dir := self._index_dir) is not None:
            self._index_dir = None
            publish_text(index_dir, OLD)
            publish_text(index_dir, NEW)
        return super().__getattribute__(name)


def test_generation_swept_while_it_is_opened_gives_way_to_the_latest(single: Path) -> None:
    (hit,) = Index.open(single, PublishingEmbedder(single)).search("texte", 1)
    assert hit.passage.text == NEW


def test_readers_see_whole_generations_while_many_are_published(tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    publish_text(index_dir, "Le texte 1.")
    over = threading.Event()
    wrong: list[str] = []
    num_read = [0, 0]

    def read(reader: int) -> None:
        while not over.is_set():
            try:
                index = Index.open(index_dir, EMBEDDER)
                text = index.search("texte", 1)[0].passage.text
            except Exception as error:  # whatever a reader meets is what the test is about
                wrong.append(repr(error))
                return
            if index.warning or text != f"Le texte {int(index.manifest.generation[4:])}.":
                wrong.append(f"{index.manifest.generation}: {text} {index.warning}")
            num_read[reader] += 1

    readers = [threading.Thread(target=read, args=(reader,)) for reader in range(2)]
    for thread in readers:
        thread.start()
    for number in range(2, 14):
        publish_text(index_dir, f"Le texte {number}.")
    over.set()
    for thread in readers:
        thread.join()
    assert wrong == []
    assert min(num_read) > 0


def test_vectors_of_a_generation_are_those_published(single: Path) -> None:
    vectors = DenseIndex.load(open_generation(single).folder).vectors()
    assert np.array_equal(vectors, EMBEDDER.embed_queries([OLD]).vectors)


def test_manifest_tells_how_the_index_was_made(single: Path) -> None:
    manifest = json.loads((single / "generations/gen-000001/MANIFEST.json").read_bytes())
    assert manifest["model"] == {
        "name": "mots-clés",
        "fingerprint": "empreinte de mots-clés",
        "dimension": 256,
    }
    assert set(manifest["files"]) == set(FILES) - {"MANIFEST.json"}
