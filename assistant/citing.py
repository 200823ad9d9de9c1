"""Build citations from offsets, and prove them."""

from bisect import bisect_right

from assistant.answers import Citation
from index.records import Document
from index.search import Hit
from ingest.document import page_number
from ingest.errors import UsageError
from ingest.splitting import Passage


def cite(hit: Hit, start: int, end: int, *, marker: int, score: float) -> Citation:
    """The citation of ``hit.document`` text ``[start:end]``, within the passage of ``hit``."""
    return _citation(hit.document, hit.passage, start, end, marker, score)


def cite_place(document: Document, start: int, end: int) -> Citation:
    """The citation of ``document`` text ``[start:end]``, kept within the passage where it starts.

    Raises UsageError where no passage holds ``start``, or the place is empty.
    """
    number = bisect_right(document.passages, start, key=lambda passage: passage.start) - 1
    passage = document.passages[number] if number >= 0 else None
    if passage is None or not passage.start <= start < min(end, passage.end):
        raise UsageError(
            f"Aucun passage de « {document.title} » à cet endroit : le document a été indexé de nouveau depuis ; reposez la question."
        )
    return _citation(document, passage, start, min(end, passage.end), 1, 0.0)


def _citation(
    document: Document, passage: Passage, start: int, end: int, marker: int, score: float
) -> Citation:
    if not passage.start <= start < end <= passage.end:
        raise ValueError(f"[{start}:{end}] is outside passage {passage.passage_id}")
    parsed = document.parsed
    page = page_number(parsed.pages, start)
    return Citation(
        marker=marker,
        document=document.name,
        title=document.title,
        page=page,
        heading=passage.headings,
        start=start,
        end=end,
        quote=parsed.text[start:end],
        passage_id=passage.passage_id,
        score=round(score, 4),
        page_label=parsed.pages[page - 1].label if page else "",
        passage_text=passage.text,
        passage_start=passage.start,
        institution=parsed.metadata.institution,
        date=parsed.metadata.date,
    )
