"""Hard negatives: the passages that search puts near a question though they do not answer it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evals.ranking import id_of
from index.lexical import LexicalIndex
from index.search import Index
from training.piaf import Paragraph, ReadingQuestion

_NUM_CLOSE, _NUM_KEPT = 40, 20


def closest_others(
    scores: NDArray[np.float32], ids: Sequence[str], gold: frozenset[str], count: int
) -> list[str]:
    """The ids of the ``count`` best of ``scores`` that are not in ``gold``, best first."""
    best = np.argsort(-scores, kind="stable")[: count + len(gold)]
    return [ids[i] for i in best if ids[i] not in gold][:count]


def holds_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether ``text`` holds one of ``answers`` to the letter, letter case aside: it may well answer too."""
    folded = text.casefold()
    return any(len(answer) > 3 and answer.casefold() in folded for answer in answers)


def confused_by_words(
    questions: Sequence[ReadingQuestion], paragraphs: dict[str, Paragraph]
) -> dict[str, list[str]]:
    """For each question id, paragraphs that BM25 puts near it and that do not answer, the nearest first."""
    ids = list(paragraphs)
    lexical = LexicalIndex.build([paragraph.text for paragraph in paragraphs.values()])
    confused = {}
    for question in questions:
        scores = lexical.scores(question.text)
        close = closest_others(scores, ids, frozenset({question.paragraph_id}), _NUM_CLOSE)
        confused[question.question_id] = _without_answer(close, question, paragraphs)
    return confused


def confused_by_search(
    questions: Sequence[ReadingQuestion], paragraphs: dict[str, Paragraph], index: Index
) -> dict[str, list[str]]:
    """The same, as the whole search of ``index`` ranks: documents named by the ids of paragraphs."""
    confused = {}
    for question in questions:
        ranked = [id_of(hit.document) for hit in index.search(question.text, _NUM_CLOSE)]
        close = [
            each for each in dict.fromkeys(ranked) if each in paragraphs and each != question.paragraph_id
        ]
        confused[question.question_id] = _without_answer(close, question, paragraphs)
    return confused


def _without_answer(
    close: list[str], question: ReadingQuestion, paragraphs: dict[str, Paragraph]
) -> list[str]:
    """Those of ``close`` that do not hold the answer to the letter, unless all do."""
    gold = paragraphs[question.paragraph_id]
    answers = [gold.text[start:end] for start, end in question.spans]
    return ([each for each in close if not holds_answer(paragraphs[each].text, answers)] or close)[:_NUM_KEPT]
