from collections.abc import Sequence

import pytest

from assistant.reader import Reading
from evals.datasets import Question
from evals.reader_scores import closest_without_answer, read_answers

DOCUMENTS = {
    "nil": "L'air du Nil est sec et salubre.",
    "desert": "Au désert, l'air est sec.",
    "mer": "La mer est salée.",
    "lac": "Le lac est doux.",
}
QUESTION = Question("Comment est l'air du Nil ?", frozenset({"nil"}), ("sec et salubre", "sec"))


class FakeReader:
    """Reads « sec » where it stands, and is surer of longer passages."""

    def __init__(self) -> None:
        self.seen: list[list[str]] = []

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """See assistant.reader.Reader."""
        self.seen.append(list(passages))
        places = [passage.find("sec et") for passage in passages]
        return [
            Reading(len(passage) / 100, (place, place + 6) if place >= 0 else None)
            for passage, place in zip(passages, places, strict=True)
        ]


def test_closest_without_answer_is_neither_gold_nor_holds_an_answer() -> None:
    assert (
        closest_without_answer(QUESTION, ["nil", "desert", "nil", "mer", "lac"], DOCUMENTS)
        == (DOCUMENTS["mer"])
    )
    assert closest_without_answer(QUESTION, ["nil", "desert"], DOCUMENTS) is None
    # To the letter: another case is another answer.
    upper = Question("?", frozenset({"nil"}), ("SEC",))
    assert closest_without_answer(upper, ["desert"], DOCUMENTS) == DOCUMENTS["desert"]


def test_reading_keeps_the_best_accepted_answer_and_pairs_the_probabilities() -> None:
    reader = FakeReader()
    silent = Question("De quel sel ?", frozenset({"mer"}), ("salée",))
    scores = read_answers(
        reader, [QUESTION, QUESTION, silent], [["nil", "lac"], ["desert"], ["lac", "mer"]], DOCUMENTS
    )
    # « sec et » against « sec et salubre » is 2 × 2 / (2 + 3) = .8, against « sec » 2 × 1 / (2 + 1).
    assert scores.f1 == pytest.approx([0.8, 0.8, 0.0])
    assert scores.exact == [0.0, 0.0, 0.0]
    # The second question has no passage to set against its own.
    assert reader.seen == [
        [DOCUMENTS["nil"], DOCUMENTS["lac"]],
        [DOCUMENTS["nil"]],
        [DOCUMENTS["mer"], DOCUMENTS["lac"]],
    ]
    assert scores.with_answer == pytest.approx([0.32, 0.17])
    assert scores.without == pytest.approx([0.16, 0.16])
