import pytest

from evals.metrics import bootstrap_interval, mrr_at_k, recall_at_k

# Five queries: gold first, second, fourth, eleventh, and never found.
RANKS = [1, 2, 4, 11, None]


@pytest.mark.parametrize(("k", "expected"), [(1, 1 / 5), (3, 2 / 5), (5, 3 / 5), (10, 3 / 5), (11, 4 / 5)])
def test_recall_counts_every_query(k: int, expected: float) -> None:
    assert recall_at_k(RANKS, k) == pytest.approx(expected)


def test_mrr_is_the_mean_of_inverse_ranks_within_k() -> None:
    # (1 + 1/2 + 1/4 + 0 + 0) / 5
    assert mrr_at_k(RANKS, 10) == pytest.approx(0.35)
    assert mrr_at_k(RANKS, 3) == pytest.approx(0.3)


def test_no_query_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one query"):
        recall_at_k([], 1)


def test_interval_holds_the_mean_and_closes_on_equal_values() -> None:
    low, high = bootstrap_interval([0.0] * 40 + [1.0] * 60)
    # Standard error of a share of .6 over 100: sqrt(.6 × .4 / 100) = .049; 1.96 of them each side.
    assert low == pytest.approx(0.6 - 0.096, abs=0.02)
    assert high == pytest.approx(0.6 + 0.096, abs=0.02)
    assert bootstrap_interval([1.0] * 10) == (1.0, 1.0)
