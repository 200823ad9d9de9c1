"""Calibration of the claim checker's network."""

import numpy as np
import pytest

from training.ship_inference import fitted_temperature


def test_a_network_twice_too_sure_is_cooled_by_two() -> None:
    random = np.random.default_rng(0)
    logits = random.normal(size=(20_000, 3)) * 1.5
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    true = np.array([random.choice(3, p=row) for row in chances])
    said = np.exp(2 * logits) / np.exp(2 * logits).sum(axis=1, keepdims=True)
    assert fitted_temperature(said, true) == pytest.approx(2, abs=0.06)
