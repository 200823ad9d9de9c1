"""Characters kept, dropped and composed."""

import pytest

from ingest.characters import clean, drop_controls, drop_invisible, raise_digits


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  un \n\t deux  ", "un deux"),
        ("Prix\u00a0: 1\u202f000 €", "Prix\u00a0: 1\u202f000 €"),
        ("mot \u00a0: suite", "mot\u00a0: suite"),
        ("cé\u00adsu\u200bre\x00", "césure"),
        ("e\u0301te\u0301", "été"),
        ("\u202egauche\u202c", "gauche"),
        ("\u00a0 \u200b", ""),
        ("a\u2028b", "a b"),
        ("a\ufffdb", "a\ufffdb"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_controls_are_dropped_and_line_ends_kept() -> None:
    assert drop_controls("a\x00b\tc\nd\x0be\x85f\u00ad\u200b") == "ab\tc\ndef\u00ad\u200b"


def test_invisible_characters_are_dropped_and_soft_hyphens_kept() -> None:
    assert drop_invisible("cé\u00adsu\u200bre\ufeff\U000e0041\x07 \t") == "cé\u00adsure \t"


def test_digits_are_raised() -> None:
    assert raise_digits("m2, 10-3") == "m², ¹⁰⁻³"
