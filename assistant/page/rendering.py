"""From turns of a conversation to the HTML of the page: pure functions, tested without Gradio.

Everything that comes from a document or a person is escaped: it is shown as text, never as markup.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

from assistant.answers import Answer, Citation, Status
from assistant.bibliography import quotation
from assistant.page.conversations import Conversation, Turn
from assistant.page.quotes import heading_path, highlighted, tip, where
from assistant.page.source_panel import address_of, place_of, source_attribute
from assistant.page.words import Say
from index.records import Document

_MARKER = re.compile(r"\[(\d+)\]")
_FIGURE = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?(?:[ \u00a0\u202f]?%)?|\d+(?:,\d+)?[ \u00a0\u202f]?%"
)
_MAX_BOLD_WORDS = 12  # more would stress nothing
_NUMBERING = re.compile(r"^(?:[\dIVX]+[.)]\s*|\d+(?:\.\d+)+\s*)+")
_WELCOME = "Posez une question sur vos documents : chaque phrase de la réponse renvoie au passage qui la dit."
# Lowest confidence of each word; a probability fitted on questions whose answer is known (training/abstention.py).
_SURENESS = ((0.8, "forte"), (0.55, "moyenne"), (0.0, "faible"))


def conversation_html(
    conversation: Conversation, say: Say, *, asking: str = "", so_far: Answer | None = None
) -> str:
    """The conversation, oldest turn first; its id lets the browser find it again after a reload.

    ``asking`` is a question being answered, ``so_far`` the part of its answer there is.
    """
    turns = conversation.turns
    shown = "".join(
        _turn(number, turn, say, is_last=number == len(turns)) for number, turn in enumerate(turns, start=1)
    )
    if asking:
        shown += _under_way(len(turns) + 1, asking, so_far, say)
    elif not turns:
        shown = f'<p class="welcome">{say(_WELCOME)}</p>'
    return (
        f'<div class="conversation" role="log" aria-live="polite" aria-label="{say("Conversation")}" '
        f'data-conversation="{conversation.id if turns else ""}">{shown}</div>'
    )


def passages_html(answers: Sequence[Answer], say: Say) -> str:
    """The passages behind the answers, latest answer first."""
    groups = [
        _group(number, answer, say)
        for number, answer in reversed(list(enumerate(answers, start=1)))
        if answer.citations or answer.nearest
    ]
    if not groups:
        return (
            f'<div class="passages"><p class="hint">{say("Les passages cités s’afficheront ici.")}</p></div>'
        )
    return f'<div class="passages">{"".join(groups)}</div>'


def source_button(citation: Citation, say: Say) -> str:
    """What opens the source panel at a quote."""
    return (
        f'<button type="button" class="plain" {source_attribute(place_of(citation))}>'
        f"{say('Voir dans la source')}</button>"
    )


def progress_html(done: int, total: int, say: Say) -> str:
    """How many claims are checked, of how many; 0 of 0 before they are known."""
    label = say("Affirmations vérifiées")
    counted = say("{done} sur {total}").format(done=done, total=total) if total else "…"
    bar = f'<progress aria-label="{label}" value="{done}" max="{max(total, 1)}"></progress>'
    return f'<p class="checking" role="status">{label} : {counted} {bar}</p>'


def refused_html(reason: str) -> str:
    """Why something asked for cannot be done."""
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


def confidence_words(answer: Answer, say: Say) -> tuple[str, str]:
    """The confidence of an answer in a word, and a sentence that explains it; empty for small talk."""
    percent = round(100 * answer.confidence)
    if answer.status is Status.ABSTAINED:
        explained = say(
            "Sourcier estime à {percent} % la probabilité que les documents répondent : c’est trop peu, il s’abstient."
        )
        return say("insuffisante"), explained.format(percent=percent)
    if not answer.citations:
        return "", ""
    word = next(word for lowest, word in _SURENESS if answer.confidence >= lowest)
    explained = say(
        "Sourcier estime à {percent} % la probabilité que ces passages répondent à la question, d’après des questions"
        " dont la réponse est connue. Les citations, elles, sont exactes dans tous les cas : lisez-les."
    )
    return say(word), explained.format(percent=percent)


def _turn(number: int, turn: Turn, say: Say, *, is_last: bool) -> str:
    answer = turn.answer
    abstained = answer.status is Status.ABSTAINED
    kind = "answer abstained" if abstained else "answer"
    icon = '<span class="icon" aria-hidden="true">∅</span> ' if abstained else ""
    return (
        f'<article class="turn" aria-label="{say("Question")} {number}">'
        f'<p class="question">{escape(answer.question)}</p>{_understood(number, answer, say)}'
        f'<p class="{kind}">{icon}{_with_links(number, answer, say)}</p>'
        f"{_confidence(answer, say)}{_actions(number, turn, say, is_last=is_last)}</article>"
    )


def sentences_so_far(answer: Answer) -> Iterator[str]:
    """The beginnings of an answer's text, each a cited sentence longer, then the whole."""
    ends = [match.end() for match in _MARKER.finditer(answer.text)] if answer.citations else []
    yield from (answer.text[:end] for end in ends if answer.text[end:].strip())
    yield answer.text


def _under_way(number: int, question: str, so_far: Answer | None, say: Say) -> str:
    told = (
        f'<p class="so-far">{_with_links(number, so_far, say)}</p>'
        if so_far
        else f'<p class="searching">{say("Recherche dans les documents…")}</p>'
    )
    return (
        f'<article class="turn" aria-busy="true" aria-label="{say("Question")} {number}">'
        f'<p class="question">{escape(question)}</p>{told}</article>'
    )


def _understood(number: int, answer: Answer, say: Say) -> str:
    if answer.standalone_question == answer.question:
        return ""
    mend = _button("edit", number, say("Corriger"), 'data-understood="1"')
    return (
        f'<p class="understood">{say("Question comprise :")} {escape(answer.standalone_question)} {mend}</p>'
    )


def _confidence(answer: Answer, say: Say) -> str:
    word, explained = confidence_words(answer, say)
    if not word:
        return ""
    return (
        f'<details class="confidence"><summary>{say("Confiance :")} {word}</summary>'
        f"<p>{explained}</p></details>"
    )


def _actions(number: int, turn: Turn, say: Say, *, is_last: bool) -> str:
    """Ask again, edit, and say whether the answer served."""
    up, down = (
        f'<button type="button" class="plain thumb" data-thumb="{value}" data-turn="{number}" '
        f'aria-pressed="{str(turn.liked is liked).lower()}"><span aria-hidden="true">{icon}</span> {say(label)}</button>'
        for value, liked, label, icon in (
            ("1", True, "Bonne réponse", "✔"),
            ("0", False, "Mauvaise réponse", "✘"),
        )
    )
    thanks = f'<span class="hint">{say("Avis noté, merci.")}</span>' if turn.liked is not None else ""
    identifier = f"comment-{number}"
    form = (
        f'<form class="feedback" data-turn="{number}" hidden><label for="{identifier}">'
        f"{say('Un commentaire ? (facultatif)')}</label>"
        f'<input id="{identifier}" name="comment" maxlength="1000" value="{escape(turn.comment)}">'
        f'<button type="submit" class="plain">{say("Envoyer l’avis")}</button></form>'
    )
    # To ask again what was answered before would drop all that follows.
    again = _button("retry", number, say("Redemander")) if is_last else ""
    return (
        f'<div class="actions">{again}'
        f"{_button('edit', number, say('Modifier la question'))}{up}{down}{thanks}</div>{form}"
    )


def _button(action: str, number: int, label: str, more: str = "") -> str:
    return f'<button type="button" class="plain" data-act="{action}" data-turn="{number}" {more}>{label}</button>'


def _with_links(turn: int, answer: Answer, say: Say) -> str:
    """The answer's text, figures and the words that answer in bold, each marker a link to its passage."""
    citations = {citation.marker: citation for citation in answer.citations}
    parts: list[str] = []
    position = 0
    for match in _MARKER.finditer(answer.text):
        citation = citations.get(int(match.group(1)))
        if citation is None:
            continue  # brackets of the source's own
        parts.append(_with_bold(answer.text[position : match.start()], answer.words))
        parts.append(_marker(turn, citation, say))
        position = match.end()
    parts.append(_with_bold(answer.text[position:], answer.words))
    return "".join(parts)


def _marker(turn: int, citation: Citation, say: Say) -> str:
    place = place_of(citation)
    label = say("Source {marker} : {title}").format(marker=citation.marker, title=citation.title)
    return (
        f'<a class="marker" href="#{escape(address_of(place))}" data-target="{_anchor(turn, citation)}" '
        f'{source_attribute(place)} data-quote="{escape(tip(citation.quote))}" '
        f'aria-label="{escape(label)}">[{citation.marker}]</a>'
    )


def _with_bold(text: str, words: str) -> str:
    """``text`` escaped, ``words`` in bold where they stand in it, else its figures."""
    start = text.rfind(words) if len(words.split()) <= _MAX_BOLD_WORDS else -1
    if not words or start < 0:
        return _FIGURE.sub(lambda match: f"<strong>{match.group()}</strong>", escape(text))
    end = start + len(words)
    return f"{escape(text[:start])}<strong>{escape(words)}</strong>{escape(text[end:])}"


def _anchor(turn: int, citation: Citation) -> str:
    return f"passage-{turn}-{citation.marker}"


def _group(turn: int, answer: Answer, say: Say) -> str:
    if answer.citations:
        title = say("Sources de la réponse {turn}").format(turn=turn)
        citations, kind = answer.citations, "cited"
    else:
        title = say("Passages les plus proches (ne répondent pas à la question)")
        citations, kind = answer.nearest, "nearest"
    cards = "".join(_card(turn, citation, kind, say) for citation in citations)
    return f'<section class="{kind}"><h3>{title}</h3>{cards}</section>'


def _card(turn: int, citation: Citation, kind: str, say: Say) -> str:
    marker = f'<span class="number">[{citation.marker}]</span> ' if kind == "cited" else ""
    return (
        f'<article class="card" id="{_anchor(turn, citation)}">'
        f"<h4>{marker}{escape(citation.title)}</h4>"
        f'<p class="where">{where(citation, say)}</p>{heading_path(citation)}'
        f'<blockquote>{highlighted(citation)}</blockquote><p class="file">{escape(citation.document)}</p>'
        f'<p class="actions">{source_button(citation, say)}<button type="button" class="plain" '
        f'data-copy="{escape(quotation(citation, None))}">{say("Copier la citation")}</button></p></article>'
    )
