"""What the assistant gives back: answers, verdicts, and the citations they stand on."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Whether a question was answered. An abstention is a result, not a failure."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"


class Verdict(StrEnum):
    """What the documents make of a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    NOT_ENOUGH_INFO = "not_enough_info"


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote: ``document.text[start:end] == quote``, in code points of ``sourcier text``.

    ``page`` is 1-based, None without pages, and ``page_label`` what is printed on it. ``passage_text``
    is the paragraph around the quote, which starts at ``passage_start`` in the document.
    """

    marker: int
    document: str
    title: str
    page: int | None
    heading: tuple[str, ...]
    start: int
    end: int
    quote: str
    passage_id: str
    score: float
    page_label: str = ""
    passage_text: str = ""
    passage_start: int = 0
    institution: str = ""
    date: str = ""

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.quote):
            raise ValueError("a citation's quote must be the slice its offsets name")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its citations, or an abstention with the nearest passages.

    ``text`` carries markers ``[1]`` that match ``citations``. ``confidence`` is in [0, 1].
    ``standalone_question`` is what was searched: the question made self-contained. ``words`` are those of
    ``text`` that answer, where the reader points at some.
    """

    question: str
    standalone_question: str
    status: Status
    text: str
    confidence: float
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    words: str = ""
    generator: str = "extractive"
    elapsed_ms: int = 0


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim, its verdict, and the passages that decide it, or those nearest where none does.

    ``explanation`` is one French sentence.
    """

    claim: str
    verdict: Verdict
    confidence: float
    explanation: str
    evidence: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    elapsed_ms: int = 0
