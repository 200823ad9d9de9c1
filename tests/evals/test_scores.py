"""Figures of a run small enough to be worked out by hand: see small_set.py for what happened in it."""

from dataclasses import replace
from math import log2

import pytest
from small_set import REFERENCE_SET, RUN, quoted, spoilt

from evals.reference_set import ReferenceSet
from evals.scores import AgainstFirstSentence, compare, score

SCORES = score(REFERENCE_SET, RUN)


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("answer_accuracy", 1 / 4, 4),  # q1; q4, without result, counts 0
        ("exact_match", 1 / 4, 4),
        # q1: 1. q2, said « 3 mai » of « 3 mai Curie »: 2·2 / (2 + 3); « le » does not count.
        ("token_f1", (1 + 4 / 5) / 4, 4),
        ("recall@1", (0 + 1 / 2 + 0) / 3, 3),  # q4 has no gold span
        ("recall@3", (1 + 1 + 0) / 3, 3),
        ("hit@1", 1 / 3, 3),
        ("hit@5", 2 / 3, 3),
        ("mrr@10", (1 / 2 + 1 + 0) / 3, 3),
        # q1: found second. q2: first and third of two.
        ("ndcg@10", (1 / log2(3) + (1 + 1 / log2(4)) / (1 + 1 / log2(3)) + 0) / 3, 3),
        ("false_abstention", 2 / 4, 4),  # q3 refused, q4 missing
        ("abstention_precision", 1 / 2, 2),  # u2 of q3, u2
        ("abstention_recall", 1 / 2, 2),
        ("refusal.near_miss", 0, 1),
        ("refusal.off_topic", 1, 1),
        ("citation_recall", (1 + 1 / 2 + 0 + 0) / 4, 4),
        # q1: one of two quotes; q2: its one; q3 quotes nothing; q4, missing, 0.
        ("citation_precision", (1 / 2 + 1 + 0) / 3, 3),
        ("quotes_verbatim", 1, 8),
        # By confidence q1 right, q2, u1, q3, u2, q4 wrong: risks 0, 1/2, 2/3, 3/4, 4/5, 5/6.
        ("aurc", (0 + 1 / 2 + 2 / 3 + 3 / 4 + 4 / 5 + 5 / 6) / 6, 6),
        # Each question is alone in its bin: q1 .9, q2 .8, q3 .2, u1 .6, u2 .1, q4 0.
        ("ece_answerable", (0.1 + 0.2 + 0.8 + 0.6 + 0.1 + 1) / 6, 6),
        ("ece_right", (0.1 + 0.8 + 0.2 + 0.6 + 0.1 + 0) / 6, 6),
        ("later_turns", 2 / 3, 3),  # d1.1 says what was asked before
        ("later_turns.other_group", 0, 1),
        ("claim_accuracy", 2 / 3, 3),
        # supported: 2·1 / (1 + 2); refuted: 0; not_enough_info: 1.
        ("claim_macro_f1", (2 / 3 + 0 + 1) / 3, 3),
        ("claim_grave_error", 1, 1),
        ("claim_evidence", 1 / 2, 2),
    ],
)
def test_figures_by_hand(name: str, value: float, n: int) -> None:
    figure = SCORES.named[name]
    assert figure.value == pytest.approx(value)
    assert figure.n == n
    assert figure.low <= figure.value <= figure.high


def test_figures_are_the_same_twice_and_whatever_the_order() -> None:
    turned = replace(REFERENCE_SET, questions=REFERENCE_SET.questions[::-1])
    assert score(turned, RUN).named == SCORES.named


def test_nothing_measured_has_no_figure() -> None:
    alone = ReferenceSet("seul", claims=REFERENCE_SET.claims)
    assert set(score(alone, RUN).named) == {
        "claim_accuracy",
        "claim_accuracy.detail",
        "claim_accuracy.figure",
        "claim_evidence",
        "claim_grave_error",
        "claim_macro_f1",
        "quotes_verbatim",
    }


def test_questions_are_grouped_by_type_and_level() -> None:
    scores = SCORES
    assert list(scores.by_type) == ["date", "figure", "person"]
    right = {level: figures[0] for level, figures in scores.by_level.items()}
    assert {level: (each.name, each.n) for level, each in right.items()} == {
        "inference": ("answer_accuracy", 1),
        "lexical": ("answer_accuracy", 3),
    }
    assert right["lexical"].value == pytest.approx(1 / 3)


def test_our_answer_is_set_against_the_first_sentence() -> None:
    # q1: ours alone, the first passage is the vote. q2, q3: neither. q4 has no gold span.
    assert SCORES.first_sentence == (
        AgainstFirstSentence("date", 0, 0, 0, 1),
        AgainstFirstSentence("figure", 0, 1, 0, 0),
        AgainstFirstSentence("person", 0, 0, 0, 1),
    )


def test_the_trade_off_follows_the_confidence() -> None:
    by_threshold = {each.threshold: each for each in SCORES.trade_off}
    # Below .5: q3 (.2) and q4 (none) of four; u2 (.1) but not u1 (.6).
    assert by_threshold[0.5].false_abstention == 0.5
    assert by_threshold[0.5].refused == {"near_miss": 0, "off_topic": 1}
    assert by_threshold[0.7].refused["near_miss"] == 1
    assert by_threshold[0.0].false_abstention == 0


def test_a_quote_that_is_not_the_slice_it_names_is_not_verbatim() -> None:
    answers = {
        **RUN.answers,
        "q2": {**RUN.answers["q2"], "citations": [{**quoted(15, 41), "quote": "x" * 26}]},
    }
    figure = score(REFERENCE_SET, spoilt(answers=answers)).named["quotes_verbatim"]
    assert figure.value == pytest.approx(7 / 8)
    assert [name for name, value in figure.values.items() if value < 1] == ["q2 citations 1"]


def test_a_gold_span_outside_every_passage_counts_as_not_found() -> None:
    scores = score(REFERENCE_SET, spoilt(passages={"a.md": []}))
    assert scores.named["mrr@10"].value == 0
    assert scores.named["mrr@10"].n == 3


def test_outcomes_say_what_was_expected() -> None:
    outcomes = {each.id: each for each in SCORES.outcomes}
    assert [id for id, each in outcomes.items() if each.right] == ["q1", "u2", "d1.2", "d1.3", "c1", "c3"]
    assert outcomes["q1"].expected == "70 % ou 70%"
    assert outcomes["u1"].expected == "Refus. Année absente."


def test_two_runs_are_compared_on_the_questions_they_share() -> None:
    # Without the answer to q1, and with that of q3 only in this run: q1, q2 and q3 are shared.
    before = spoilt(answers={**RUN.answers, "q1": RUN.answers["q3"]})
    ids = ("q1", "q2", "q3")
    pairs = {each.figure.name: each for each in compare(SCORES, score(REFERENCE_SET, before), ids)}  # fmt: skip
    accuracy = pairs["answer_accuracy"]
    assert (accuracy.other, accuracy.n) == (0, 3)
    assert accuracy.difference == pytest.approx(1 / 3)
    assert accuracy.low <= 1 / 3 <= accuracy.high
    # Of the 8 ways to turn three differences, two of which are 0, all are as far from 0.
    assert accuracy.p_value == 1
    assert pairs["mrr@10"].p_value == 1
    assert "later_turns" not in pairs


def test_a_clear_difference_has_a_small_p_value() -> None:
    many = tuple(replace(REFERENCE_SET.questions[0], id=f"q{number:02}") for number in range(10))
    wide = replace(REFERENCE_SET, questions=many)
    good = spoilt(answers={each.id: RUN.answers["q1"] for each in many})
    bad = spoilt(answers={each.id: RUN.answers["q2"] for each in many})
    ids = [each.id for each in many]
    pairs = {each.figure.name: each for each in compare(score(wide, good), score(wide, bad), ids)}
    # Only two of the 2¹⁰ ways to turn the signs are as far from 0.
    assert pairs["answer_accuracy"].p_value == pytest.approx(2 / 2**10)
