"""Hard negatives: the passages that search puts near a question though they do not answer it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.lexical import LexicalIndex
from training.piaf import Paragraph, ReadingQuestion


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


def confused_paragraphs(
    questions: Sequence[ReadingQuestion], paragraphs: dict[str, Paragraph], *, count: int = 20
) -> dict[str, list[str]]:
    """For each question id, up to ``count`` paragraph ids that BM25 puts near it and that do not answer.

    A paragraph that holds the answer to the letter is left out, unless all do.
    """
    ids = list(paragraphs)
    lexical = LexicalIndex.build([paragraph.text for paragraph in paragraphs.values()])
    confused = {}
    for question in questions:
        gold = paragraphs[question.paragraph_id]
        answers = [gold.text[start:end] for start, end in question.spans]
        scores = lexical.scores(question.text)
        close = closest_others(scores, ids, frozenset({gold.paragraph_id}), 2 * count)
        sure = [each for each in close if not holds_answer(paragraphs[each].text, answers)]
        confused[question.question_id] = (sure or close)[:count]
    return confused
