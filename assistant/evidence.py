"""The sentences that could answer: where they are, how they read, and how well they fit the question."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.question import Expected, Question, coverage, defines, gives, understand
from assistant.reader import Reader, Reading, read_hits, reordered
from assistant.token_matching import sentence_maxsims, sentence_places
from index.analysis import analyse, fold
from index.passage_text import text_in_context
from index.scope import Scope
from index.search import EVERYWHERE, Hit, Index
from ingest.document import Block, BlockKind
from ingest.reading import plain
from ingest.sentences import sentence_spans

# How many passages are read.
NUM_PASSAGES = 8
# Chosen on PIAF train questions (docs/experiments.md).
COVERAGE_WEIGHT, MAXSIM_WEIGHT, PASSAGE_WEIGHT, ANSWER_WEIGHT = 0.125, 0.625, 0.5, 0.3
_OWN_WORDS = 0.6  # the rest of coverage counts titles too
_DEFINITION = 1.3  # « Rotoscopie : découpe… » where the rotoscope is asked about
_WRONG_KIND = 0.75  # a sentence without a figure where one is asked for
_FRAGMENT = 0.7
_FRAGMENT_TERMS = 4
_NOTHING_NEW = 0.6  # a title or a line that only says the question again
_OTHER_GROUP = 0.9  # the figure of another group than the one asked about
_LEANS = 0.9  # « Ce dernier rythme… »: it says of what in the sentence before
_CAPTION = 0.7  # « Base : 353 répondants… » under a chart
_TABLE_ROW = 0.95  # a sentence that says the same reads better

# Where a figure or a date is asked, how near the best a sentence that holds one must come to be preferred.
_CLOSE_TO_BEST = 0.9
# A sentence that opens so leans on the one before it.
LEANS_BACK = re.compile(
    r"(?:pour |dans |avec |de |à )?(?:ce|cet|cette|ces|cela|ceci|celui|celle|ceux|celles|il|elle|ils|elles|sa|son|ses|leurs?|"
    r"là encore|mais|or|donc|ainsi|en effet|toutefois|cependant|enfin|aussi)\b",
    re.IGNORECASE,
)
# A line of a bibliography: it answers about the work it describes, nothing else.
_RECORD_LINE = re.compile(
    r"^(?:auteurs?(?:\(s\))?(?:/institution)?|institution|type de document|date|url|lien|adresse|isbn|issn|doi|licence)\b[^:]{0,20} ?:",
    re.IGNORECASE,
)
# Who was asked, under the figures of a survey; and the questions that ask for it.
_BASE_LINE = re.compile(r"^(?:bases?|échantillon|champ|lecture|sources?|n) ?[:=]", re.IGNORECASE)
_ASKS_FOR_BASE = re.compile(
    r"\b(?:bases?|echantillon|champ|repond\w*|interrog\w*|sond\w*|questionn\w*|enquet\w*|sources?)\b"
)
_CONTENTS_LINE = re.compile(r"(?:\.[ \t]?){4,}[ \t]*\d*$|…\s*\d+$")
_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:)\S+|\S+@\S+\.\w+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item or table row of a passage that was found.

    ``reading`` is how it is shown; ``lead`` is the line that introduces the list it belongs to, if any.
    ``previous`` is the sentence before it in its paragraph, if any.
    ``coverage`` is the share of the question's terms, weighted by rarity, found in it or in its titles;
    ``maxsim`` is how near its tokens come to the question's, in [0, 1]; ``answer`` is the reader's
    probability that its passage answers, times the share of the answer that it puts in the sentence.
    ``score`` compares sentences of one question, higher is better. ``words`` are those of ``reading`` that answer,
    as the reader points at them, else ""; ``pointed`` says whether some of what it points at, which may be a
    whole list, is in the sentence.
    """

    hit: Hit
    block: Block
    start: int
    end: int
    reading: str
    lead: Block | None = None
    previous: "Sentence | None" = None
    coverage: float = 0.0
    maxsim: float = 0.0
    answer: float = 0.0
    score: float = 0.0
    words: str = ""
    pointed: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was gathered on a question: passages, best first, what the reader made of those it read, sentences.

    ``relevant`` are the sentences that can be an answer, best first.
    """

    question: Question
    hits: list[Hit]
    readings: Mapping[int, Reading]
    sentences: list[Sentence]
    relevant: list[Sentence]


def gather(index: Index, reader: Reader | None, text: str, hits: Sequence[Hit]) -> Evidence:
    """What the passages ``hits`` of a search for ``text`` give to it."""
    readings = read_hits(reader, text, hits)
    hits = reordered(hits, readings)
    question = understand(index, text)
    sentences = read_passages(index, question, hits, readings)
    return Evidence(question, hits, readings, sentences, about_the_question(question, sentences))


def fitting_sentences(index: Index, claim: str, scope: Scope = EVERYWHERE) -> list[Sentence]:
    """The sentences of the passages that ``claim`` finds in the documents in ``scope``, those that fit it best first."""
    hits = index.search(claim, NUM_PASSAGES, scope)
    return read_passages(index, understand(index, claim), hits, {})


def read_passages(
    index: Index, question: Question, hits: Sequence[Hit], readings: Mapping[int, Reading]
) -> list[Sentence]:
    """The sentences of the first passages of ``hits``, best first.

    ``readings``: what the reader made of those that it read, by position; none without a reader.
    """
    found: list[Sentence] = []
    hits = hits[:NUM_PASSAGES]
    read = [[(sentence, _lead_reading(sentence)) for sentence in _sentences(hit)] for hit in hits]
    places = [
        sentence_places(hit, [(sentence.reading, lead) for sentence, lead in of_hit])
        for hit, of_hit in zip(hits, read, strict=True)
    ]
    maxsims = sentence_maxsims(index, question.text, hits, places)
    for number, (hit, of_hit) in enumerate(zip(hits, read, strict=True)):
        titles = analyse(" ".join((hit.document.title, *hit.passage.headings)))
        reading = readings.get(hit.position, Reading(answers=0.0))
        pointed = text_in_context(hit.document, hit.passage)[slice(*reading.span)] if reading.span else ""
        for (sentence, lead), maxsim, place in zip(of_hit, maxsims[number], places[number], strict=True):
            about_a_work = is_address(sentence.reading) or is_record_line(sentence.reading)
            if about_a_work and not question.about_references:
                continue
            if sentence.reading.endswith(":") and question.expected is not Expected.LIST:
                continue  # it only introduces what answers
            own = analyse(sentence.reading)
            terms = [*analyse(lead), *own]
            covered = _OWN_WORDS * coverage(question.weights, terms) + (1 - _OWN_WORDS) * coverage(
                question.weights, [*titles, *terms]
            )
            answer = reading.answers * reading.share_of(*place.sentence)
            score = (
                COVERAGE_WEIGHT * covered
                + MAXSIM_WEIGHT * float(maxsim)
                + PASSAGE_WEIGHT * hit.score
                + ANSWER_WEIGHT * answer
            ) * _fitness(question, sentence, own)
            found.append(
                replace(
                    sentence,
                    coverage=covered,
                    maxsim=float(maxsim),
                    answer=answer,
                    score=score,
                    words=pointed if pointed in sentence.reading else "",
                    pointed=reading.points_at(*place.sentence),
                )
            )
    found.sort(key=lambda s: (-s.score, s.hit.rank, s.start))
    return found


def about_the_question(question: Question, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Those of ``sentences`` that can be an answer, best first: their passage speaks of the years asked about.

    Where a figure or a date is asked, those that hold one and come close to the best; where none does, all:
    the confidence falls instead. None where a definition is asked of a word that no document holds.
    """
    if question.unknown_term:
        return []
    in_time = [
        sentence
        for sentence in sentences
        if all(year in _whole_context(sentence.hit) for year in question.years)
    ]
    if not in_time or not needs_its_kind(question):
        return in_time
    floor = _CLOSE_TO_BEST * sentences[0].score
    return [
        sentence
        for sentence in in_time
        if sentence.score >= floor and gives(question.expected, sentence.reading)
    ] or in_time


def needs_its_kind(question: Question) -> bool:
    """Whether an answer must hold a figure, or a date: that of a work stands in another line of its record."""
    return question.expected is Expected.FIGURE or (
        question.expected is Expected.DATE and not question.about_references
    )


def _whole_context(hit: Hit) -> str:
    metadata = hit.document.parsed.metadata
    return " ".join((hit.document.title, metadata.date, *hit.passage.headings, hit.passage.text))


def blocks_of(hit: Hit) -> list[Block]:
    """The blocks of the passage, whole: the first and last may stick out of it."""
    blocks = hit.document.parsed.blocks
    first = bisect_left(blocks, hit.passage.start + 1, key=lambda block: block.end)
    last = bisect_left(blocks, hit.passage.end, key=lambda block: block.start)
    return list(blocks[first:last])


def _fitness(question: Question, sentence: Sentence, terms: Sequence[str]) -> float:
    """1 for a sentence of the expected kind, less for one that cannot be the answer by its form."""
    factor = 1.0 if gives(question.expected, sentence.reading) else _WRONG_KIND
    if question.expected is Expected.DEFINITION and defines(sentence.reading, question.weights):
        factor = _DEFINITION
    if question.counted and question.counted not in terms:
        factor *= _OTHER_GROUP
    if LEANS_BACK.match(sentence.reading):
        factor *= _LEANS
    if _BASE_LINE.match(sentence.reading) and not _ASKS_FOR_BASE.search(fold(question.text)):
        factor *= _CAPTION
    if set(terms) <= question.weights.keys():
        factor *= _NOTHING_NEW
    is_fragment = len(terms) < _FRAGMENT_TERMS
    if is_fragment and question.expected not in {Expected.FIGURE, Expected.DATE, Expected.LIST}:
        factor *= _FRAGMENT
    if sentence.block.kind is BlockKind.TABLE_ROW:
        factor *= _TABLE_ROW
    return factor


def _lead_reading(sentence: Sentence) -> str:
    if sentence.lead is None:
        return ""
    return plain(sentence.hit.document.parsed.text[sentence.lead.start : sentence.lead.end])


def _sentences(hit: Hit) -> list[Sentence]:
    text = hit.document.parsed.text
    blocks = blocks_of(hit)
    headings_only = all(block.kind is BlockKind.HEADING for block in blocks)
    sentences: list[Sentence] = []
    lead: Block | None = None
    for block in blocks:
        start, end = max(block.start, hit.passage.start), min(block.end, hit.passage.end)
        if block.kind is BlockKind.HEADING and not headings_only:
            lead = None
            continue
        if block.kind is BlockKind.TABLE_ROW:
            if block.cells and block.end <= hit.passage.end and block.start >= hit.passage.start:
                sentences.append(Sentence(hit, block, block.start, block.end, _read_row(block), lead))
            continue
        in_list = block.kind is BlockKind.LIST_ITEM
        previous: Sentence | None = None
        for first, last in sentence_spans(text, start, end):
            reading = plain(text[first:last])
            if _says_something(reading):
                previous = Sentence(hit, block, first, last, reading, lead if in_list else None, previous)
                sentences.append(previous)
        if block.kind is BlockKind.PARAGRAPH:
            lead = block if plain(text[start:end]).endswith(":") else None
    return sentences


def _read_row(block: Block) -> str:
    """« Producteurs — Ont essayé : 70 % »: what the row is about, then each cell after its head."""
    cells = [(plain(head), plain(cell)) for head, cell in block.cells]
    named = [f"{head} : {cell}" if head else cell for head, cell in cells]
    if len(cells) > 1 and not re.search(r"\d", cells[0][1]):
        return f"{cells[0][1]} — {' ; '.join(named[1:])}"
    return " ; ".join(named)


def _says_something(reading: str) -> bool:
    """Not a line of a table of contents, a question, or a lone mark."""
    return (
        bool(re.search(r"\w{2}", reading))
        and not _CONTENTS_LINE.search(reading)
        and not reading.endswith("?")
    )


def is_record_line(reading: str) -> bool:
    """A line of a bibliography such as « Date : mars 2024 »."""
    return _RECORD_LINE.match(reading) is not None


def is_address(reading: str) -> bool:
    """A line that is mostly a web or mail address."""
    return 2 * sum(len(address) for address in _ADDRESS.findall(reading)) > len(reading)
