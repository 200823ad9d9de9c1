"""The sources of the collection as the page shows them: the table, files on their way in, and the filters."""

from collections.abc import Sequence
from html import escape

from assistant.page.library import Upload, UploadState
from assistant.page.source_file import FileState, file_state
from assistant.page.source_panel import Place, source_attribute
from assistant.page.words import Say
from index.records import Document
from index.scope import Scope

_STATES = {
    FileState.SAME: ("✔", "à jour"),
    FileState.CHANGED: ("≠", "fichier changé depuis : indexez-le de nouveau"),
    FileState.MISSING: ("∅", "fichier introuvable : les passages restent"),
}
_UPLOADS = {
    UploadState.WAITING: ("…", "en attente"),
    UploadState.READING: ("…", "lecture"),
    UploadState.EMBEDDING: ("…", "{done} passages sur {total}"),
    UploadState.ADDED: ("✔", "ajouté : {passages} passages"),
    UploadState.FAILED: ("✘", "{reason}"),
}


def sources_html(documents: Sequence[Document], say: Say) -> str:
    """The table of indexed documents."""
    if not documents:
        return f'<p class="hint">{say("Aucun document : déposez-en ci-dessus.")}</p>'
    heads = ("Titre", "Institution", "Année", "Pages", "Passages", "État", "Fichier")
    head = "".join(f'<th scope="col">{say(name)}</th>' for name in heads)
    rows = "".join(_row(document, say) for document in documents)
    count = say("{count} documents indexés" if len(documents) > 1 else "{count} document indexé")
    return (
        f'<div class="table" role="region" tabindex="0" aria-label="{say("Documents indexés")}">'
        f'<table class="documents"><caption>{count.format(count=len(documents))}</caption>'
        f'<thead><tr>{head}<th scope="col">{say("Retirer")}</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def uploads_html(uploads: Sequence[Upload], say: Say) -> str:
    """How each file fares, with a bar while it is read and the reason where it failed."""
    items = "".join(f"<li>{_upload(upload, say)}</li>" for upload in uploads)
    return f'<ul class="uploads" aria-live="polite" aria-label="{say("Fichiers déposés")}">{items}</ul>'


def document_choices(documents: Sequence[Document]) -> list[tuple[str, str]]:
    """The documents to choose from: title, and the name that ``scope_of`` takes."""
    return [(document.title, document.name) for document in documents]


def institution_choices(documents: Sequence[Document]) -> list[str]:
    """The institutions to choose from, in alphabetical order."""
    return sorted({each.parsed.metadata.institution for each in documents} - {""}, key=str.casefold)


def year_choices(documents: Sequence[Document]) -> list[str]:
    """The years to choose from, latest first."""
    return sorted({each.parsed.metadata.date[:4] for each in documents} - {""}, reverse=True)


def scope_of(
    documents: Sequence[str] | None, institutions: Sequence[str] | None, years: Sequence[str] | None
) -> Scope:
    """What the filters let through; each that is empty lets everything."""
    return Scope(tuple(documents or ()), tuple(institutions or ()), tuple(years or ()))


def _row(document: Document, say: Say) -> str:
    metadata = document.parsed.metadata
    icon, state = _STATES[file_state(document, by_time=True)]
    title = (
        f'<button type="button" class="plain" {source_attribute(Place(document.name, 0, 0))}>'
        f"{escape(document.title)}</button>"
    )
    label = say("Retirer « {title} »").format(title=document.title)
    forget = (
        f'<button type="button" class="plain" data-act="delete" data-document="{escape(document.name)}" '
        f'aria-label="{escape(label)}">{say("Retirer…")}</button>'
    )
    cells = (
        title,
        escape(metadata.institution),
        escape(metadata.date[:4]),
        str(len(document.parsed.pages) or ""),
        str(len(document.passages)),
        f'<span aria-hidden="true">{icon}</span> {say(state)}',
        f'<span class="file">{escape(document.name)}</span>',
        forget,
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _upload(upload: Upload, say: Say) -> str:
    icon, words = _UPLOADS[upload.state]
    if upload.state is UploadState.ADDED and upload.passages < 2:
        words = "ajouté : {passages} passage"
    said = say(words).format(
        done=upload.done, total=upload.total, passages=upload.passages, reason=escape(upload.reason)
    )
    bar = ""
    if upload.state in (UploadState.READING, UploadState.EMBEDDING):
        value = f'value="{upload.done}"' if upload.state is UploadState.EMBEDDING else ""
        bar = (
            f' <progress max="{max(upload.total, 1)}" {value} aria-label="{escape(upload.name)}"></progress>'
        )
    return (
        f'<span class="upload {upload.state.value}"><span aria-hidden="true">{icon}</span> '
        f"<strong>{escape(upload.name)}</strong> : {said}</span>{bar}"
    )
