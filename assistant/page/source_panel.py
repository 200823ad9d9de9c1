"""The source panel: a passage in its document, the quote marked; for a PDF the page itself, the words boxed."""

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import urlencode

from assistant.answers import Citation
from assistant.bibliography import quotation
from assistant.citing import cite_place
from assistant.page.picture import PagePicture, has_pictures, page_picture
from assistant.page.quotes import heading_path, highlighted, text_lines, where
from assistant.page.source_file import FileState, file_state
from assistant.page.words import Say
from index.records import Document, find_document
from ingest.errors import ParseError, SourcierError, UsageError

_FILE_NOTES = {
    FileState.MISSING: "Le fichier n’est plus à sa place : voici le passage tel qu’il a été indexé.",
    FileState.CHANGED: "Le fichier a changé depuis son indexation : voici le passage tel qu’il a été indexé.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document, and the page shown (from 1); without ``page``, that of the place."""

    document: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What the panel shows. ``picture`` is of page ``page``; ``note`` says why there is none, else "".

    ``quoted`` is False for a document opened whole: the citation is then of its first passage, unmarked.
    """

    citation: Citation
    document: Document
    page: int | None
    picture: PagePicture | None
    note: str = ""
    quoted: bool = True

    @property
    def place(self) -> "Place":
        """The place asked for, without the page shown."""
        end = self.citation.end if self.quoted else self.citation.start
        return Place(self.citation.document, self.citation.start, end)


def place_of(citation: Citation) -> Place:
    """Where a quote stands."""
    return Place(citation.document, citation.start, citation.end)


def place_from(values: Any) -> Place:
    """The place that a browser asks for. Raises UsageError on values of another shape."""
    try:
        page = values.get("page")
        return Place(
            str(values["document"]), int(values["start"]), int(values["end"]), int(page) if page else None
        )
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise UsageError("L’adresse de ce passage est incomplète : rouvrez-le depuis une réponse.") from error


def find_source(documents: Sequence[Document], place: Place) -> Source:
    """The passage at ``place``, with the picture of its page where one can be drawn.

    Raises UsageError on an unknown document or place.
    """
    document = find_document(documents, place.document)
    quoted = place.end > place.start
    start, end = (place.start, place.end) if quoted else _passage_around(document, place.start)
    citation = cite_place(document, start, end)
    state = file_state(document)
    if not has_pictures(document) or citation.page is None:
        return Source(citation, document, None, None, _FILE_NOTES.get(state, ""), quoted)
    page = min(max(place.page or citation.page, 1), len(document.parsed.pages))
    picture, note = None, _FILE_NOTES.get(state, "")
    if state is FileState.SAME:
        try:
            picture = page_picture(document, page, start, citation.end if quoted else start)
        except ParseError as error:
            note = str(error)
    return Source(citation, document, page, picture, note, quoted)


def panel_html(source: Source, say: Say) -> str:
    """The panel over ``source``."""
    citation = source.citation
    address = address_of(replace(source.place, page=source.page))
    note = f'<p class="note" role="status">{escape(say(source.note))}</p>' if source.note else ""
    return (
        f'<div class="source" data-address="{escape(address)}">'
        f'<header><h2 id="source-title" tabindex="-1">{escape(citation.title)}</h2>{_close(say)}</header>'
        f'<p class="where">{where(citation, say)}</p>{heading_path(citation)}{note}{_pages(source, say)}'
        f"{_picture(source, say)}"
        f"<h3>{say('Passage')}</h3>{_in_context(source)}"
        f'<p><button type="button" class="plain" data-copy="{escape(quotation(citation, source.document))}">'
        f"{say('Copier la citation')}</button></p>"
        f'<p class="file">{escape(citation.document)}</p></div>'
    )


def panel_error_html(error: SourcierError, say: Say) -> str:
    """The panel where nothing can be shown, and why."""
    return (
        f'<div class="source"><header><h2 id="source-title" tabindex="-1">{say("Source introuvable")}</h2>'
        f'{_close(say)}</header><p class="note" role="alert">{escape(str(error))}</p></div>'
    )


def address_of(place: Place) -> str:
    """The part of an address after « # » that opens the panel at ``place``."""
    values = {"document": place.document, "start": place.start, "end": place.end}
    return urlencode(values | ({"page": place.page} if place.page else {}))


def source_attribute(place: Place) -> str:
    """The attribute that makes an element open the panel at ``place`` when it is clicked."""
    values = {"document": place.document, "start": place.start, "end": place.end}
    return f'data-source="{escape(json.dumps(values | ({"page": place.page} if place.page else {})))}"'


def _passage_around(document: Document, place: int) -> tuple[int, int]:
    """The passage that holds ``place``, else the first."""
    if not document.passages:
        raise UsageError(f"« {document.title} » n’a pas de texte à montrer.")
    found = next((each for each in document.passages if each.start <= place < each.end), document.passages[0])
    return found.start, found.end


def _close(say: Say) -> str:
    return f'<button type="button" class="plain" data-close>{say("Fermer")}</button>'


def _pages(source: Source, say: Say) -> str:
    """Buttons to the pages before and after, and back to that of the quote."""
    if source.picture is None or source.page is None:
        return ""
    citation, count = source.citation, source.picture.num_pages

    def button(page: int, label: str) -> str:
        # aria-disabled, not disabled: the focus stays on a button that has nothing further to show.
        attribute = (
            source_attribute(replace(source.place, page=page))
            if 1 <= page <= count
            else 'aria-disabled="true"'
        )
        return f'<button type="button" class="plain" {attribute}>{say(label)}</button>'

    label = source.document.parsed.pages[source.page - 1].label
    printed = (
        say(" (imprimée {label})").format(label=escape(label)) if label not in ("", str(source.page)) else ""
    )
    shown = say("Page {page} sur {count}").format(page=source.page, count=count)
    back = (
        button(citation.page, "Revenir à la page citée") if citation.page not in (None, source.page) else ""
    )
    return (
        f'<nav class="pages" aria-label="{say("Pages du document")}">'
        f"{button(source.page - 1, 'Page précédente')}<span>{shown}{printed}</span>"
        f"{button(source.page + 1, 'Page suivante')}{back}</nav>"
    )


def _picture(source: Source, say: Say) -> str:
    if source.picture is None:
        return ""
    label = say("Page {page} de « {title} »").format(page=source.page, title=source.citation.title)
    boxes = "".join(
        f'<span class="box" style="left:{100 * box.left:.2f}%;top:{100 * box.top:.2f}%;'
        f'width:{100 * box.width:.2f}%;height:{100 * box.height:.2f}%"></span>'
        for box in source.picture.boxes
    )
    caption = ""
    if source.quoted and not source.picture.boxes and source.page == source.citation.page:
        text = say("Les mots cités n’ont pas été retrouvés sur l’image de la page : les voici en texte.")
        caption = f"<figcaption>{text}</figcaption>"
    return (
        f'<figure class="page-picture"><div class="sheet"><img alt="{escape(label)}" '
        f'src="data:image/png;base64,{b64encode(source.picture.png).decode()}">{boxes}</div>{caption}</figure>'
    )


def _in_context(source: Source) -> str:
    """The passage with its quote marked; without a picture, between the passages around it."""
    passages = source.document.passages
    number = next(
        number for number, each in enumerate(passages) if each.passage_id == source.citation.passage_id
    )
    before = after = ""
    if source.picture is None:
        around = [
            passages[each].text if 0 <= each < len(passages) else "" for each in (number - 1, number + 1)
        ]
        before, after = (f'<p class="around">{text_lines(text)}</p>' if text else "" for text in around)
    shown = highlighted(source.citation) if source.quoted else text_lines(source.citation.passage_text)
    return f"{before}<blockquote>{shown}</blockquote>{after}"
