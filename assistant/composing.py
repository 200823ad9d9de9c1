"""Compose a short answer from the sources' own sentences, each with its citation."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Citation
from assistant.attribution import attributed, within_a_sentence
from assistant.citing import cite
from assistant.evidence import LEANS_BACK, Evidence, Sentence
from assistant.listing import whole_list, whole_record
from assistant.quantities import find_quantities, same
from assistant.question import Expected, Question, gives
from assistant.yes_no import asks_yes_or_no, says_yes
from index.analysis import analyse, fold
from ingest.document import BlockKind
from ingest.reading import plain

# White-space separated words, from the public contract.
MAX_WORDS = 80
MAX_LIST_WORDS = 150
MAX_SENTENCES = 3
# How close to the best a further sentence must come: the source may say it in two, or two sources each a part
# (docs/experiments.md).
_CLOSE, _CLOSE_RIVAL = 0.92, 0.75
_ITEM_NUMBER = re.compile(r"^\(?\d{1,2}[.)]\s+")
# A sentence that announces several things, and those that tell them one by one.
_ANNOUNCES = re.compile(r"\b(?:deux|trois|quatre|cinq|six|sept|plusieurs)\b", re.IGNORECASE)
_ITEM_OPENING = re.compile(
    r"(?:(?:les? |la |l')?(?:premi|deuxi|second|troisi|quatri|cinqui|sixi|septi|derni)\w+\b|d'abord|d'une part|d'autre part|ensuite|puis|enfin\b)"
)
_SAME_SUBJECT = 0.1  # how far apart two sentences may cover the question and still answer the same
_CUT_WORDS = MAX_WORDS - 5  # where an overlong sentence is cut, room left for its marker


def compose(found: Evidence, *, say_who: bool) -> tuple[str, tuple[Citation, ...]]:
    """The answer's text, with markers, and its citations, from what is relevant in ``found`` (not empty).

    ``say_who``: the collection has several sources, so that a figure needs the name of its own.
    """
    question, sentences = found.question, found.relevant
    best = sentences[0]
    if question.expected is Expected.LIST and (listing := whole_list(best, MAX_LIST_WORDS)):
        citation = cite(best.hit, listing.start, listing.end, marker=1, score=best.score)
        return _with_marker(listing.text, 1), (citation,)
    if record := whole_record(best, MAX_WORDS):
        citation = cite(best.hit, record.start, record.end, marker=1, score=best.score)
        return _with_marker(record.text, 1), (citation,)
    # A line that introduces a list says nothing without it.
    telling = [sentence for sentence in sentences if not sentence.reading.endswith(":")] or sentences
    chosen = _pointed_at(question, telling) or _enumeration(question, telling) or _choose(question, telling)
    readings = [_ITEM_NUMBER.sub("", sentence.reading) for sentence in chosen]
    if asks_yes_or_no(question.text) and len(chosen) == 1:
        readings[0] = _opened(readings[0], says_yes(question.text, chosen[0].reading))
    if say_who:
        readings = _attributed(question, chosen, readings)
    citations = tuple(
        cite(sentence.hit, sentence.start, sentence.end, marker=marker, score=sentence.score)
        for marker, sentence in enumerate(chosen, start=1)
    )
    return " ".join(
        _with_marker(reading, number) for number, reading in enumerate(readings, start=1)
    ), citations


def _attributed(question: Question, chosen: Sequence[Sentence], readings: Sequence[str]) -> list[str]:
    """``readings`` with their source, the first time that each speaks, as far as there is room for the words."""
    room = MAX_WORDS - sum(len(reading.split()) + 1 for reading in readings)
    said: set[tuple[str, str]] = set()
    opened = []
    for sentence, reading in zip(chosen, readings, strict=True):
        metadata = sentence.hit.document.parsed.metadata
        source = (metadata.institution, metadata.date[:4])
        longer = attributed(reading, sentence.hit.document, question.text)
        more = len(longer.split()) - len(reading.split())
        if source in said or more > room:
            longer = reading
        elif longer != reading:
            room -= more
            said.add(source)
        opened.append(longer)
    return opened


def _opened(reading: str, yes: bool | None) -> str:
    if yes is None:
        return reading
    return f"{'Oui' if yes else 'Non'}\u00a0: {within_a_sentence(reading)}"


def _choose(question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
    best = _shortened(sentences[0])
    chosen = [*_antecedent(question, best), best]
    words = sum(map(_num_words, chosen))
    answered = {term for sentence in chosen for term in analyse(sentence.reading)}
    close = (sentence for sentence in sentences[1:] if sentence.score >= _CLOSE_RIVAL * best.score)
    rival = next((sentence for sentence in close if _disagrees(best, sentence)), None)
    if rival is not None and words + _num_words(rival) <= MAX_WORDS:
        return [*chosen, rival]
    for sentence in sentences[1:]:
        if len(chosen) >= MAX_SENTENCES or sentence.score < _CLOSE * best.score:
            break
        terms = set(analyse(sentence.reading))
        repeats = len(terms & answered) > 0.7 * len(terms)
        if repeats or LEANS_BACK.match(sentence.reading) or words + _num_words(sentence) > MAX_WORDS:
            continue
        chosen.append(sentence)
        words += _num_words(sentence)
        answered |= terms
    return chosen


def _pointed_at(question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences or lines that the reader's answer runs over, in order, if over several and there is room."""
    best, room = sentences[0], MAX_LIST_WORDS if question.expected is Expected.LIST else MAX_WORDS
    if not best.pointed:
        return []
    run = [each for each in sentences if each.pointed and each.hit.position == best.hit.position]
    run.sort(key=lambda each: each.start)
    return run if len(run) > 1 and sum(map(_num_words, run)) <= room else []


def _enumeration(question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
    """« Trois familles. La première… La deuxième… La troisième… »: a list told in sentences; else nothing."""
    best = sentences[0]
    if question.expected is not Expected.LIST or not _ANNOUNCES.search(best.reading):
        return []
    after = [
        sentence
        for sentence in sentences
        if sentence.hit.position == best.hit.position
        and sentence.block is best.block
        and sentence.start > best.start
    ]
    items = sorted(
        (each for each in after if _ITEM_OPENING.match(fold(each.reading))), key=lambda each: each.start
    )
    chosen = [best, *items]
    return chosen if len(items) > 1 and sum(map(_num_words, chosen)) <= MAX_LIST_WORDS else []


def _disagrees(best: Sentence, other: Sentence) -> bool:
    """Whether a source of another date gives another figure of the same: each sentence has one of that unit."""
    ours, theirs = (
        [q for q in find_quantities(sentence.reading) if q.unit != "year"] for sentence in (best, other)
    )
    dates = {sentence.hit.document.parsed.metadata.date for sentence in (best, other)}
    return (
        len(ours) == len(theirs) == 1
        and ours[0].unit == theirs[0].unit != ""
        and not same(ours[0], theirs[0])
        and len(dates - {""}) == 2
        and best.hit.document.name != other.hit.document.name
        and abs(best.coverage - other.coverage) < _SAME_SUBJECT
    )


def _antecedent(question: Question, best: Sentence) -> list[Sentence]:
    """The sentence before ``best`` where it is needed and there is room for both.

    It says what « ce dispositif » or « il » stands for, or who said so where that is asked.
    """
    before = best.previous
    if before is None or _num_words(before) + _num_words(best) > MAX_WORDS:
        return []
    says_who = (
        question.expected is Expected.PERSON
        and not gives(Expected.PERSON, best.reading)
        and gives(Expected.PERSON, before.reading)
    )
    needed = says_who or LEANS_BACK.match(best.reading)
    return [replace(before, score=best.score)] if needed else []


def _num_words(sentence: Sentence) -> int:
    return len(sentence.reading.split()) + 1  # and its marker


def _shortened(sentence: Sentence) -> Sentence:
    """``sentence``, or its first clauses when it is too long; the quote is shortened with it."""
    if _num_words(sentence) <= MAX_WORDS:
        return sentence
    if sentence.block.kind is BlockKind.TABLE_ROW:  # read by its cells: the slice has other words
        return replace(sentence, reading=" ".join(sentence.reading.split()[:_CUT_WORDS]) + "…")
    text = sentence.hit.document.parsed.text
    words = list(re.finditer(r"\S+", text[sentence.start : sentence.end]))[:_CUT_WORDS]
    clauses = [word for word in words[_CUT_WORDS // 2 :] if word.group().endswith((",", ";", ":"))]
    end = sentence.start + (clauses[-1].end() - 1 if clauses else words[-1].end())
    return replace(sentence, end=end, reading=f"{plain(text[sentence.start : end])}…")


def _with_marker(reading: str, marker: int) -> str:
    # « [3] » in a source is its own note: only our markers may look like markers.
    body = re.sub(r"\[(\d+)\]", r"(\1)", reading).rstrip(" .\u00a0\u202f;:,")
    if body.count("«") > body.count("»"):
        body = body.removeprefix("«").lstrip() if body.startswith("«") else f"{body}\u00a0»"
    end = "" if body.endswith(("!", "…")) else "."
    return f"{body[:1].upper()}{body[1:]} [{marker}]{end}"
