import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from assistant.answers import Answer, Status
from assistant.engine import Assistant
from assistant.page.conversations import Conversation, Turn
from assistant.page.rendering import (
    confidence_words,
    conversation_html,
    example_questions,
    passages_html,
)
from assistant.page.words import Say, english, french
from index.search import Index

FIGURE = "Quelle part des musiciens écoutent leurs maquettes au casque ?"


def _shown(turns: Sequence[Turn], say: Say = french) -> str:
    return conversation_html(Conversation("0" * 32, turns=tuple(turns)), say)


def _conversation(answers: list[Answer]) -> str:
    return _shown([Turn(answer) for answer in answers])


def test_each_marker_links_to_its_passage_and_carries_its_quote(assistant: Assistant) -> None:
    [answer] = assistant.chat([FIGURE])
    page = BeautifulSoup(_conversation([answer]), "html.parser")
    [marker] = page.select("a.marker")
    assert marker["data-target"] == "passage-1-1"
    assert 'id="passage-1-1"' in passages_html([answer], french)
    assert marker["data-quote"] == "Au total, 62 % des musiciens écoutent leurs maquettes au casque."
    [citation] = answer.citations
    place = json.loads(str(marker["data-source"]))
    assert place == {"document": citation.document, "start": citation.start, "end": citation.end}
    assert "<strong>62 %</strong>" in str(page)


def test_the_quote_is_marked_within_its_paragraph(assistant: Assistant) -> None:
    html = passages_html([assistant.ask(FIGURE)], french)
    assert "<mark>Au total, 62 % des musiciens écoutent leurs maquettes au casque.</mark>" in html
    assert html.index("<mark>") < html.index("enceintes de studio")


def test_a_refusal_shows_what_was_nearest_as_no_answer(assistant: Assistant) -> None:
    answers = [assistant.ask("Quelle est la capitale de l'Islande ?")]
    assert 'class="marker"' not in _conversation(answers)
    assert "ne répondent pas à la question" in passages_html(answers, french)


def test_the_latest_answer_comes_first_among_passages(assistant: Assistant) -> None:
    answers = assistant.chat(["Quand se sèment les poireaux ?", "La mâche supporte-t-elle le gel ?"])
    html = passages_html(answers, french)
    assert html.index("Sources de la réponse 2") < html.index("Sources de la réponse 1")


def test_text_of_documents_and_people_is_escaped(make_index: Callable[[Mapping[str, str]], Index]) -> None:
    hostile = "# <script>alert(1)</script> titre\n\nLe <img src=x onerror=alert(2)> potager & le <b>jardin</b> fleurissent en mai.\n"
    assistant = Assistant(make_index({"<svg onload=alert(3)>\" onclick='.md": hostile}))
    questions = ["Quand le potager et le jardin fleurissent-ils ?", "<i>Quand</i> & <svg onload=alert(4)> ?"]
    answers = [assistant.ask(question) for question in questions]
    turns = [Turn(answer, liked=False, comment='"><script>') for answer in answers]
    page = _shown(turns) + passages_html(answers, french)
    assert answers[0].citations
    parsed = BeautifulSoup(page, "html.parser")
    assert not parsed.select("script, img, svg, i")
    assert not [tag for tag in parsed.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert "&lt;svg onload" in page


def test_examples_are_questions_of_the_collection(make_index: Callable[[Mapping[str, str]], Index]) -> None:
    index = make_index(
        {"faq.md": "# FAQ\n\n## Faut-il pailler le sol ?\n\nOui.\n\n## Les outils du jardinier\n\nBêche.\n"}
    )
    assert example_questions(index.documents) == [
        "Faut-il pailler le sol ?",
        "Que disent les sources sur « Les outils du jardinier » ?",
    ]


def test_words_that_answer_are_in_bold_and_escaped() -> None:
    answer = Answer("Qui ?", "Qui ?", Status.ANSWERED, "C'est l'agence R&D <Nord> qui paie 12 % [1].", 0.9)
    pointed = _conversation([replace(answer, words="l'agence R&D <Nord>")])
    assert "<strong>l&#x27;agence R&amp;D &lt;Nord&gt;</strong>" in pointed
    assert "<strong>12 %</strong>" not in pointed
    assert "<strong>12 %</strong>" in _conversation([answer])


def test_the_question_understood_is_shown_and_can_be_mended() -> None:
    answer = Answer("Et en 2023 ?", "Quelle part en 2023 ?", Status.ABSTAINED, "Rien.", 0.1)
    page = BeautifulSoup(_conversation([answer]), "html.parser")
    [shown] = page.select(".understood")
    assert shown.get_text().startswith("Question comprise : Quelle part en 2023 ?")
    assert shown.select_one("button[data-act=edit][data-understood]") is not None
    same = replace(answer, standalone_question=answer.question)
    assert "understood" not in _conversation([same])


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(1.0, "forte"), (0.8, "forte"), (0.79, "moyenne"), (0.55, "moyenne"), (0.3, "faible")],
)
def test_confidence_is_a_word_with_its_reason(assistant: Assistant, confidence: float, word: str) -> None:
    answer = replace(assistant.ask(FIGURE), confidence=confidence)
    said, explained = confidence_words(answer, french)
    assert said == word
    assert f"{round(100 * confidence)} %" in explained


def test_a_refusal_says_why_and_small_talk_has_no_confidence(assistant: Assistant) -> None:
    refused = assistant.ask("Quelle est la capitale de l'Islande ?")
    assert confidence_words(refused, french)[0] == "insuffisante"
    assert confidence_words(assistant.ask("Bonjour !"), french) == ("", "")


def test_a_vote_shows_on_its_thumb(assistant: Assistant) -> None:
    turns = [Turn(assistant.ask(FIGURE), liked=False, comment="trop court")]
    page = BeautifulSoup(_shown(turns), "html.parser")
    pressed = {thumb["data-thumb"]: thumb["aria-pressed"] for thumb in page.select(".thumb")}
    assert pressed == {"1": "false", "0": "true"}
    comment = page.select_one("input[name=comment]")
    assert comment is not None
    assert comment["value"] == "trop court"


def test_the_page_speaks_english_and_quotes_in_french(assistant: Assistant) -> None:
    turns = [Turn(assistant.ask(FIGURE))]
    html = _shown(turns, english)
    assert "Confidence: " in html
    assert "62 %" in html
    assert "Confiance" not in html


def test_only_the_last_question_is_asked_again_and_any_is_edited(assistant: Assistant) -> None:
    page = BeautifulSoup(_conversation(assistant.chat([FIGURE, FIGURE])), "html.parser")
    assert [each["data-turn"] for each in page.select("[data-act=retry]")] == ["2"]
    assert [each["data-turn"] for each in page.select("[data-act=edit]")] == ["1", "2"]


def test_an_empty_conversation_has_no_id_to_find_again() -> None:
    page = BeautifulSoup(_shown([]), "html.parser")
    assert page.select(".conversation")[0]["data-conversation"] == ""
    assert "chaque phrase de la réponse" in page.get_text()
