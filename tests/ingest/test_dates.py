"""Dates as documents print them."""

import pytest

from ingest.dates import find_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        pytest.param("Paris, le 19 mai 2024.", "2024-05-19", id="day-month-year"),
        pytest.param("Le 1er août 2023", "2023-08-01", id="first-of-the-month"),
        pytest.param("FÉVRIER 2022", "2022-02", id="capitals"),
        pytest.param("fevrier 2022", "2022-02", id="without-accent"),
        pytest.param("3\u00a0décembre\u00a02021", "2021-12-03", id="no-break-spaces"),
        pytest.param("Published 7 July 2020", "2020-07-07", id="english"),
        pytest.param("2024-05-19T10:00:00", "2024-05-19", id="iso"),
        pytest.param("2024-05", "2024-05", id="iso-month"),
        pytest.param("le 05/06/2024 à midi", "2024-06-05", id="slashes"),
        pytest.param("le 5.6.2024", "2024-06-05", id="dots"),
        pytest.param(" 2024 ", "2024", id="a-year-and-nothing-else"),
        pytest.param("Vu le 02/01/2020, puis en mars 2021", "2020-01-02", id="first-of-two"),
        pytest.param("mars 2021, vu le 02/01/2020", "2021-03", id="first-whatever-its-form"),
    ],
)
def test_date_is_found(text: str, date: str) -> None:
    assert find_date(text) == date


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("en 2024, les usages", id="year-within-a-sentence"),
        pytest.param("la saison 2023-24", id="season"),
        pytest.param("la période 2019-2022", id="years-apart"),
        pytest.param("le 32/13/2024", id="impossible"),
        pytest.param("le 12 mai 1789", id="out-of-range"),
        pytest.param("version 2024-0519", id="glued"),
    ],
)
def test_what_is_not_a_date_is_left(text: str) -> None:
    assert find_date(text) == ""
