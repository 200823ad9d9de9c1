"""One page: from its lines and rules to drafts of blocks in reading order."""

from ingest.document import BlockKind
from ingest.pdf.alignments import find_aligned_tables
from ingest.pdf.columns import Item, reading_order
from ingest.pdf.footnotes import call_marks, drop_calls, split_notes
from ingest.pdf.model import Draft, Line, PageLayout, Table
from ingest.pdf.paragraphs import read_paragraphs
from ingest.pdf.styles import Styles
from ingest.pdf.tables import find_ruled_tables


def read_page(layout: PageLayout, page: int, styles: Styles) -> list[Draft]:
    """The drafts of a page, its footnotes last."""
    tables, lines = find_ruled_tables(layout.lines, layout.rules)
    calls = call_marks(lines)
    regions = reading_order([*lines, *tables])
    notes: list[tuple[str, list[Line]]] = []
    bodies: list[list[Item]] = []
    for items in regions:
        num_tail = next((i for i, item in enumerate(reversed(items)) if isinstance(item, Table)), len(items))
        head, tail = items[: len(items) - num_tail], items[len(items) - num_tail :]
        body, found = split_notes([item for item in tail if isinstance(item, Line)], styles.size, calls)
        notes.extend(found)
        bodies.append([*head, *body])
    marks = {mark for mark, _ in notes}
    drafts: list[Draft] = []
    for region, items in enumerate(bodies):
        cleaned: list[Item] = [drop_calls(item, marks) if isinstance(item, Line) else item for item in items]
        for part in _between_tables(find_aligned_tables(cleaned, styles)):
            if isinstance(part, Table):
                drafts.append(Draft(BlockKind.TABLE_ROW, page, [], region=region, table=part))
            else:
                drafts.extend(read_paragraphs(part, page, region, styles))
    for _mark, note in notes:
        drafts.append(Draft(BlockKind.FOOTNOTE, page, [line.text for line in note], region=len(bodies)))
    return drafts


def _between_tables(items: list[Item]) -> list[list[Line] | Table]:
    parts: list[list[Line] | Table] = []
    for item in items:
        if isinstance(item, Table):
            parts.append(item)
        elif parts and isinstance(parts[-1], list):
            parts[-1].append(item)
        else:
            parts.append([item])
    return parts
