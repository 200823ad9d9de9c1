"""What every report says in the same words: verdicts, counts, and where a quote stands."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answers import Citation
from assistant.draft.checked import CheckedDraft, Item, ItemStatus
from assistant.draft.kinds import Left
from assistant.draft.reading import Part
from index.analysis import fold
from ingest.reading import plain


@dataclass(frozen=True, slots=True)
class Mark:
    """How a status shows: an icon and a word, never a colour alone."""

    icon: str
    word: str
    plural: str


MARKS = {
    ItemStatus.SUPPORTED: Mark("✔", "confirmé", "confirmées"),
    ItemStatus.REFUTED: Mark("✘", "contredit", "contredites"),
    ItemStatus.NOT_ENOUGH_INFO: Mark("?", "non trouvé", "non trouvées"),
    ItemStatus.LEFT_OUT: Mark("–", "non vérifié", "non vérifiées"),
}
NOT_CHECKED = "Laissé de côté"
NEAREST = "Le plus proche dans les documents, sans décider :"
_STRUCTURE = {each.value for each in (Left.HEADING, Left.TABLE, Left.CAPTION, Left.REFERENCE, Left.CODE)}
_ENDED = re.compile(r"[.!?…][\s»”\")\]*_]*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block of the draft, verbatim; ``item`` is what became of it, if anything did."""

    text: str
    item: Item | None


def summary(checked: CheckedDraft) -> str:
    """« 12 affirmations : 3 confirmées, 1 contredite, 8 non trouvées ; 5 phrases laissées de côté »."""
    counts = checked.counts
    num_claims = len(checked.claims)
    said = ", ".join(
        _counted(counts[status], MARKS[status].plural)
        for status in (ItemStatus.SUPPORTED, ItemStatus.REFUTED, ItemStatus.NOT_ENOUGH_INFO)
    )
    left = sum(map(is_prose, checked.items))
    return f"{_counted(num_claims, 'affirmations')} : {said} ; {_counted(left, 'phrases laissées')} de côté."


def is_prose(item: Item) -> bool:
    """Whether an item left out is a sentence, which its reader expects to see checked; no title, table or label."""
    if item.reason == Left.NO_FACT.value:
        return _ENDED.search(item.sentence) is not None
    return item.checked is None and item.reason not in _STRUCTURE


def place(citation: Citation) -> str:
    """« Baromètre de l'IA, p. 3 — Résultats »: document, page and heading of a quote."""
    where = citation.title
    if citation.page is not None:
        where += f", p.\u00a0{citation.page_label or citation.page}"
    heading = citation.heading[-1] if citation.heading else ""
    return where if fold(heading) in ("", fold(citation.title)) else f"{where} — {heading}"


def quoted(citation: Citation) -> str:
    """The quote on one line, between guillemets."""
    return f"«\u00a0{' '.join(citation.quote.split())}\u00a0»"


def searched_as(item: Item) -> str:
    """The claim as it was searched, where it differs from what the draft says; else ""."""
    if item.checked is None:
        return ""
    said = plain(item.sentence)
    return "" if _bare(item.checked.claim) == _bare(said) else item.checked.claim


def pieces(checked: CheckedDraft, part: Part) -> Iterator[Piece]:
    """The text of a block cut where its items begin and end; the pieces joined are the block."""
    text, position = checked.draft.text, part.block.start
    first = bisect_left(checked.items, part.block.start, key=lambda item: item.start)
    for item in checked.items[first:]:
        if item.start >= part.block.end:
            break
        if item.start > position:
            yield Piece(text[position : item.start], None)
        yield Piece(item.sentence, item)
        position = item.end
    if position < part.block.end:
        yield Piece(text[position : part.block.end], None)


def read_piece(piece: Piece) -> str:
    """A piece without Markdown marks; a sentence that is all HTML, which reads as nothing, is given as it is written."""
    return plain(piece.text) or (piece.text.strip() if piece.item else "")


def _bare(text: str) -> str:
    return text.casefold().strip(" .;,!\u00a0")


def _counted(count: int, plural: str) -> str:
    return f"{count} {plural if count > 1 else ' '.join(word.removesuffix('s') for word in plural.split())}"
