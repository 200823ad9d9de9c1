"""What the reader learns from: questions beside passages that answer them, and others that do not."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sentences import sentence_spans
from training.cloze import cloze_questions
from training.clumsy import clumsy
from training.piaf import Paragraph, ReadingQuestion
from training.sheets import SheetPassage

_MIN_CHARACTERS, _MAX_CHARACTERS = 200, 600
_NUM_OTHERS = 3


@dataclass(frozen=True, slots=True)
class ReaderExample:
    """``answers`` says whether ``passage`` does; ``span`` is where, half-open, None if it is not known."""

    question: str
    passage: str
    answers: bool
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """A question that a passage of a sheet answers, as its title or heading says; ``others`` do not."""

    question: str
    passage: str
    others: tuple[str, ...]


def sheet_questions(sheets: Sequence[SheetPassage], rng: random.Random) -> list[SheetQuestion]:
    """The questions that headings make, each with three passages of other sheets of its theme."""
    by_theme: dict[str, list[SheetPassage]] = {}
    for sheet in sheets:
        by_theme.setdefault(sheet.theme.rsplit(" > ", 1)[0], []).append(sheet)
    made = []
    for sheet in sheets:
        others = [
            other.passage for other in by_theme[sheet.theme.rsplit(" > ", 1)[0]] if other.sheet != sheet.sheet
        ]
        if len(set(sheet.questions)) > 1 and len(others) >= _NUM_OTHERS:
            made.append(
                SheetQuestion(sheet.questions[1], sheet.passage, tuple(rng.sample(others, _NUM_OTHERS)))
            )
    rng.shuffle(made)
    return made


def epoch_examples(
    questions: Sequence[ReadingQuestion],
    paragraphs: dict[str, Paragraph],
    negatives: dict[str, list[str]],
    sheets: Sequence[SheetQuestion],
    rng: random.Random,
    *,
    num_sheets: int,
    num_cloze: int,
) -> list[ReaderExample]:
    """One reading of every question with its paragraph, and as many pairs without an answer.

    ``negatives``: ids of paragraphs close to a question that do not answer it, the closest first.
    """
    examples = []
    for question in questions:
        paragraph = paragraphs[question.paragraph_id]
        span = rng.choice(question.spans)
        asked = clumsy(question.text, rng)
        examples.append(_window(asked, paragraph, span, rng))
        near_miss = _without_answer(paragraph.text, question.spans) if rng.random() < 0.25 else None
        if near_miss is not None:
            examples.append(ReaderExample(asked, near_miss, False))
        else:
            close = negatives[question.question_id]
            other = paragraphs[close[min(int(rng.expovariate(0.25)), len(close) - 1)]]
            examples.append(ReaderExample(asked, _titled(other, _cropped(other.text, rng), rng)[0], False))
    chosen = list(paragraphs.values())
    rng.shuffle(chosen)
    for paragraph in chosen:
        if num_cloze <= 0:
            break
        made = cloze_questions(paragraph.text, rng)
        num_cloze -= len(made)
        examples += [_window(clumsy(asked, rng), paragraph, span, rng) for asked, span in made]
    for sheet in rng.sample(list(sheets), min(num_sheets, len(sheets))):
        asked = clumsy(sheet.question, rng)
        examples.append(ReaderExample(asked, sheet.passage, True))
        if sheet.others:
            examples.append(ReaderExample(asked, rng.choice(sheet.others), False))
    return examples


def _window(question: str, paragraph: Paragraph, span: tuple[int, int], rng: random.Random) -> ReaderExample:
    """A run of whole sentences around ``span``, at times under the title of the article."""
    text = paragraph.text
    room = rng.randint(_MIN_CHARACTERS, _MAX_CHARACTERS)
    sentences = sentence_spans(text, 0, len(text))
    first = last = next((i for i, (_, end) in enumerate(sentences) if end > span[0]), 0)
    while last + 1 < len(sentences) and sentences[last][1] < span[1]:
        last += 1
    while sentences[last][1] - sentences[first][0] < room and (first > 0 or last + 1 < len(sentences)):
        forward = last + 1 < len(sentences) and (first == 0 or rng.random() < 0.5)
        first, last = (first, last + 1) if forward else (first - 1, last)
    start, end = sentences[first][0], max(sentences[last][1], span[1])
    passage, shift = _titled(paragraph, text[start:end], rng)
    return ReaderExample(question, passage, True, (span[0] - start + shift, span[1] - start + shift))


def _cropped(text: str, rng: random.Random) -> str:
    sentences = sentence_spans(text, 0, len(text))
    room = rng.randint(_MIN_CHARACTERS, _MAX_CHARACTERS)
    first = rng.randrange(len(sentences)) if len(text) > room else 0
    while first > 0 and len(text) - sentences[first][0] < room:
        first -= 1
    last = first
    while last + 1 < len(sentences) and sentences[last][1] - sentences[first][0] < room:
        last += 1
    return text[sentences[first][0] : sentences[last][1]]


def _titled(paragraph: Paragraph, text: str, rng: random.Random) -> tuple[str, int]:
    """``text``, at times under its title; and how far that moves it."""
    if rng.random() < 0.3:
        return f"{paragraph.title}\n{text}", len(paragraph.title) + 1
    return text, 0


def _without_answer(text: str, spans: Sequence[tuple[int, int]]) -> str | None:
    """``text`` less the sentences that answer: the right subject, but not what is asked of it.

    None where too little would be left, or where the answer stands in what is left too.
    """
    said = {text[start:end].casefold() for start, end in spans}
    kept = [
        text[first:last]
        for first, last in sentence_spans(text, 0, len(text))
        if not any(first < end and start < last for start, end in spans)
    ]
    left = " ".join(kept)
    if len(kept) < 2 or len(left) < 200 or any(answer in left.casefold() for answer in said):
        return None
    return left
