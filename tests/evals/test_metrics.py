from math import isnan, log2, nan

import ir_measures
import pytest

from evals.metrics import (
    auc,
    auc_interval,
    aurc,
    bootstrap,
    bootstrap_interval,
    ece,
    exact_match,
    gold_ranks,
    macro_f1,
    mrr_at_k,
    ndcg_at_k,
    recall_at_k,
    reliability,
    risk_coverage,
    span_f1,
)

# Five queries: gold first, second, fourth, eleventh, and never found.
RANKS = [1, 2, 4, 11, None]


def test_gold_ranks_are_those_of_what_was_found() -> None:
    assert gold_ranks(["b", "a", "d", "c"], {"a", "c", "z"}) == [2, 4]
    assert gold_ranks(["b", "d"], {"a"}) == []
    assert gold_ranks([], {"a"}) == []


@pytest.mark.parametrize(("k", "expected"), [(1, 1 / 5), (3, 2 / 5), (5, 3 / 5), (10, 3 / 5), (11, 4 / 5)])
def test_recall_counts_every_query(k: int, expected: float) -> None:
    assert recall_at_k(RANKS, k) == pytest.approx(expected)


def test_mrr_is_the_mean_of_inverse_ranks_within_k() -> None:
    # (1 + 1/2 + 1/4 + 0 + 0) / 5
    assert mrr_at_k(RANKS, 10) == pytest.approx(0.35)
    assert mrr_at_k(RANKS, 3) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("ranks", "num_gold", "k", "expected"),
    [
        ([1], 1, 10, 1.0),
        ([3], 1, 10, 0.5),  # 1 / log2(4)
        ([10], 1, 10, 0.28906),  # 1 / log2(11)
        ([11], 1, 10, 0.0),
        ([], 1, 10, 0.0),
        ([1, 2], 2, 10, 1.0),
        ([1], 2, 10, 0.61315),  # 1 / (1 + 1 / log2(3)) = 1 / 1.63093
        ([1, 3], 2, 10, 0.91972),  # (1 + 1 / 2) / 1.63093
        ([2, 15], 2, 10, 0.38685),  # the second is beyond: 0.63093 / 1.63093
        ([1, 2], 5, 2, 1.0),  # two of five gold documents are all that two ranks can hold
    ],
)
def test_ndcg_compares_the_ranks_with_the_best_there_could_be(
    ranks: list[int], num_gold: int, k: int, expected: float
) -> None:
    assert ndcg_at_k(ranks, num_gold, k) == pytest.approx(expected, abs=1e-5)


def test_ndcg_of_twelve_gold_documents_is_whole_with_ten_first() -> None:
    assert ndcg_at_k(range(1, 13), 12, 10) == pytest.approx(1)
    best = sum(1 / log2(1 + rank) for rank in range(1, 11))
    assert ndcg_at_k([1], 12, 10) == pytest.approx(1 / best)


def test_ndcg_without_gold_is_refused() -> None:
    with pytest.raises(ValueError, match="gold"):
        ndcg_at_k([], 0, 10)


def test_no_query_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one query"):
        recall_at_k([], 1)


@pytest.mark.parametrize(
    ("said", "answer", "f1"),
    [
        ("sec et salubre", "sec et salubre", 1.0),
        ("Sec, et SALUBRE.", "sec et salubre", 1.0),
        ("l’été 1914", "été 1914", 1.0),  # articles do not count
        ("ete 1914", "l'été 1914", 1.0),  # nor do accents
        ("sec", "sec et salubre", 0.5),  # one word of one, one of three: 2 × 1 / (1 + 3)
        ("très sec et très salubre", "sec et salubre", 0.75),  # 2 × 3 / (5 + 3)
        ("sec sec", "sec", 2 / 3),  # a word said twice is right once
        ("Paris", "Lyon", 0.0),
        ("", "Paris", 0.0),
        ("le", "la", 1.0),  # nothing but articles on both sides
        ("la", "Paris", 0.0),
    ],
)
def test_span_f1_is_worked_out_on_words(said: str, answer: str, f1: float) -> None:
    assert span_f1(said, answer) == pytest.approx(f1)


@pytest.mark.parametrize(
    ("said", "answer", "expected"),
    [
        ("L’été 1914.", "été 1914", 1.0),
        ("1914 été", "été 1914", 0.0),
        ("en été 1914", "été 1914", 0.0),
        ("", "été", 0.0),
    ],
)
def test_exact_match_asks_for_the_same_words_in_order(said: str, answer: str, expected: float) -> None:
    assert exact_match(said, answer) == expected


@pytest.mark.parametrize(
    ("positives", "negatives", "expected"),
    [
        ([0.9, 0.8], [0.1, 0.2, 0.3], 1.0),
        ([0.1], [0.2], 0.0),
        ([0.5, 0.5], [0.5], 0.5),
        # Of the six pairs: .9 beats three; .4 beats .1, ties with .4, loses to .7.
        ([0.9, 0.4], [0.1, 0.4, 0.7], 4.5 / 6),
    ],
)
def test_auc_counts_the_pairs_that_are_in_order(
    positives: list[float], negatives: list[float], expected: float
) -> None:
    assert auc(positives, negatives) == pytest.approx(expected)
    # The other way round, every pair is turned over; any growing scale gives the same.
    assert auc(negatives, positives) == pytest.approx(1 - expected)
    assert auc([3 * x + 1 for x in positives], [3 * x + 1 for x in negatives]) == pytest.approx(expected)


def test_auc_without_one_side_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one query"):
        auc([0.5], [])


def test_interval_holds_the_mean_and_closes_on_equal_values() -> None:
    low, high = bootstrap_interval([0.0] * 40 + [1.0] * 60)
    # Standard error of a share of .6 over 100: sqrt(.6 × .4 / 100) = .049; 1.96 of them each side.
    assert low == pytest.approx(0.6 - 0.096, abs=0.02)
    assert high == pytest.approx(0.6 + 0.096, abs=0.02)
    assert bootstrap_interval([1.0] * 10) == (1.0, 1.0)


def test_interval_of_the_auc_draws_the_pairs_of_a_query_together() -> None:
    # Where nothing overlaps, no draw can change the order.
    assert auc_interval([0.8, 0.9, 0.7], [0.1, 0.2, 0.6]) == (1.0, 1.0)
    positives = [0.2 + 0.01 * i for i in range(50)]
    negatives = [0.01 * i for i in range(50)]
    low, high = auc_interval(positives, negatives)
    assert low < auc(positives, negatives) < high
    # Positives and negatives of a query move together: drawn apart, the interval would span about .2.
    assert high - low < 0.15
    with pytest.raises(ValueError, match="one positive and one negative"):
        auc_interval([0.5], [0.1, 0.2])


def test_the_risk_is_that_of_the_most_confident() -> None:
    # By confidence: right, wrong, right, wrong.
    confidences, right = [0.5, 0.9, 0.2, 0.7], [1, 1, 0, 0]
    assert risk_coverage(confidences, right).tolist() == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4])
    assert aurc(confidences, right) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)
    # Equal confidences keep their order.
    assert risk_coverage([0.5, 0.5], [0, 1]).tolist() == [1, 0.5]


def test_calibration_is_the_gap_between_what_is_announced_and_seen() -> None:
    # Bin .9: announced .95, seen 1/2; bin .1: announced .1, seen 0. (.45 × 2 + .1 × 1) / 3
    confidences, right = [0.9, 1.0, 0.1], [1, 0, 0]
    low, high = reliability(confidences, right)
    assert low == pytest.approx((0.1, 0, 1))
    assert high == pytest.approx((0.95, 0.5, 2))
    assert ece(confidences, right) == pytest.approx(1 / 3)
    assert ece([1.0, 0.0], [1, 0]) == 0


def test_macro_f1_weighs_each_class_alike() -> None:
    # a: 2 of 3 expected, 2 said, F1 = 2·2 / (3 + 2); b: 1 expected, 2 said, F1 = 2·1 / (1 + 2).
    assert macro_f1(["a", "a", "a", "b"], ["a", "a", "b", "b"]) == pytest.approx((4 / 5 + 2 / 3) / 2)
    # A class that is only said has 0, and so has one that is never said.
    assert macro_f1(["a", "b"], ["a", "c"]) == pytest.approx(1 / 3)


def test_a_bootstrap_without_defined_value_has_no_interval() -> None:
    assert all(isnan(bound) for bound in bootstrap(lambda picks: nan, 3))
    assert bootstrap(lambda picks: float(len(picks)), 3) == (3, 3)


@pytest.mark.parametrize("ranks", [[1], [2, 4], [3], [10], [11], [], [1, 2, 3]])
def test_our_ranking_measures_are_those_of_trec(ranks: list[int]) -> None:
    """``make figures`` ranks passages and counts documents, which ir-measures has no word for: the sums agree."""
    ranked = [f"gold {rank}" if rank in ranks else f"other {rank}" for rank in range(1, 13)]
    gold = {f"gold {rank}" for rank in ranks} | {"gold, not found"}
    qrels = [ir_measures.Qrel("q", name, 1) for name in gold]
    run = [ir_measures.ScoredDoc("q", name, -rank) for rank, name in enumerate(ranked)]
    theirs = {
        str(each.measure): each.value
        for each in ir_measures.iter_calc([ir_measures.nDCG @ 10, ir_measures.RR @ 10], qrels, run)
    }
    found = gold_ranks(ranked, gold)
    assert theirs["nDCG@10"] == pytest.approx(ndcg_at_k(found, len(gold), 10))
    assert theirs["RR@10"] == pytest.approx(mrr_at_k([min(found, default=None)], 10))
