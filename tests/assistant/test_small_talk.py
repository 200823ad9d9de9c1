import pytest

from assistant.small_talk import small_talk_reply


@pytest.mark.parametrize(
    "message",
    [
        "Bonjour",
        "bonjour !",
        "Salut à tous",
        "bjr",
        "Merci beaucoup",
        "au revoir",
        "Que peux-tu faire ?",
        "tu es qui",
        "tant pis, merci quand même",
        "ok super, merci pour ton aide !",
        "pas grave",
    ],
)
def test_small_talk_gets_a_reply(message: str) -> None:
    assert small_talk_reply(message)


@pytest.mark.parametrize(
    "message",
    [
        "Bonjour, qui a répondu à l'enquête ?",
        "Merci de lister les usages",
        "Que peux-tu dire de la musique ?",
        "aide à la création",
        "merci de détailler le deuxième point",
        "top 3 des freins",
    ],
)
def test_a_question_is_not_small_talk(message: str) -> None:
    assert small_talk_reply(message) is None
