"""Probabilities from scores: logistic regression, by scikit-learn, which sentence-transformers brings."""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

_LOOSE = 100.0  # hardly any penalty: few weights, many rows


def fit(
    signals: NDArray[np.float64], answers: NDArray[np.bool_], shares: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Weights of the signals, then the intercept, of a logistic regression.

    ``shares``: how much each row counts, 1 by default.
    """
    model = LogisticRegression(C=_LOOSE, max_iter=10_000).fit(signals, answers, sample_weight=shares)
    return np.concatenate([model.coef_[0], model.intercept_])


def chances(signals: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities by the weights that ``fit`` gives."""
    return np.asarray(1 / (1 + np.exp(-(signals @ weights[:-1] + weights[-1]))))
