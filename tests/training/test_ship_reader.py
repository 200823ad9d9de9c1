"""Calibration of the reader: a known law is found again, and its reliability told."""

import numpy as np
import pytest

from training.logistic import fit
from training.ship_reader import reliability


def test_logistic_law_is_found_again() -> None:
    random = np.random.default_rng(0)
    signals = random.normal(size=(20_000, 2))
    chances = 1 / (1 + np.exp(-(1.5 * signals[:, 0] - 0.5 * signals[:, 1] - 1)))
    weights = fit(signals, random.random(20_000) < chances)
    assert weights == pytest.approx([1.5, -0.5, -1], abs=0.08)


def test_worked_reliability() -> None:
    # Two said .25, one came true; two said .95, both did: |.25 - .5| / 2 + |.95 - 1| / 2 = .15.
    lines = list(reliability(np.array([0.25, 0.25, 0.95, 0.95]), np.array([True, False, True, True])))
    assert lines == ["0.25 → 0.50 (2)", "0.95 → 1.00 (2)", "ECE 0.150"]
