"""Where the pieces that a splitter made stand in the text it was given. The standard library alone."""

import re
from collections.abc import Mapping, Sequence

from evals.peers.interface import Passage


def split_passages(
    documents: Mapping[str, str], pieces_of: Mapping[str, Sequence[str]]
) -> list[tuple[Passage, str]]:
    """Every piece with where it stands in its document; pieces are given in the order of the text."""
    return [
        (Passage(name, start, end), piece)
        for name, pieces in pieces_of.items()
        for piece, (start, end) in zip(pieces, locate(pieces, documents[name]), strict=True)
    ]


def locate(pieces: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Half-open spans of ``pieces`` in ``text``, white space aside; starts grow, as pieces may overlap.

    Raises ValueError on a piece that is not there, or blank.
    """
    spans: list[tuple[int, int]] = []
    cursor = 0
    for piece in pieces:
        words = piece.split()
        found = re.compile(r"\s+".join(map(re.escape, words))).search(text, cursor) if words else None
        if found is None:
            raise ValueError(f"not in the text after {cursor}: {piece[:60]!r}")
        spans.append(found.span())
        cursor = found.start() + 1
    return spans
