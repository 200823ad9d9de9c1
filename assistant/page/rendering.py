"""From answers and documents to the HTML of the page: pure functions, tested without Gradio.

Everything that comes from a document or a person is escaped: it is shown as text, never as markup.
"""

import re
from collections.abc import Sequence
from html import escape

from assistant.answers import Answer, Citation, Status
from index.records import Document
from ingest.reading import plain

_MARKER = re.compile(r"\[(\d+)\]")
_FIGURE = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?(?:[ \u00a0\u202f]?%)?|\d+(?:,\d+)?[ \u00a0\u202f]?%"
)
_MAX_BOLD_WORDS = 12  # more would stress nothing
_NUMBERING = re.compile(r"^(?:[\dIVX]+[.)]\s*|\d+(?:\.\d+)+\s*)+")
_WELCOME = "Posez une question sur vos documents : chaque phrase de la réponse renvoie au passage qui la dit."


def conversation_html(answers: Sequence[Answer]) -> str:
    """The conversation, oldest turn first."""
    if not answers:
        return f'<div class="conversation" role="log"><p class="welcome">{_WELCOME}</p></div>'
    turns = "".join(_turn(number, answer) for number, answer in enumerate(answers, start=1))
    return f'<div class="conversation" role="log" aria-live="polite">{turns}</div>'


def passages_html(answers: Sequence[Answer]) -> str:
    """The passages behind the answers, latest answer first."""
    groups = [
        _group(number, answer)
        for number, answer in reversed(list(enumerate(answers, start=1)))
        if answer.citations or answer.nearest
    ]
    if not groups:
        return '<div class="passages"><p class="hint">Les passages cités s’afficheront ici.</p></div>'
    return f'<div class="passages">{"".join(groups)}</div>'


def documents_html(documents: Sequence[Document]) -> str:
    """The table of indexed documents."""
    if not documents:
        return '<p class="hint">Aucun document : ajoutez-en avec « sourcier ingest DOSSIER ».</p>'
    heads = ("Titre", "Institution", "Date", "Pages", "Passages", "Fichier")
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in _document_cells(document)) + "</tr>"
        for document in documents
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        f'<div class="table"><table class="documents"><caption>{len(documents)} documents indexés</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def draft_refused_html(reason: str) -> str:
    """Why a draft cannot be checked."""
    return f'<p class="refused" role="alert">{escape(reason)}</p>'


def example_questions(documents: Sequence[Document], count: int = 4) -> list[str]:
    """Questions to start with, from the collection: the titles that ask one, else its section titles."""
    headings = [
        _NUMBERING.sub("", heading)
        for document in documents
        for passage in document.passages
        for heading in passage.headings[1:]
    ]
    distinct = list(dict.fromkeys(heading for heading in headings if 12 <= len(heading) <= 90))
    asked = [heading for heading in distinct if heading.endswith("?")]
    told = [
        f"Que disent les sources sur « {heading.rstrip(' :')} » ?"
        for heading in distinct
        if heading not in asked
    ]
    if len(asked) >= count:
        return asked[:: len(asked) // count][:count]
    spread = told[:: max(1, len(told) // (count - len(asked)))]
    return (asked + spread)[:count]


def _turn(number: int, answer: Answer) -> str:
    understood = ""
    if answer.standalone_question != answer.question:
        understood = f'<p class="understood">Question comprise : {escape(answer.standalone_question)}</p>'
    abstained = answer.status is Status.ABSTAINED
    kind = "answer abstained" if abstained else "answer"
    icon = '<span class="icon" aria-hidden="true">∅</span> ' if abstained else ""
    return (
        f'<article class="turn"><p class="question">{escape(answer.question)}</p>{understood}'
        f'<p class="{kind}">{icon}{_with_links(number, answer)}</p></article>'
    )


def _with_links(turn: int, answer: Answer) -> str:
    """The answer's text, figures and the words that answer in bold, each marker a link to its passage."""
    citations = {citation.marker: citation for citation in answer.citations}
    parts: list[str] = []
    position = 0
    for match in _MARKER.finditer(answer.text):
        citation = citations.get(int(match.group(1)))
        if citation is None:
            continue  # brackets of the source's own
        parts.append(_with_bold(answer.text[position : match.start()], answer.words))
        target = _anchor(turn, citation)
        label = f"Source {citation.marker} : {citation.title}"
        parts.append(
            f'<a class="marker" href="#{target}" data-target="{target}" title="{escape(_shown(citation.quote))}"'
            f' aria-label="{escape(label)}">[{citation.marker}]</a>'
        )
        position = match.end()
    parts.append(_with_bold(answer.text[position:], answer.words))
    return "".join(parts)


def _with_bold(text: str, words: str) -> str:
    """``text`` escaped, ``words`` in bold where they stand in it, else its figures."""
    start = text.rfind(words) if len(words.split()) <= _MAX_BOLD_WORDS else -1
    if not words or start < 0:
        return _FIGURE.sub(lambda match: f"<strong>{match.group()}</strong>", escape(text))
    end = start + len(words)
    return f"{escape(text[:start])}<strong>{escape(words)}</strong>{escape(text[end:])}"


def _anchor(turn: int, citation: Citation) -> str:
    return f"passage-{turn}-{citation.marker}"


def _group(turn: int, answer: Answer) -> str:
    if answer.citations:
        title, citations, kind = f"Sources de la réponse {turn}", answer.citations, "cited"
    else:
        title, citations, kind = (
            "Passages les plus proches (ne répondent pas à la question)",
            answer.nearest,
            "nearest",
        )
    cards = "".join(_card(turn, citation, kind) for citation in citations)
    return f'<section class="{kind}"><h3>{title}</h3>{cards}</section>'


def _card(turn: int, citation: Citation, kind: str) -> str:
    marker = f'<span class="number">[{citation.marker}]</span> ' if kind == "cited" else ""
    where = [escape(part) for part in (citation.institution, citation.date) if part]
    if citation.page is not None:
        printed = (
            f" (imprimée {escape(citation.page_label)})"
            if citation.page_label not in ("", str(citation.page))
            else ""
        )
        where.append(f"page {citation.page}{printed}")
    path = " › ".join(escape(heading) for heading in citation.heading if heading != citation.title)
    return (
        f'<article class="card" id="{_anchor(turn, citation)}" tabindex="-1">'
        f"<h4>{marker}{escape(citation.title)}</h4>"
        f'<p class="where">{" · ".join(where)}</p>'
        + (f'<p class="path">{path}</p>' if path else "")
        + f'<blockquote>{_highlighted(citation)}</blockquote><p class="file">{escape(citation.document)}</p></article>'
    )


def _highlighted(citation: Citation) -> str:
    """The paragraph around the quote, the quote marked."""
    start = citation.start - citation.passage_start
    end = start + len(citation.quote)
    before, after = citation.passage_text[:start], citation.passage_text[end:]
    if not before.strip() and not after.strip():
        return _lines(citation.quote)
    opening = "<br>" if before.rstrip(" ").endswith("\n") else " "
    closing = "<br>" if after.lstrip(" ").startswith("\n") else " "
    return f"{_lines(before)}{opening}<mark>{_lines(citation.quote)}</mark>{closing}{_lines(after)}"


def _lines(text: str) -> str:
    lines = (plain(line) for line in text.split("\n"))
    return "<br>".join(escape(line) for line in lines if line)


def _shown(quote: str) -> str:
    text = plain(quote)
    return text if len(text) <= 300 else text[:299] + "…"


def _document_cells(document: Document) -> tuple[str, ...]:
    metadata = document.parsed.metadata
    return (
        document.title,
        metadata.institution,
        metadata.date,
        str(len(document.parsed.pages) or ""),
        str(len(document.passages)),
        document.name,
    )
