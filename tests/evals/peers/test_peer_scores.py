import json
from pathlib import Path
from typing import Any

import pytest

from evals.peers.interface import Found, Passage
from evals.peers.scores import (
    Figures,
    Judged,
    SystemRun,
    answer_of,
    figures,
    first_relevant,
    first_words,
    judged,
)
from evals.reference_set import load_reference_set

TEXTS = {"a.md": "Il pleut. Ils sont 70 % à Cannes.", "b.md": "un deux trois quatre cinq"}
RAIN, CANNES, NUMBERS = Passage("a.md", 0, 9), Passage("a.md", 10, 33), Passage("b.md", 0, 25)
SHARE = Judged("q1", (Passage("a.md", 19, 23),), (("70 %", "70%"),))
COUNT = Judged("q2", (Passage("b.md", 3, 7),), (("deux",),))
NOTHING = Judged("u1")


def answered(words: str) -> dict[str, Any]:
    return {"status": "answered", "answer": words}


def run(**changes: Any) -> SystemRun:
    given: dict[str, Any] = {
        "name": "pair",
        "indexing_seconds": 2.0,
        "found": {"q1": [RAIN, CANNES], "q2": [NUMBERS], "u1": [RAIN]},
        "answers": {"q1": answered("Il pleut."), "q2": answered("un deux"), "u1": answered("Il pleut.")},
        "can_refuse": False,
        "latencies_ms": [1.0, 9.0, 2.0],
    }
    return SystemRun(**given | changes)


def measure(**changes: Any) -> Figures:
    return figures(run(**changes), [SHARE, COUNT, NOTHING], TEXTS)


def test_the_figures_of_a_run() -> None:
    assert measure() == Figures(
        name="pair",
        found_first=[0.0, 1.0],  # ranks 2 and 1
        recall_at_5=1.0,
        mrr_at_10=0.75,
        recall_within_words=1.0,
        words_per_passage=5.0,  # of 2, 6 and 5
        facts_in_first=0.5,
        right=[0.0, 1.0],
        refused=None,
        latency_ms=2.0,
        indexing_seconds=2.0,
    )


def test_a_question_without_a_result_counts_as_a_miss() -> None:
    lost = measure(found={"q2": [NUMBERS]}, answers={"q2": answered("un deux")})
    assert (lost.found_first, lost.recall_at_5, lost.right) == ([0.0, 1.0], 0.5, [0.0, 1.0])
    assert (lost.mrr_at_10, lost.recall_within_words) == (0.5, 0.5)


def test_refusals_count_for_a_system_that_can_refuse() -> None:
    refusal = {"status": "abstained", "answer": "Je ne sais pas."}
    assert measure(can_refuse=True).refused == 0.0
    assert measure(can_refuse=True, answers={"u1": refusal}).refused == 1.0
    assert measure(can_refuse=True, answers={"u1": refusal}).right == [0.0, 0.0]


def test_no_more_than_ten_passages_count() -> None:
    late = measure(found={"q1": [RAIN] * 10 + [CANNES], "q2": [NUMBERS]})
    assert (late.mrr_at_10, late.recall_within_words) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("passage", "rank"),
    [
        (Passage("a.md", 0, 20), 1),  # one character in common
        (Passage("a.md", 0, 19), None),  # it ends where the span begins
        (Passage("a.md", 23, 33), None),
        (Passage("a.md", 20, 21), 1),
        (Passage("b.md", 0, 25), None),  # another document
    ],
)
def test_a_passage_is_relevant_when_it_overlaps_a_gold_span(passage: Passage, rank: int | None) -> None:
    assert first_relevant([passage], SHARE.gold) == rank


def test_a_budget_of_words_cuts_the_passage_that_exceeds_it() -> None:
    assert first_words([RAIN, NUMBERS], TEXTS, 4) == [RAIN, Passage("b.md", 0, 7)]
    assert first_words([RAIN, NUMBERS], TEXTS, 2) == [RAIN]


def test_spans_of_every_alternative_are_gold(tmp_path: Path) -> None:
    span = {"document": "a.md", "start": 0, "end": 3}
    other = {"document": "b.md", "start": 1, "end": 2}
    line = {"id": "q", "question": "?", "answers": [["un"]], "evidence": [span], "alternatives": [[other]]}
    without = {"id": "u", "question": "?", "kind": "near_miss", "why": "…"}
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{json.dumps(line)}\n{json.dumps(without)}\n", encoding="utf-8")
    read = load_reference_set(path)
    assert judged(read.questions[0]) == Judged(
        "q", (Passage("a.md", 0, 3), Passage("b.md", 1, 2)), (("un",),)
    )
    assert judged(read.unanswerable[0]) == Judged("u")


def test_a_pure_retriever_answers_with_the_first_sentence_of_its_first_passage() -> None:
    whole = Passage("a.md", 0, 33)
    assert answer_of(Found([whole, NUMBERS]), TEXTS) == answered("Il pleut.")
    assert answer_of(Found([Passage("a.md", 3, 33)]), TEXTS) == answered("pleut.")
    assert answer_of(Found([]), TEXTS)["status"] == "abstained"


def test_a_peer_that_answers_is_taken_at_its_word() -> None:
    assert answer_of(Found([NUMBERS], "70 %"), TEXTS) == answered("70 %")
    assert answer_of(Found([NUMBERS], ""), TEXTS) == {"status": "abstained", "answer": ""}
