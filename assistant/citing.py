"""Build citations from offsets, and prove them."""

from assistant.answers import Citation
from index.search import Hit
from ingest.document import page_number


def cite(hit: Hit, start: int, end: int, *, marker: int, score: float) -> Citation:
    """The citation of ``hit.document`` text ``[start:end]``, within the passage of ``hit``."""
    document, passage = hit.document, hit.passage
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
