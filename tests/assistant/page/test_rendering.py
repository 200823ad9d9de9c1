from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.answers import Answer, Status
from assistant.engine import Assistant
from assistant.page.rendering import conversation_html, documents_html, example_questions, passages_html
from index.search import Index


def test_each_marker_links_to_its_passage(assistant: Assistant) -> None:
    answers = [assistant.ask("Quelle part des musiciens écoutent leurs maquettes au casque ?")]
    conversation, passages = conversation_html(answers), passages_html(answers)
    assert 'href="#passage-1-1"' in conversation
    assert 'id="passage-1-1"' in passages
    assert "<strong>62 %</strong>" in conversation


def test_the_quote_is_marked_within_its_paragraph(assistant: Assistant) -> None:
    answers = [assistant.ask("Quelle part des musiciens écoutent leurs maquettes au casque ?")]
    html = passages_html(answers)
    assert "<mark>Au total, 62 % des musiciens écoutent leurs maquettes au casque.</mark>" in html
    assert html.index("<mark>") < html.index("enceintes de studio")


def test_a_refusal_shows_what_was_nearest_as_no_answer(assistant: Assistant) -> None:
    answers = [assistant.ask("Quelle est la capitale de l'Islande ?")]
    assert "marker" not in conversation_html(answers)
    assert "ne répondent pas à la question" in passages_html(answers)


def test_the_latest_answer_comes_first_among_passages(assistant: Assistant) -> None:
    answers = assistant.chat(["Quand se sèment les poireaux ?", "La mâche supporte-t-elle le gel ?"])
    html = passages_html(answers)
    assert html.index("Sources de la réponse 2") < html.index("Sources de la réponse 1")


def test_text_of_documents_and_people_is_escaped(make_index: Callable[[Mapping[str, str]], Index]) -> None:
    hostile = "# <script>alert(1)</script> titre\n\nLe <img src=x onerror=alert(2)> potager & le <b>jardin</b> fleurissent en mai.\n"
    assistant = Assistant(make_index({"<svg onload=alert(3)>.md": hostile}))
    questions = ["Quand le potager et le jardin fleurissent-ils ?", "<i>Quand</i> & <svg onload=alert(4)> ?"]
    answers = [assistant.ask(question) for question in questions]
    pages = conversation_html(answers) + passages_html(answers) + documents_html(assistant.index.documents)
    assert answers[0].citations
    for tag in ("<script", "<img", "<svg", "<i>"):
        assert tag not in pages
    assert "&lt;svg onload" in pages


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
    pointed = conversation_html([replace(answer, words="l'agence R&D <Nord>")])
    assert "<strong>l&#x27;agence R&amp;D &lt;Nord&gt;</strong>" in pointed
    assert "<strong>12 %</strong>" not in pointed
    assert "<strong>12 %</strong>" in conversation_html([answer])
