"""A first draft of a reference set, made from an index by form alone, for a person to correct.

Headings, definitions and figures give questions with their span. They are clumsy and share the words of the
documents: each is marked « à relire », and worth rewriting before it measures anything.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from index.records import Document
from ingest.document import BlockKind
from ingest.errors import UsageError
from ingest.os_reasons import french_reason
from ingest.sentences import sentence_spans

MARK = "à relire"
_PER_KIND = 4  # questions of a kind for one document
_SENTENCE_WORDS = range(6, 45)
_HEADING_WORDS = range(2, 13)

_FIGURE = re.compile(
    r"(?<![\w.,/-])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:,\d+)?(?:[ \u00a0\u202f]?%)?(?![\w/-])"
)
_TERM = r"[^\W\d_][\w'’ -]{1,58}?"
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
# « Terme : … » in a list, as glossaries have it; « Le terme est un… » anywhere.
_LISTED = re.compile(rf"^[\W_]*(?P<term>{_TERM})(?:\s*\([^)]{{1,40}}\))?[*_]*\s*:\s")
_SAID = re.compile(rf"^[\W_]*(?P<term>{_TERM})\s(?:est\s(?=un|une|le|la|l['’]|les)|désigne\s|signifie\s)")
_NO_TERMS = frozenset(
    "source sources title il elle on ce cela ceci c'est cette ces ils elles tout rien nous".split()
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted question: its fact stands in ``text[start:end]`` of ``document``."""

    document: str
    type: str
    question: str
    answer: str
    start: int
    end: int


def draft(documents: Iterable[Document]) -> list[Draft]:
    """Questions on each document, a few of each kind, spread over it."""
    return [each for document in documents for each in _of_document(document)]


def write_drafts(drafts: Sequence[Draft], target: Path) -> None:
    """Write ``drafts`` as the lines of a reference set. Raises UsageError rather than write over a file."""
    lines = (json.dumps(_line(number, each), ensure_ascii=False) for number, each in enumerate(drafts, 1))
    try:
        with target.open("x", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in lines)
    except FileExistsError as error:
        raise UsageError(f"{target} existe déjà : donnez un autre nom, pour ne rien perdre.") from error
    except OSError as error:
        raise UsageError(
            f"Le jeu de référence {target} ne peut pas être écrit ({french_reason(error)}) : vérifiez le chemin."
        ) from error


def _line(number: int, each: Draft) -> dict[str, Any]:
    return {
        "id": f"q{number:03}",
        "question": each.question,
        "type": each.type,
        "level": "lexical",
        "answers": [[each.answer]],
        "evidence": [{"document": each.document, "start": each.start, "end": each.end}],
        "note": MARK,
    }


def _of_document(document: Document) -> Iterator[Draft]:
    for found in (_figures(document), _definitions(document), _headings(document)):
        kept = list(found)
        step = max(1, len(kept) // _PER_KIND)
        yield from kept[::step][:_PER_KIND]


def _sentences(document: Document) -> Iterator[tuple[BlockKind, str, int, int]]:
    """Sentences of paragraphs and list items, of a usual length: kind, text, start, end."""
    text = document.parsed.text
    for block in document.parsed.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            for start, end in sentence_spans(text, block.start, block.end):
                if len(text[start:end].split()) in _SENTENCE_WORDS:
                    yield block.kind, text[start:end], start, end


def _figures(document: Document) -> Iterator[Draft]:
    """A sentence with one figure asks for it, the figure left out."""
    for _, sentence, start, end in _sentences(document):
        figures = [each for each in _FIGURE.findall(sentence) if not _BARE_YEAR.fullmatch(each)]
        if len(figures) == 1 and sentence.count(figures[0]) == 1 and not _FIGURE.match(sentence):
            figure = figures[0]
            asked = " ".join(sentence.replace(figure, "…").split()).strip("*_- •")
            yield Draft(document.name, "figure", f"Quel chiffre manque : « {asked} » ?", figure, start, end)


def _definitions(document: Document) -> Iterator[Draft]:
    """A term that a list or a sentence defines is asked for."""
    for kind, sentence, start, end in _sentences(document):
        match = (_LISTED.match(sentence) if kind is BlockKind.LIST_ITEM else None) or _SAID.match(sentence)
        term = match["term"].strip() if match else ""
        if match and 1 <= len(term.split()) <= 4 and term.split()[0].lower() not in _NO_TERMS:
            said = " ".join(sentence[match.end() :].split()[:3]).strip(" .,;:")
            if said:
                yield Draft(document.name, "definition", f"Qu'est-ce que « {term} » ?", said, start, end)


def _headings(document: Document) -> Iterator[Draft]:
    """A heading asks what is said under it, and the first sentence there answers."""
    text, blocks = document.parsed.text, document.parsed.blocks
    for block, following in pairwise(blocks):
        heading = text[block.start : block.end].strip("#*_ \n")
        if (
            block.kind is not BlockKind.HEADING
            or following.kind is not BlockKind.PARAGRAPH
            or len(heading.split()) not in _HEADING_WORDS
        ):
            continue
        start, end = sentence_spans(text, following.start, following.end)[0]
        words = text[start:end].split()
        if len(words) in _SENTENCE_WORDS:
            yield Draft(
                document.name, "heading", f"Que dit le document de « {heading} » ?", " ".join(words[-3:]).strip(" .,;:"), start, end
            )  # fmt: skip
