"""Pieces of a document in reading order, before they are given their place in its text."""

from collections.abc import Iterator
from typing import NamedTuple

from ingest.document import BlockKind


class Piece(NamedTuple):
    """One block to be: its text, and what ``Block`` will say of it."""

    kind: BlockKind
    text: str
    level: int = 0
    cells: tuple[tuple[str, str], ...] = ()
    apart: bool = False  # does not continue the list or table before it


class Flow:
    """Pieces in reading order, and other flows set among them without being copied."""

    def __init__(self) -> None:
        self._content: list[Piece | Flow] = []
        self.num_pieces = 0
        self.rich = False  # holds a heading or a table, so cannot be the cell of a table row

    def add(self, piece: Piece) -> None:
        self._content.append(piece)
        self.num_pieces += 1
        self.rich = self.rich or piece.kind in (BlockKind.HEADING, BlockKind.TABLE_ROW)

    def add_flow(self, flow: "Flow") -> None:
        if flow.num_pieces:
            self._content.append(flow)
            self.num_pieces += flow.num_pieces
            self.rich = self.rich or flow.rich

    def drop_last(self, texts: frozenset[str]) -> None:
        """Forget the last piece if its text, case and final colon aside, is one of ``texts``."""
        last = self._content[-1] if self._content else None
        if isinstance(last, Piece) and last.text.casefold().rstrip(" :\u00a0") in texts:
            self._content.pop()
            self.num_pieces -= 1

    def joined_text(self) -> str:
        """The text of its pieces on one line, as a note shows them."""
        return " ".join(piece.text for piece in self)

    def __iter__(self) -> Iterator[Piece]:
        stack = [iter(self._content)]  # not recursive: 10⁵ nested tables are 10⁵ nested flows
        while stack:
            for content in stack[-1]:
                if isinstance(content, Flow):
                    stack.append(iter(content._content))
                    break
                yield content
            else:
                stack.pop()


def notes_after_runs(flow: Flow) -> Iterator[Piece]:
    """The pieces of ``flow``, a note that a list or table calls coming after its last item or row."""
    notes: list[Piece] = []
    for piece in flow:
        if piece.kind is BlockKind.FOOTNOTE:
            notes.append(piece)
            continue
        if notes and (piece.kind is not BlockKind.LIST_ITEM or piece.apart):
            yield from notes
            notes.clear()
        yield piece
    yield from notes
