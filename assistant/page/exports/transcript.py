"""What every export of a conversation says: questions, answers, the quotes behind them, the bibliography."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Citation
from assistant.bibliography import iso_690, quotation, references
from assistant.page.conversations import Conversation
from index.records import Document


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer; ``understood`` is "" where the question stands alone.

    ``quotes`` are those that the markers of ``answer`` point at, each with its marker and reference.
    """

    question: str
    understood: str
    answer: str
    quotes: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation as it is exported; ``bibliography`` has a reference a cited document."""

    title: str
    exchanges: tuple[Exchange, ...]
    bibliography: tuple[str, ...]


def transcript(conversation: Conversation, documents: Sequence[Document]) -> Transcript:
    """The transcript of ``conversation``; ``documents`` tell authors and languages, which citations do not."""
    known = {document.name: document for document in documents}
    cited: list[Citation] = []
    exchanges = []
    for answer in conversation.answers:
        cited += answer.citations
        alone = answer.standalone_question == answer.question
        quotes = tuple((each.marker, quotation(each, known.get(each.document))) for each in answer.citations)
        understood = "" if alone else answer.standalone_question
        exchanges.append(Exchange(answer.question, understood, answer.text, quotes))
    bibliography = sorted(iso_690(reference) for reference in references(cited, documents))
    return Transcript(conversation.shown_title, tuple(exchanges), tuple(bibliography))
