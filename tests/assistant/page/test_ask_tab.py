"""What the tab does when it is used, without a browser: two people, edits, opinions, what is kept."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from bs4 import BeautifulSoup
from sample_documents import GARDEN, SURVEY

from assistant.page.ask_tab import _BLANK, _Events
from assistant.page.context import PageContext
from assistant.page.conversations import Conversation
from evals.reference_set import load_reference_set

FIGURE = "Quelle part des musiciens écoutent leurs maquettes au casque ?"
GARDENING = "Quand se sèment les poireaux ?"
ANYWHERE: tuple[list[str], list[str], list[str]] = ([], [], [])


@pytest.fixture
def events(make_context: Callable[[Mapping[str, str]], PageContext]) -> _Events:
    return _Events(make_context({"enquete.md": SURVEY, "potager.md": GARDEN}))


def _of(person: str) -> gr.Request:
    return gr.Request(username=person, session_hash=person)


def _event(**values: str | None) -> gr.EventData:
    return gr.EventData(None, values)


def _asked(
    events: _Events, question: str, conversation: Conversation = _BLANK, editing: int = 0, person: str = "moi"
) -> Conversation:
    asked: Conversation = _last(events.ask(question, conversation, editing, *ANYWHERE, _of(person)))[0]
    return asked


def _last(shown: Iterator[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The tab once the answer is whole."""
    *_, last = shown
    return last


def test_a_question_is_answered_kept_and_found_again(events: _Events) -> None:
    conversation, editing, shown, passages, box, kept, title, _ = _last(
        events.ask(FIGURE, _BLANK, 0, *ANYWHERE, _of("moi"))
    )
    assert "62 %" in shown
    assert "Sources de la réponse 1" in passages
    assert (editing, box.value, box.label, title) == (0, "", "Votre question", FIGURE)
    assert kept.choices == [(FIGURE, conversation.id)]
    assert kept.value == conversation.id
    again = events.reopen(conversation.id, _of("moi"))
    assert again[0].turns == conversation.turns
    assert again[2] == shown


def test_the_question_shows_at_once_and_the_answer_by_sentences(events: _Events) -> None:
    shown = [values[2] for values in events.ask(f"{FIGURE} {GARDENING}", _BLANK, 0, *ANYWHERE, _of("moi"))]
    assert FIGURE in shown[0]
    assert "Recherche dans les documents…" in shown[0]
    lengths = [len(BeautifulSoup(each, "html.parser").get_text()) for each in shown]
    assert lengths == sorted(lengths)


def test_a_question_that_is_stopped_leaves_the_conversation_as_it_was(events: _Events) -> None:
    conversation = _asked(events, FIGURE)
    whole = len(list(events.ask(GARDENING, conversation, 0, *ANYWHERE, _of("elle"))))
    under_way = events.ask(GARDENING, conversation, 0, *ANYWHERE, _of("moi"))
    for _ in range(whole - 1):  # all but the last: the answer is there, and not kept yet
        assert GARDENING in next(under_way)[2]
    under_way.close()
    shown, box = events.stop(conversation)
    assert GARDENING not in shown
    assert (box.submit_btn, box.stop_btn) == ("Demander", False)
    assert events.reopen(conversation.id, _of("moi"))[0].turns == conversation.turns


def test_a_page_that_has_loaded_leaves_what_is_being_typed(events: _Events) -> None:
    conversation = _asked(events, FIGURE)
    values = events.loaded("", _of("moi"))
    assert values[5].choices == [(FIGURE, conversation.id)]
    assert [value for number, value in enumerate(values) if number != 5] == [gr.skip()] * 7
    assert events.loaded(conversation.id, _of("moi"))[0].turns == conversation.turns


def test_two_people_never_mix(events: _Events) -> None:
    mine = _asked(events, FIGURE, person="moi")
    hers = _asked(events, GARDENING, person="elle")
    assert mine.id != hers.id
    with pytest.warns(UserWarning, match="n’est plus là"):
        assert events.reopen(mine.id, _of("elle"))[0].turns == ()
    assert [identifier for _, identifier in events.new(_of("elle"))[5].choices] == [hers.id]


def test_an_edited_question_takes_the_place_of_what_followed(events: _Events) -> None:
    conversation = _asked(events, GARDENING, _asked(events, FIGURE))
    box, editing = events.edit(conversation, _event(turn="1"))
    assert (box.value, editing) == (FIGURE, 1)
    assert "question 1" in str(box.label)
    given_up = _last(events.ask("", conversation, editing, *ANYWHERE, _of("moi")))
    assert (given_up[0], given_up[1], given_up[4].label) == (conversation, 0, "Votre question")
    edited = _asked(events, "La mâche supporte-t-elle le gel ?", conversation, editing)
    assert [answer.question for answer in edited.answers] == ["La mâche supporte-t-elle le gel ?"]
    assert edited.id == conversation.id


def test_the_question_understood_can_be_edited(events: _Events) -> None:
    conversation = _asked(events, "et à la batterie ?", _asked(events, FIGURE))
    understood = conversation.answers[1].standalone_question
    assert understood != "et à la batterie ?"
    for event, text in (
        (_event(turn="2", understood="1"), understood),
        (_event(turn="2"), "et à la batterie ?"),
    ):
        box, editing = events.edit(conversation, event)
        assert (box.value, editing) == (text, 2)


@pytest.mark.parametrize("turn", [None, "0", "3", "-1", "x", "9" * 50, "²"])
def test_a_turn_that_is_not_there_changes_nothing(events: _Events, turn: str | None) -> None:
    conversation = _asked(events, GARDENING, _asked(events, FIGURE))
    box, editing = events.edit(conversation, _event(turn=turn))
    assert (box.value, editing) == ("", 0)
    assert events.like(conversation, _event(turn=turn, liked="1"), _of("moi"))[0] == conversation


def test_asking_again_follows_the_filters(events: _Events) -> None:
    conversation = _asked(events, FIGURE)
    assert conversation.answers[0].citations
    again = _last(events.retry(conversation, 0, ["potager.md"], [], [], _of("moi")))[0]
    assert [answer.question for answer in again.answers] == [FIGURE]
    assert not again.answers[0].citations
    blank = _last(events.retry(_BLANK, 0, *ANYWHERE, _of("moi")))[0]
    assert blank.turns == ()


def test_an_opinion_shows_is_kept_and_makes_a_reference_set(events: _Events, tmp_path: Path) -> None:
    conversation = _asked(events, FIGURE)
    liked, shown = events.like(conversation, _event(turn="1", liked="1", comment=None), _of("moi"))
    assert liked.turns[0].liked is True
    liked, shown = events.like(liked, _event(turn="1", liked="1", comment="clair"), _of("moi"))
    comment = BeautifulSoup(shown, "html.parser").select_one("input[name=comment]")
    assert comment is not None
    assert comment["value"] == "clair"
    assert events.reopen(liked.id, _of("moi"))[0].turns == liked.turns
    [question] = load_reference_set(tmp_path / "index" / "feedback.jsonl").questions
    assert question.text == FIGURE


def test_renamed_searched_exported_deleted(events: _Events) -> None:
    conversation = _asked(events, FIGURE)
    _asked(events, GARDENING)
    renamed = events.rename(conversation, "Le casque", _of("moi"))
    assert renamed[6] == "Le casque"
    found = events.search("casque", _of("moi"))
    assert found.choices == [("Le casque", conversation.id)]
    download: Any = events.export(renamed[0], ".md")
    assert download.visible
    assert Path(download.value["path"]).read_text(encoding="utf-8").startswith("# Le casque")
    assert not events.export(_BLANK, ".md").visible
    assert not events.export(renamed[0], None).visible
    assert not events.export(renamed[0], "/../x").visible
    after = events.delete(renamed[0], _of("moi"))
    assert after[0].turns == ()
    assert [title for title, _ in after[5].choices] == [GARDENING]


def test_a_conversation_that_is_gone_leaves_a_new_one(events: _Events) -> None:
    for identifier in ("0" * 32, "../../etc"):
        with pytest.warns(UserWarning, match="conversation n’"):
            assert events.reopen(identifier, _of("moi"))[0].turns == ()
    assert events.delete(_BLANK, _of("moi"))[0].turns == ()


def test_a_filter_that_lets_nothing_through_is_said(events: _Events) -> None:
    shown = _last(events.ask(FIGURE, _BLANK, 0, ["absent.md"], [], [], _of("moi")))[2]
    assert "Aucun document ne correspond" in shown


@pytest.mark.parametrize("question", ["", "  \n", "\ud800", "x" * 10_001, "{0} %s \x00"])
def test_any_question_is_answered_or_refused(events: _Events, question: str) -> None:
    conversation = _asked(events, question)
    assert len(conversation.turns) <= 1
    if conversation.turns:
        assert events.reopen(conversation.id, _of("moi"))[0].turns == conversation.turns


def test_what_cannot_be_kept_is_still_answered(events: _Events, tmp_path: Path) -> None:
    (tmp_path / "index" / "conversations").write_text("un fichier à la place du dossier", encoding="utf-8")
    with pytest.warns(UserWarning, match="n’a pas pu être gardée"):
        assert "62 %" in _last(events.ask(FIGURE, _BLANK, 0, *ANYWHERE, _of("moi")))[2]
