"""The date that a document prints near its top, and ISO 8601 stamps."""

import pytest

from ingest.builder import TextBuilder
from ingest.dates import find_date, iso_date, printed_date


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (["Rapport", "Paris, le 19 mai 2024"], "2024-05-19"),
        (["Avril 2026"], "2026-04"),
        (["Version du 03/02/2021"], "2021-02-03"),
        (["Loi du 11 février 2005", "Mai 2020"], "2020-05"),
        (["Un long paragraphe qui raconte " * 4 + "ce qui advint le 1er mars 2001."], ""),
    ],
)
def test_printed_date(lines: list[str], date: str) -> None:
    builder = TextBuilder()
    for line in lines:
        builder.paragraph(line)
    assert printed_date(builder.build()) == date


@pytest.mark.parametrize(
    ("stamp", "date"),
    [("2024-05-19T10:00:00Z", "2024-05-19"), ("2024-05", "2024-05"), ("2024", "2024"), ("19/05/2024", "")],
)
def test_iso_date(stamp: str, date: str) -> None:
    assert iso_date(stamp) == date


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("19 mai 2024", "2024-05-19"),
        ("le 1er août 2023", "2023-08-01"),
        ("avril 2026", "2026-04"),
        ("Le 08/06/2021", "2021-06-08"),
        ("31 février 2020", ""),
        ("du 31/02/2020 au 05/03/2020", "2020-03-05"),
        ("le 1ᵉʳ août 2023", "2023-08-01"),
        ("en 2020", ""),
    ],
)
def test_dates_are_read(printed: str, read: str) -> None:
    assert find_date(printed) == read
