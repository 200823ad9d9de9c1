"""List numbers as their list writes them."""

import pytest

from ingest.list_numbers import format_number


@pytest.mark.parametrize(
    ("number", "style", "written"),
    [(3, "1", "3"), (2, "a", "b"), (28, "a", "bb"), (4, "i", "iv"), (1994, "I", "MCMXCIV"), (0, "a", "0")],
)
def test_format_number(number: int, style: str, written: str) -> None:
    assert format_number(number, style) == written
