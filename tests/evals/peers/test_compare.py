import sys
from pathlib import Path

import pytest

from evals.peers import compare

PEER = compare._Peer("pair", "bm25_alone")


def test_a_peer_whose_libraries_are_not_installed_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(compare._FailedError, match="n'ont pas pu être installées"):
        compare._run_peer(PEER, tmp_path, [], {})


def test_a_peer_that_fails_gives_the_last_line_that_it_said(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    # This interpreter without its libraries: the peer's first import fails.
    (tmp_path / "bin" / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "$@"\n')
    (tmp_path / "bin" / "python").chmod(0o755)
    (tmp_path / ".installed").touch()
    with pytest.raises(compare._FailedError, match="No module named 'bm25s'"):
        compare._run_peer(PEER, tmp_path, [{"id": "q", "text": "?"}], {"a.md": "Il pleut."})


def test_every_peer_has_its_module_and_its_libraries() -> None:
    folder = Path(compare.__file__).parent
    for peer in compare._PEERS:
        assert (folder / "systems" / f"{peer.module}.py").is_file()
        assert (folder / "requirements" / f"{peer.environment}.txt").is_file()
