"""How a quote, its paragraph and its place show: shared by the conversation and the source panel.

Everything that comes from a document is escaped: it is shown as text, never as markup.
"""

from html import escape

from assistant.answers import Citation
from assistant.bibliography import french_date
from assistant.page.words import Say
from ingest.reading import plain

_LONGEST_TIP = 300


def highlighted(citation: Citation) -> str:
    """The paragraph around the quote, the quote marked."""
    start = citation.start - citation.passage_start
    end = start + len(citation.quote)
    before, after = citation.passage_text[:start], citation.passage_text[end:]
    opening = "<br>" if before.rstrip(" ").endswith("\n") else " " if before.strip() else ""
    closing = "<br>" if after.lstrip(" ").startswith("\n") else " " if after.strip() else ""
    return (
        f"{text_lines(before)}{opening}<mark>{text_lines(citation.quote)}</mark>{closing}{text_lines(after)}"
    )


def text_lines(text: str) -> str:
    """``text`` without Markdown marks, a line a line."""
    lines = (plain(line) for line in text.split("\n"))
    return "<br>".join(escape(line) for line in lines if line)


def tip(quote: str) -> str:
    """The quote as a tooltip shows it: on one line, cut where it is long; not escaped."""
    text = plain(quote)
    return text if len(text) <= _LONGEST_TIP else text[: _LONGEST_TIP - 1] + "…"


def where(citation: Citation, say: Say) -> str:
    """Institution, date and page: « CNC · 19 mai 2024 · page 7 du PDF, imprimée v »."""
    parts = [escape(part) for part in (citation.institution, french_date(citation.date)) if part]
    if citation.page is not None:
        printed = citation.page_label not in ("", str(citation.page))
        shown = say("page {page} du PDF, imprimée {label}") if printed else say("page {page}")
        parts.append(shown.format(page=citation.page, label=escape(citation.page_label)))
    return " · ".join(parts)


def heading_path(citation: Citation) -> str:
    """The headings above the passage, outermost first; "" without any."""
    path = " › ".join(escape(heading) for heading in citation.heading if heading != citation.title)
    return f'<p class="path">{path}</p>' if path else ""
