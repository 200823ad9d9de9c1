"""What the reader learns from: questions beside passages that answer them, and others that do not."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sentences import sentence_spans
from training.cloze import cloze_questions
from training.clumsy import clumsy
from training.piaf import Paragraph, ReadingQuestion
from training.sheets import SheetPassage

_MIN_CHARACTERS = 200
_NUM_OTHERS = 3
_WITHOUT_ANSWER, _OTHER_SUBJECT = 0.25, 0.15  # shares of the pairs without an answer
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NAME = re.compile(r"(?<=[a-zàâçéèêîôû,] )(?:[dl]['’])?([A-ZÀÉÈ][\w’-]{2,}(?: [A-ZÀÉÈ][\w’-]+)*)")


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
    """The questions that headings make, each with three passages under others, of its sheet and theme."""
    by_theme: dict[str, list[SheetPassage]] = {}
    by_sheet: dict[str, list[SheetPassage]] = {}
    for sheet in sheets:
        by_theme.setdefault(sheet.theme.rsplit(" > ", 1)[0], []).append(sheet)
        by_sheet.setdefault(sheet.sheet, []).append(sheet)
    made = []
    for sheet in sheets:
        if len(set(sheet.questions)) < 2:
            continue
        others = [
            other.passage for other in by_theme[sheet.theme.rsplit(" > ", 1)[0]] if other.sheet != sheet.sheet
        ]
        # The right subject, but not what is asked: another heading of the same sheet.
        near = [other.passage for other in by_sheet[sheet.sheet] if sheet.questions[1] not in other.questions]
        if len(others) >= _NUM_OTHERS:
            chosen = rng.sample(near, min(len(near), 2))
            chosen += rng.sample(others, _NUM_OTHERS - len(chosen))
            made.append(SheetQuestion(sheet.questions[1], sheet.passage, tuple(chosen)))
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
    longest: int,
) -> list[ReaderExample]:
    """One reading of every question with its paragraph, and as many pairs without an answer.

    ``negatives``: ids of paragraphs close to a question that do not answer it, the closest first;
    ``longest``: the most characters that a passage is given room for.
    """
    examples = []
    names = sorted({name for question in questions for name in _NAME.findall(question.text)})
    for question in questions:
        paragraph = paragraphs[question.paragraph_id]
        span = rng.choice(question.spans)
        asked = clumsy(question.text, rng)
        answered = _window(asked, paragraph, span, longest, rng)
        examples.append(answered)
        kind = rng.random()
        near_miss = None
        if kind < _WITHOUT_ANSWER:
            left = _without_answer(paragraph.text, question.spans)
            near_miss = left and ReaderExample(asked, left, False)
        elif kind < _WITHOUT_ANSWER + _OTHER_SUBJECT:
            another = _about_another(question.text, answered.passage, names, rng)
            near_miss = another and ReaderExample(clumsy(another, rng), answered.passage, False)
        if near_miss:
            examples.append(near_miss)
        else:
            close = negatives[question.question_id]
            other = paragraphs[close[min(int(rng.expovariate(0.25)), len(close) - 1)]]
            passage = _titled(other, _cropped(other.text, longest, rng), rng)[0]
            examples.append(ReaderExample(asked, passage, False))
    chosen = list(paragraphs.values())
    rng.shuffle(chosen)
    for paragraph in chosen:
        if num_cloze <= 0:
            break
        made = cloze_questions(paragraph.text, rng)
        num_cloze -= len(made)
        examples += [_window(clumsy(asked, rng), paragraph, span, longest, rng) for asked, span in made]
    for sheet in rng.sample(list(sheets), min(num_sheets, len(sheets))):
        asked = clumsy(sheet.question, rng)
        examples.append(ReaderExample(asked, sheet.passage, True))
        if sheet.others:
            examples.append(ReaderExample(asked, rng.choice(sheet.others), False))
    return examples


def _window(
    question: str, paragraph: Paragraph, span: tuple[int, int], longest: int, rng: random.Random
) -> ReaderExample:
    """A run of whole sentences around ``span``, at times under the title of the article."""
    text = paragraph.text
    room = rng.randint(_MIN_CHARACTERS, longest)
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


def _cropped(text: str, longest: int, rng: random.Random) -> str:
    sentences = sentence_spans(text, 0, len(text))
    room = rng.randint(_MIN_CHARACTERS, longest)
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


def _about_another(question: str, passage: str, names: Sequence[str], rng: random.Random) -> str | None:
    """``question`` of another year or name than those ``passage`` speaks of; None where it has neither."""
    found = [match.span() for match in _YEAR.finditer(question)]
    found += [match.span(1) for match in _NAME.finditer(question)]
    found = [(start, end) for start, end in found if question[start:end] in passage]
    if not found:
        return None
    start, end = rng.choice(found)
    said = question[start:end]
    if said.isdigit():
        instead = str(int(said) + rng.choice((-1, 1)) * rng.randint(1, 15))
    else:
        instead = rng.choice([name for name in names if name.count(" ") == said.count(" ")] or [""])
    return question[:start] + instead + question[end:] if instead and instead not in passage else None
