"""The parser's process: what a file does to it never reaches ours."""

import os
import sys
import time
from pathlib import Path

import pytest

from ingest import sandbox
from ingest.document import Block, BlockKind, Metadata, ParsedFile
from ingest.errors import NoTextError, ParseError
from ingest.sandbox import ParserProcess

ROOT = Path(__file__).parents[2]


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text("# La note\n\nUn texte.\n", encoding="utf-8")
    return path


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Plant":
    return Plant(tmp_path / "plant", monkeypatch)


class Plant:
    """Puts in the child, and only there, a text parser that does harm on files named ``bad*``."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._monkeypatch = folder, monkeypatch

    def __call__(self, harm: str) -> None:
        self._folder.mkdir()
        (self._folder / "sitecustomize.py").write_text(
            "import os, sys\n"
            "import ingest.markdown\n"
            "parse = ingest.markdown.parse_plain_text\n"
            "def harmful(path):\n"
            "    if path.name.startswith('bad'):\n"
            f"        {harm}\n"
            "    return parse(path)\n"
            "ingest.markdown.parse_plain_text = harmful\n"
        )
        self._monkeypatch.setenv("PYTHONPATH", f"{self._folder}{os.pathsep}{ROOT}")


def bad_file(beside: Path) -> Path:
    path = beside.with_name("bad.txt")
    path.write_text("Un texte.")
    return path


def test_parsed_file_comes_back_whole_with_its_metadata(note: Path) -> None:
    with ParserProcess() as process:
        parsed = process.parse(note, "text")
    # « # La note » is 9 characters, then a blank line, then « Un texte. » from 11 to 20.
    assert parsed == ParsedFile(
        text="# La note\n\nUn texte.\n",
        blocks=(Block(BlockKind.HEADING, 0, 9, 1), Block(BlockKind.PARAGRAPH, 11, 20)),
        metadata=Metadata(title="La note"),
    )


def test_one_child_reads_file_after_file(note: Path) -> None:
    with ParserProcess() as process:
        texts = [process.parse(note, "text").text for _ in range(3)]
    assert texts == ["# La note\n\nUn texte.\n"] * 3


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        pytest.param(b" \n", NoTextError, "vide", id="empty"),
        pytest.param(b"\x00\x01\x02" * 50, ParseError, "binaire", id="binary"),
    ],
)
def test_parsers_error_comes_back_as_itself(
    data: bytes, error: type[ParseError], message: str, note: Path
) -> None:
    note.write_bytes(data)
    with ParserProcess() as process, pytest.raises(error, match=message) as raised:
        process.parse(note, "text")
    assert type(raised.value) is error


@pytest.mark.parametrize("name", ["deux\nlignes.txt", "été.txt", os.fsdecode(b"caf\xe9.txt"), '"{}.txt'])
def test_odd_file_names_reach_the_child(name: str, note: Path) -> None:
    path = note.with_name(name)
    path.write_bytes(note.read_bytes())
    with ParserProcess() as process:
        assert process.parse(path, "text").metadata.title == "La note"


def test_missing_file_is_a_parse_error_in_french(note: Path) -> None:
    with ParserProcess() as process, pytest.raises(ParseError, match="introuvable"):
        process.parse(note.with_name("absent.txt"), "text")


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        pytest.param("raise ZeroDivisionError", "illisible ou endommagé", id="raises"),
        pytest.param("raise SystemExit", "échoué brutalement", id="exits"),
        pytest.param("os._exit(1)", "échoué brutalement", id="dies"),
        pytest.param("os.kill(os.getpid(), 11)", "échoué brutalement", id="segfaults"),
        pytest.param("bytearray(2_000_000_000)", "trop de mémoire", id="wants-two-gigabytes"),
        pytest.param("(f := lambda: f())()", "trop de mémoire", id="recurses"),
    ],
)
def test_harm_is_an_error_of_its_file_and_the_next_one_is_read(
    harm: str, message: str, plant: Plant, note: Path
) -> None:
    plant(harm)
    with ParserProcess() as process:
        with pytest.raises(ParseError, match=message):
            process.parse(bad_file(note), "text")
        assert process.parse(note, "text").metadata.title == "La note"


def test_hanging_parser_is_killed_and_the_next_file_is_read(
    plant: Plant, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant("while True: pass")
    with ParserProcess() as process:
        process.parse(note, "text")  # the child is up: its start does not count below
        monkeypatch.setattr(sandbox, "SECONDS_PER_FILE", 0.3)
        started = time.monotonic()
        with pytest.raises(ParseError, match="a dépassé"):
            process.parse(bad_file(note), "text")
        assert time.monotonic() - started < 3
        monkeypatch.undo()
        assert process.parse(note, "text").metadata.title == "La note"


def test_big_file_has_more_time(plant: Plant, note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant("while True: pass")
    monkeypatch.setattr(sandbox, "SECONDS_PER_FILE", 0.0)
    monkeypatch.setattr(sandbox, "SECONDS_PER_MEGABYTE", 10.0)
    bad = bad_file(note)
    bad.write_text("Un texte. " * 10_000)  # 0.1 MB: one second
    with ParserProcess() as process, pytest.raises(ParseError, match="dépassé 1 s"):
        process.parse(bad, "text")


@pytest.mark.parametrize("stream", ["sys.stdout", "sys.stderr"])
def test_what_a_parser_prints_does_not_mix_with_its_reply(stream: str, plant: Plant, note: Path) -> None:
    plant(f"print('bruit', file={stream}, flush=True); os.write(1, b'bruit')")
    with ParserProcess() as process:
        assert process.parse(bad_file(note), "text").text == "Un texte."


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param('{"parsed": {"te', id="cut-short"),
        pytest.param("bruit\\n", id="not-json"),
        pytest.param("[]\\n", id="no-object"),
        pytest.param('{"parsed": {"text": "un"}}\\n', id="fields-missing"),
        pytest.param(
            '{"parsed": {"text": "un", "blocks": [["paragraph", 3, 1, 0, []]], "pages": [],'
            ' "metadata": ["", "", "", "", ""]}}\\n',
            id="impossible-block",
        ),
    ],
)
def test_false_reply_is_a_parse_error(
    reply: str, note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A child that a file took over, or that was killed as it answered.
    child = tmp_path / "child"
    child.write_text(f"#!/bin/sh\nread request\nprintf '{reply}'\n")
    child.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(child))
    with ParserProcess() as process, pytest.raises(ParseError):
        process.parse(note, "text")


def test_python_files_of_the_current_folder_are_never_run(
    note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A collection of documents may hold code, and `sourcier ingest .` is run from inside it.
    canary = tmp_path / "canari"
    for module in ("json", "yaml", "markdown_it", "ingest"):
        (tmp_path / f"{module}.py").write_text(f"open({str(canary)!r}, 'a').write({module!r})\n")
    monkeypatch.chdir(tmp_path)
    with ParserProcess() as process:
        assert process.parse(Path(note.name), "text").metadata.title == "La note"
    assert not canary.exists()


def test_close_ends_the_child(note: Path) -> None:
    process = ParserProcess()
    process.parse(note, "text")
    child = process._child
    assert child is not None
    process.close()
    assert child.poll() is not None
