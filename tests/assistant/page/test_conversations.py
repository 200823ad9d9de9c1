from dataclasses import replace
from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.page.conversations import Conversation, KeptConversations, Turn, new_conversation
from ingest.errors import UsageError

FIGURE = "Quelle part des musiciens écoutent leurs maquettes au casque ?"


@pytest.fixture
def kept(tmp_path: Path) -> KeptConversations:
    return KeptConversations(tmp_path / "conversations")


def _conversation(assistant: Assistant, *questions: str) -> Conversation:
    turns = tuple(Turn(answer) for answer in assistant.chat(questions))
    return replace(new_conversation(), turns=turns)


def test_a_title_of_its_own_is_kept_and_the_other_follows_the_question(
    assistant: Assistant, kept: KeptConversations
) -> None:
    conversation = _conversation(assistant, FIGURE)
    kept.save("moi", conversation)
    assert kept.load("moi", conversation.id).title == ""
    kept.rename("moi", conversation.id, "Le mien")
    assert kept.load("moi", conversation.id).title == "Le mien"


def test_a_conversation_is_found_as_it_was_left(assistant: Assistant, kept: KeptConversations) -> None:
    conversation = _conversation(assistant, FIGURE, "Quelle est la capitale de l'Islande ?")
    voted = replace(conversation.turns[0], liked=True, comment="oui\u2028non")
    conversation = replace(conversation, turns=(voted, *conversation.turns[1:]))
    kept.save("moi", conversation)
    loaded = kept.load("moi", conversation.id)
    assert loaded.turns == conversation.turns
    assert loaded.shown_title == FIGURE
    assert loaded.turns[0].answer.citations[0].quote.startswith("Au total, 62 %")


def test_nobody_sees_the_conversations_of_another(assistant: Assistant, kept: KeptConversations) -> None:
    conversation = _conversation(assistant, FIGURE)
    kept.save("moi", conversation)
    assert kept.headings("elle") == []
    with pytest.raises(UsageError):
        kept.load("elle", conversation.id)
    kept.delete("elle", conversation.id)
    assert [heading.id for heading in kept.headings("moi")] == [conversation.id]


def test_the_latest_comes_first_and_words_find_what_holds_them(
    assistant: Assistant, kept: KeptConversations
) -> None:
    first, second = (
        _conversation(assistant, FIGURE),
        _conversation(assistant, "Quand se sèment les poireaux ?"),
    )
    kept.save("moi", first)
    kept.save("moi", second)
    assert [heading.id for heading in kept.headings("moi")] == [second.id, first.id]
    kept.save("moi", first)
    assert [heading.id for heading in kept.headings("moi")] == [first.id, second.id]
    assert [heading.id for heading in kept.headings("moi", "SEMENT poireaux")] == [second.id]
    assert kept.headings("moi", "confidence") == []  # a key of the file is no word of a conversation


def test_renamed_and_deleted(assistant: Assistant, kept: KeptConversations) -> None:
    conversation = _conversation(assistant, FIGURE)
    kept.save("moi", conversation)
    kept.rename("moi", conversation.id, "  Le\ncasque ")
    assert kept.headings("moi")[0].title == "Le casque"
    assert kept.load("moi", conversation.id).turns == conversation.turns
    with pytest.raises(UsageError, match="titre est vide"):
        kept.rename("moi", conversation.id, " \n")
    kept.delete("moi", conversation.id)
    assert kept.headings("moi") == []


@pytest.mark.parametrize("identifier", ["../../etc/passwd", "", "ab", "A" * 32, "0" * 31 + "\n"])
def test_an_id_is_no_path(kept: KeptConversations, identifier: str) -> None:
    with pytest.raises(UsageError):
        kept.load("moi", identifier)
    with pytest.raises(UsageError):
        kept.delete("moi", identifier)


def test_a_damaged_conversation_hides_no_other(
    assistant: Assistant, kept: KeptConversations, tmp_path: Path
) -> None:
    good, bad = _conversation(assistant, FIGURE), _conversation(assistant, FIGURE)
    kept.save("moi", good)
    kept.save("moi", bad)
    [path] = (tmp_path / "conversations").rglob(f"{bad.id}.jsonl")
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UsageError, match="pas lisible"):
        kept.load("moi", bad.id)
    path.write_bytes(b"")
    assert [heading.id for heading in kept.headings("moi")] == [good.id]
    assert not list((tmp_path / "conversations").rglob(".*"))
