"""The tab « Demander »: a conversation, the passages behind it, and the conversations kept."""

import tempfile
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.answers import Answer, Status
from assistant.page.context import PageContext
from assistant.page.conversations import Conversation, Turn, new_conversation
from assistant.page.exports import FORMATS, exported
from assistant.page.rendering import conversation_html, example_questions, passages_html, sentences_so_far
from assistant.page.security import owner_of
from assistant.page.sources import scope_of
from ingest.errors import SourcierError

_HERE = Path(__file__).parent
_STATE_SECONDS = 12 * 3600
_LONGEST_COMMENT = 1_000
_NUM_EXAMPLES = 4
# Of ``AskTab.outputs``: how many, and the places of what is shown, of the question and of the list of conversations.
_NUM_OUTPUTS, _SHOWN, _QUESTION, _KEPT = 8, 2, 4, 5
# Until the page has loaded, or once a session is forgotten: it gets an id when something is asked.
_BLANK = Conversation("")


@dataclass(frozen=True, slots=True)
class AskTab:
    """The components that change together. ``editing`` is the turn that the next question replaces, 0 for none.

    ``loaded`` gives their values once the page has loaded; ``examples`` follow the documents.
    """

    loaded: Callable[..., tuple[Any, ...]]
    examples: list[gr.Button]
    conversation: gr.State
    editing: gr.State
    shown: gr.HTML
    passages: gr.HTML
    question: gr.Textbox
    kept: gr.Dropdown
    title: gr.Textbox
    download: gr.DownloadButton

    @property
    def outputs(self) -> list[Any]:
        """What ``_refreshed`` gives back, in order."""
        return [
            self.conversation,
            self.editing,
            self.shown,
            self.passages,
            self.question,
            self.kept,
            self.title,
            self.download,
        ]


def ask_tab(context: PageContext, chosen: Sequence[gr.Dropdown]) -> AskTab:
    """The tab; ``chosen`` are the filters. Returns its components, for the page to fill when it loads."""
    say = context.say
    with gr.Tab(say("Demander"), elem_id="ask-tab"), gr.Row():
        with gr.Column(scale=3, min_width=280):
            shown = gr.HTML(
                conversation_html(_BLANK, say),
                js_on_load=(_HERE / "actions.js").read_text(encoding="utf-8"),
                elem_id="conversation",
            )
            question = gr.Textbox(
                label=say("Votre question"),
                placeholder=say("Par exemple : quels sont les usages de l'IA en post-production ?"),
                submit_btn=say("Demander"),
                lines=1,
                max_lines=4,
                max_length=10_000,
                autofocus=True,
                elem_id="question",
            )
            examples = [
                gr.Button(text, size="sm", elem_classes="example", visible=bool(text))
                for text in _examples(context)
            ]
            new = gr.Button(say("Nouvelle conversation"), size="sm", variant="secondary", elem_id="new")
        with gr.Column(scale=2, min_width=280, elem_id="side"):
            gr.Markdown(f"## {say('Passages')}")
            passages = gr.HTML(passages_html([], say), elem_id="passages")
            kept, title, download, more = _kept(context)
    events = _Events(context)
    tab = AskTab(
        events.loaded,
        examples,
        gr.State(_BLANK, time_to_live=_STATE_SECONDS),
        gr.State(0, time_to_live=_STATE_SECONDS),
        shown,
        passages,
        question,
        kept,
        title,
        download,
    )
    _wire(events, tab, chosen, examples, new, more)
    return tab


def example_buttons(context: PageContext) -> list[gr.Button]:
    """The questions to start with, over what is indexed now."""
    return [gr.Button(text, visible=bool(text)) for text in _examples(context)]


def _examples(context: PageContext) -> list[str]:
    """As many as there are buttons, the last ones empty where the collection has fewer."""
    found = example_questions(context.latest.documents, _NUM_EXAMPLES)
    return [*found, *[""] * (_NUM_EXAMPLES - len(found))]


@dataclass(frozen=True, slots=True)
class _KeptControls:
    """The other components of the drawer of conversations."""

    search: gr.Textbox
    rename: gr.Button
    delete: gr.Button
    confirm: gr.Button
    cancel: gr.Button
    format: gr.Dropdown


def _kept(context: PageContext) -> tuple[gr.Dropdown, gr.Textbox, gr.DownloadButton, _KeptControls]:
    say = context.say
    with gr.Accordion(say("Conversations gardées"), open=False, elem_id="kept"):
        search = gr.Textbox(
            label=say("Chercher dans les conversations"), max_length=200, elem_id="kept-search"
        )
        kept = gr.Dropdown([], label=say("Rouvrir une conversation"), value=None, elem_id="kept-list")
        title = gr.Textbox(label=say("Titre"), max_length=200, elem_id="kept-title")
        with gr.Row():
            rename = gr.Button(say("Renommer"), size="sm", elem_id="rename")
            delete = gr.Button(say("Supprimer…"), size="sm", elem_id="delete")
            confirm = gr.Button(
                say("Supprimer pour de bon"),
                size="sm",
                variant="stop",
                visible=False,
                elem_id="delete-confirm",
            )
            cancel = gr.Button(say("Garder"), size="sm", visible=False, elem_id="delete-cancel")
        chosen = gr.Dropdown(
            [(say(label), suffix) for suffix, label in FORMATS.items()],
            value=None,
            label=say("Exporter en"),
            elem_id="export-format",
        )
        download = gr.DownloadButton(say("Télécharger"), visible=False, size="sm", elem_id="export")
    return kept, title, download, _KeptControls(search, rename, delete, confirm, cancel, chosen)


def _wire(
    events: "_Events",
    tab: AskTab,
    chosen: Sequence[gr.Dropdown],
    examples: Sequence[gr.Button],
    new: gr.Button,
    more: _KeptControls,
) -> None:
    asked = [tab.conversation, tab.editing, *chosen]
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    asking: list[Any] = [
        event(events.ask, [source, *asked], tab.outputs, **quiet)
        for source, event in ((tab.question, tab.question.submit), *((each, each.click) for each in examples))
    ]
    asking.append(tab.shown.retry(events.retry, asked, tab.outputs, **quiet))
    tab.question.stop(events.stop, [tab.conversation], [tab.shown, tab.question], cancels=asking, **quiet)
    tab.shown.edit(events.edit, [tab.conversation], [tab.question, tab.editing], **quiet).then(
        None, None, None, js="() => document.querySelector('#question textarea').focus()", **quiet
    )
    tab.shown.like(events.like, [tab.conversation], [tab.conversation, tab.shown], **quiet)
    # What opens another conversation drops the answer under way: it would come back over it.
    new.click(events.new, None, tab.outputs, cancels=asking, **quiet)
    more.search.change(events.search, [more.search], [tab.kept], **quiet)
    tab.kept.input(events.reopen, [tab.kept], tab.outputs, cancels=asking, **quiet)
    more.rename.click(events.rename, [tab.conversation, tab.title], tab.outputs, **quiet)
    confirming = [more.delete, more.confirm, more.cancel]
    more.delete.click(partial(_confirming, asked=True), None, confirming, **quiet)
    more.cancel.click(partial(_confirming, asked=False), None, confirming, **quiet)
    more.confirm.click(events.delete, [tab.conversation], tab.outputs, cancels=asking, **quiet).then(
        partial(_confirming, asked=False), None, confirming, **quiet
    )
    more.format.input(events.export, [tab.conversation, more.format], [tab.download], **quiet)


class _Events:
    """What the tab does when it is used. Methods, not partials: Gradio reads the annotations of a method."""

    def __init__(self, context: PageContext) -> None:
        self._context = context

    def loaded(self, identifier: str | None, request: gr.Request) -> tuple[Any, ...]:
        """The conversation that this tab of the browser held; without one, the list of those kept and nothing else:
        a person may be typing already."""
        if identifier:
            return self.reopen(identifier, request)
        values = [gr.skip()] * _NUM_OUTPUTS
        values[_KEPT] = self._refreshed(_BLANK, request)[_KEPT]
        return tuple(values)

    def reopen(self, identifier: str | None, request: gr.Request) -> tuple[Any, ...]:
        """The conversation of that id, else a new one: a browser may remember one that was deleted."""
        conversation = new_conversation()
        if identifier:
            try:
                conversation = self._context.conversations.load(owner_of(request), identifier)
            except SourcierError as error:
                gr.Warning(str(error))
        return self._refreshed(conversation, request)

    def _refreshed(self, conversation: Conversation, request: gr.Request) -> tuple[Any, ...]:
        """The whole tab over ``conversation``."""
        say = self._context.say
        headings = self._context.conversations.headings(owner_of(request))
        ids = {heading.id for heading in headings}
        return (
            conversation,
            0,
            conversation_html(conversation, say),
            passages_html(conversation.answers, say),
            gr.Textbox(label=say("Votre question"), value="", submit_btn=say("Demander"), stop_btn=False),
            gr.Dropdown(
                [(heading.title, heading.id) for heading in headings],
                value=conversation.id if conversation.id in ids else None,
            ),
            conversation.shown_title,
            gr.DownloadButton(visible=False),
        )

    def ask(
        self,
        question: str,
        conversation: Conversation,
        editing: int,
        documents: Sequence[str] | None,
        institutions: Sequence[str] | None,
        years: Sequence[str] | None,
        request: gr.Request,
    ) -> Generator[tuple[Any, ...]]:
        """Answer ``question``, in place of turn ``editing`` and what follows where that is not 0, and keep the conversation.

        The question shows at once, then the answer sentence by sentence, then the whole tab.
        """
        question = question.encode(errors="replace").decode()  # a lone surrogate could not be kept
        if not question.strip():
            yield self._refreshed(conversation, request)
            return
        before = conversation.turns[: editing - 1] if editing else conversation.turns
        shown = replace(conversation, turns=before)
        yield self._under_way(shown, question)
        scope = scope_of(documents, institutions, years)
        try:
            answer = self._context.latest.get().ask(
                question, earlier=[turn.answer for turn in before], scope=scope
            )
        except SourcierError as error:
            answer = Answer(question, question, Status.ABSTAINED, str(error), 0.0)
        for text in sentences_so_far(answer):  # what is stopped before its end is not kept
            yield self._under_way(shown, question, replace(answer, text=text))
        conversation = replace(
            conversation if conversation.id else new_conversation(), turns=(*before, Turn(answer))
        )
        self._keep(conversation, request)
        yield self._refreshed(conversation, request)

    def _under_way(
        self, conversation: Conversation, question: str, answer: Answer | None = None
    ) -> tuple[Any, ...]:
        """The tab while ``question`` is being answered, with the part of the answer there is; it can be stopped."""
        say = self._context.say
        values = [gr.skip()] * _NUM_OUTPUTS
        values[_SHOWN] = conversation_html(conversation, say, asking=question, so_far=answer)
        values[_QUESTION] = gr.Textbox(submit_btn=False, stop_btn=say("Arrêter"))
        return tuple(values)

    def stop(self, conversation: Conversation) -> tuple[str, gr.Textbox]:
        """The conversation as it was; the question stays in its box, to be mended."""
        say = self._context.say
        return conversation_html(conversation, say), gr.Textbox(submit_btn=say("Demander"), stop_btn=False)

    def retry(
        self,
        conversation: Conversation,
        _editing: int,
        documents: Sequence[str] | None,
        institutions: Sequence[str] | None,
        years: Sequence[str] | None,
        request: gr.Request,
    ) -> Generator[tuple[Any, ...]]:
        """Ask the last question again: of other sources, or once documents have come."""
        question = conversation.turns[-1].answer.question if conversation.turns else ""
        number = len(conversation.turns)
        yield from self.ask(question, conversation, number, documents, institutions, years, request)

    def edit(self, conversation: Conversation, event: gr.EventData) -> tuple[gr.Textbox, int]:
        """The question of a turn into the box, as asked or as understood; what is asked next takes its place."""
        say = self._context.say
        number = _turn_number(conversation, event)
        if number is None:
            return gr.Textbox(label=say("Votre question"), value=""), 0
        answer = conversation.turns[number - 1].answer
        understood = "understood" in event._data
        label = say("Modifier la question {number}, et ce qui la suit (videz-la pour renoncer)")
        text = answer.standalone_question if understood else answer.question
        return gr.Textbox(label=label.format(number=number), value=text), number

    def like(
        self, conversation: Conversation, event: gr.EventData, request: gr.Request
    ) -> tuple[Conversation, str]:
        """Keep what was said of a turn, with the conversation and for ``sourcier eval``."""
        number = _turn_number(conversation, event)
        if number is not None:
            values = event._data
            turn = conversation.turns[number - 1]
            said = values.get("comment")
            comment = turn.comment if said is None else str(said).encode(errors="replace").decode()
            turn = replace(turn, liked=values.get("liked") == "1", comment=comment[:_LONGEST_COMMENT])
            turns = (*conversation.turns[: number - 1], turn, *conversation.turns[number:])
            conversation = replace(conversation, turns=turns)
            try:
                self._context.feedback.record(
                    f"{conversation.id}-{number}", turn.answer, liked=bool(turn.liked), comment=turn.comment
                )
            except SourcierError as error:
                gr.Warning(str(error))
            self._keep(conversation, request)
        return conversation, conversation_html(conversation, self._context.say)

    def new(self, request: gr.Request) -> tuple[Any, ...]:
        """A new conversation; the one before is kept."""
        return self._refreshed(new_conversation(), request)

    def search(self, words: str, request: gr.Request) -> gr.Dropdown:
        """The conversations that hold ``words``."""
        headings = self._context.conversations.headings(owner_of(request), words)
        return gr.Dropdown([(heading.title, heading.id) for heading in headings], value=None)

    def rename(self, conversation: Conversation, title: str, request: gr.Request) -> tuple[Any, ...]:
        """The conversation under another title."""
        try:
            conversation = self._context.conversations.rename(owner_of(request), conversation.id, title)
        except SourcierError as error:
            gr.Warning(str(error))
        return self._refreshed(conversation, request)

    def delete(self, conversation: Conversation, request: gr.Request) -> tuple[Any, ...]:
        """Forget the conversation for good."""
        if conversation.id:
            self._context.conversations.delete(owner_of(request), conversation.id)
        return self._refreshed(new_conversation(), request)

    def export(self, conversation: Conversation, suffix: str | None) -> gr.DownloadButton:
        """The conversation as a file to download; nothing while there is nothing to tell."""
        if suffix not in FORMATS or not conversation.turns:
            return gr.DownloadButton(visible=False)
        path = Path(tempfile.mkdtemp(dir=self._context.downloads)) / f"conversation{suffix}"
        path.write_bytes(exported(conversation, self._context.latest.documents, suffix))
        return gr.DownloadButton(value=path, visible=True)

    def _keep(self, conversation: Conversation, request: gr.Request) -> None:
        try:
            self._context.conversations.save(owner_of(request), conversation)
        except SourcierError as error:
            gr.Warning(str(error))


def _turn_number(conversation: Conversation, event: gr.EventData) -> int | None:
    """The turn that a button of the page is about, from 1; None for one that is not there."""
    given = str(event._data.get("turn", ""))
    number = int(given) if given.isdecimal() and len(given) < 6 else 0
    return number if 1 <= number <= len(conversation.turns) else None


def _confirming(*, asked: bool) -> tuple[gr.Button, gr.Button, gr.Button]:
    return gr.Button(visible=not asked), gr.Button(visible=asked), gr.Button(visible=asked)
