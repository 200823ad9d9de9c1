"""Batches for the encoder: passages close to each other, with the questions that each one answers.

A passage is encoded once for all its questions, and every other passage of the batch is a negative of each:
so the passages of a batch are neighbours, by search for PIAF, by theme for the sheets, by document for those of
training/questions.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.sentences import sentence_spans
from training.clumsy import clumsy
from training.piaf import Paragraph, ReadingQuestion
from training.sheets import SheetPassage, read_sheets
from training.written import WrittenPassage

_PIAF_PASSAGES, _PIAF_QUESTIONS = 20, 3
_MIN_CHARACTERS, _MAX_CHARACTERS = 250, 500
_SHEET_PASSAGES, _SHEET_QUESTIONS = 20, 2
_WRITTEN_PASSAGES, _WRITTEN_QUESTIONS = 15, 4


@dataclass(frozen=True, slots=True)
class EncoderBatch:
    """``gold[i]`` is the number of the passage that answers question i; ``source`` names the collection."""

    source: str
    passages: list[str]
    questions: list[str]
    gold: list[int]


def piaf_batches(
    questions: Sequence[ReadingQuestion],
    paragraphs: dict[str, Paragraph],
    neighbours: dict[str, list[str]],
    rng: random.Random,
) -> Iterator[EncoderBatch]:
    """Every paragraph once, beside paragraphs that search mistakes for the answer to its questions."""
    asked: dict[str, list[ReadingQuestion]] = {}
    for question in questions:
        asked.setdefault(question.paragraph_id, []).append(question)
    left = list(asked)
    rng.shuffle(left)
    waiting = dict.fromkeys(left)
    while waiting:
        chosen = [next(iter(waiting))]
        del waiting[chosen[0]]
        confused: Counter[str] = Counter()
        while waiting and len(chosen) < _PIAF_PASSAGES:
            # What the questions of the last passage are confused with counts for the whole batch.
            for question in asked[chosen[-1]]:
                for place, other in enumerate(neighbours[question.question_id][:10]):
                    confused[other] += 10 - place
            close = next((p for p, _ in confused.most_common() if p in waiting), next(iter(waiting)))
            del waiting[close]
            chosen.append(close)
        passages, picked = [], []
        for number, pid in enumerate(chosen):
            start, end = _window(paragraphs[pid].text, rng)
            inside = [q for q in asked[pid] if start <= q.spans[0][0] and q.spans[0][1] <= end]
            passages.append(paragraphs[pid].text[start:end])
            picked += [(number, q) for q in rng.sample(inside, min(_PIAF_QUESTIONS, len(inside)))]
        if picked:
            yield EncoderBatch(
                "piaf",
                passages,
                [clumsy(question.text, rng) for _, question in picked],
                [number for number, _ in picked],
            )


def _window(text: str, rng: random.Random) -> tuple[int, int]:
    """A run of whole sentences, half-open: a step costs what its passages are long."""
    sentences = sentence_spans(text, 0, len(text))
    room = rng.randint(_MIN_CHARACTERS, _MAX_CHARACTERS)
    first = rng.randrange(len(sentences))
    last = first
    while sentences[last][1] - sentences[first][0] < room and (first > 0 or last + 1 < len(sentences)):
        first, last = (first, last + 1) if last + 1 < len(sentences) else (first - 1, last)
    return sentences[first][0], sentences[last][1]


def sheet_batches(path: Path, rng: random.Random) -> Iterator[EncoderBatch]:
    """Batches of passages of neighbouring sheets, one a sheet, for as long as there are."""
    by_theme: dict[str, dict[str, list[SheetPassage]]] = {}
    for passage in read_sheets(path):
        theme = passage.theme.rsplit(" > ", 1)[0]
        by_theme.setdefault(theme, {}).setdefault(passage.sheet, []).append(passage)
    while True:
        themes = sorted(by_theme)
        # Whole branches of the tree of themes in random order, their leaves side by side.
        branches = sorted({" > ".join(theme.split(" > ")[:2]) for theme in themes})
        order = dict(zip(rng.sample(branches, len(branches)), range(len(branches)), strict=True))
        themes.sort(key=lambda t: (order[" > ".join(t.split(" > ")[:2])], t))
        passages = [rng.choice(of_sheet) for theme in themes for of_sheet in by_theme[theme].values()]
        firsts = list(range(0, len(passages) - _SHEET_PASSAGES + 1, _SHEET_PASSAGES))
        rng.shuffle(firsts)
        for first in firsts:
            chosen, seen = [], set()
            for passage in passages[first : first + _SHEET_PASSAGES]:
                titles = passage.questions
                if titles[0] not in seen:  # one title for two audiences: both answer
                    chosen.append((passage.passage[: 2 * _MAX_CHARACTERS], titles))
                    seen.add(titles[0])
            picked = [
                (number, question)
                for number, (_, titles) in enumerate(chosen)
                for question in dict.fromkeys(titles[:_SHEET_QUESTIONS])
            ]
            yield EncoderBatch(
                "sheets",
                [passage for passage, _ in chosen],
                [clumsy(question, rng) for _, question in picked],
                [number for number, _ in picked],
            )


def written_batches(passages: Sequence[WrittenPassage], rng: random.Random) -> Iterator[EncoderBatch]:
    """Every passage once, those of a document side by side, with questions that it answers."""
    by_document: dict[str, list[WrittenPassage]] = {}
    for passage in passages:
        by_document.setdefault(passage.document, []).append(passage)
    documents = list(by_document.values())
    rng.shuffle(documents)
    order = [passage for document in documents for passage in rng.sample(document, len(document))]
    for first in range(0, len(order), _WRITTEN_PASSAGES):
        chosen = order[first : first + _WRITTEN_PASSAGES]
        picked = [
            (number, question)
            for number, passage in enumerate(chosen)
            for question in _some([q for q, span in passage.questions if span], rng)
        ]
        yield EncoderBatch(
            "written",
            [passage.text for passage in chosen],
            [clumsy(question, rng) for _, question in picked],
            [number for number, _ in picked],
        )


def _some(questions: list[str], rng: random.Random) -> list[str]:
    return rng.sample(questions, min(_WRITTEN_QUESTIONS, len(questions)))
