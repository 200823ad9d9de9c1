"""What a reading says of a part of its passage."""

import numpy as np
import pytest

from assistant.reader import Reading

READING = Reading(
    answers=0.8,
    span=(4, 9),
    places=np.array([[0, 3], [4, 9], [10, 14]], np.int32),
    shares=np.array([0.25, 0.5, 0.25], np.float32),
)


@pytest.mark.parametrize(
    ("start", "end", "share"),
    [
        pytest.param(0, 14, 1.0, id="all"),
        pytest.param(4, 9, 0.5, id="one token"),
        pytest.param(3, 10, 0.5, id="blanks around it"),
        pytest.param(8, 11, 0.75, id="tokens it only touches"),
        pytest.param(3, 4, 0.0, id="a blank"),
        pytest.param(0, 0, 0.0, id="an empty span"),
    ],
)
def test_share_of_a_part(start: int, end: int, share: float) -> None:
    assert READING.share_of(start, end) == pytest.approx(share)


def test_reader_that_does_not_point_gives_no_share() -> None:
    assert Reading(answers=0.9).share_of(0, 100) == 0
