import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from docx import Document
from markdown_it import MarkdownIt

from assistant.engine import Assistant
from assistant.page.conversations import Conversation, Turn, new_conversation
from assistant.page.exports import FORMATS, exported
from index.search import Index

QUESTIONS = (
    "Quelle part des musiciens écoutent leurs maquettes au casque ?",
    "Quand se sèment les poireaux ?",
    "Quelle est la capitale de l'Islande ?",
)
QUOTE = "[1] «\u00a0Au total, 62 % des musiciens écoutent leurs maquettes au casque.\u00a0» (Enquête sur l'écoute. 28 mai 2021.)"


@pytest.fixture
def conversation(assistant: Assistant) -> Conversation:
    return replace(new_conversation(), turns=tuple(map(Turn, assistant.chat(QUESTIONS))))


def test_word_holds_questions_answers_quotes_and_bibliography(
    assistant: Assistant, conversation: Conversation
) -> None:
    document = Document(io.BytesIO(exported(conversation, assistant.index.documents, ".docx")))
    headings = [
        each.text for each in document.paragraphs if each.style is not None and each.style.name == "Heading 1"
    ]
    assert headings == [*QUESTIONS, "Bibliographie"]
    texts = [each.text for each in document.paragraphs]
    assert QUOTE in texts
    assert texts[-2:] == ["Enquête sur l'écoute. 28 mai 2021.", "Le potager d'hiver."]


def test_a_page_shows_as_text_what_looks_like_markup(
    make_index: Callable[[Mapping[str, str]], Index],
) -> None:
    assistant = Assistant(
        make_index({"a.md": "# <script>t</script>\n\nLe <img src=x> jardin fleurit en mai.\n"})
    )
    conversation = Conversation(
        "0" * 32, "Un <b>titre</b>", (Turn(assistant.ask("Quand le jardin fleurit-il ?")),)
    )
    page = BeautifulSoup(exported(conversation, assistant.index.documents, ".html"), "html.parser")
    assert not page.select("script, img, b")
    assert "jardin fleurit en mai" in page.get_text()
    markdown = MarkdownIt().render(exported(conversation, assistant.index.documents, ".md").decode())
    assert not BeautifulSoup(markdown, "html.parser").select("script, img, b")


def test_markdown_reads_as_it_was_said(assistant: Assistant, conversation: Conversation) -> None:
    text = exported(conversation, assistant.index.documents, ".md").decode()
    page = BeautifulSoup(MarkdownIt().render(text), "html.parser")
    assert [each.get_text() for each in page.select("h2")] == [*QUESTIONS, "Bibliographie"]
    assert QUOTE in [each.get_text() for each in page.select("li")]


def test_bibliographies_have_a_reference_a_cited_document(
    assistant: Assistant, conversation: Conversation
) -> None:
    documents = assistant.index.documents
    assert exported(conversation, documents, ".bib").decode().count("@") == 2
    assert exported(conversation, documents, ".ris").decode().count("ER  - ") == 2
    titles = [each["title"] for each in json.loads(exported(conversation, documents, ".json"))]
    assert titles == ["Enquête sur l'écoute", "Le potager d'hiver"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_empty_conversation_and_odd_characters_are_exported(suffix: str, assistant: Assistant) -> None:
    exported(new_conversation(), [], suffix)
    answer = replace(assistant.ask("Bonjour !"), text="\x0b\ud800\x00")
    assert exported(Conversation("0" * 32, turns=(Turn(answer),)), [], suffix) is not None
