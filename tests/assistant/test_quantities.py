import pytest

from assistant.quantities import Quantity, find_quantities, same


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("62 % des musiciens", [Quantity(62, "%")]),
        ("62\u202f% des musiciens", [Quantity(62, "%")]),
        ("62,5 pour cent", [Quantity(62.5, "%")]),
        ("1 619 Français", [Quantity(1619, "")]),
        ("1\u202f619 Français", [Quantity(1619, "")]),
        ("en 2024", [Quantity(2024, "year")]),
        ("près d'un tiers", [Quantity(100 / 3, "%")]),
        ("la moitié des répondants", [Quantity(50, "%")]),
        ("trois précautions", [Quantity(3, "")]),
        ("deux tiers", [Quantity(200 / 3, "%")]),
        ("12 millions d'euros", [Quantity(12, "million")]),
        ("aucun chiffre ici", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_quantities_are_read_with_their_unit(text: str, expected: list[Quantity]) -> None:
    assert find_quantities(text) == expected


def test_rounding_is_the_same_quantity_and_another_unit_is_not() -> None:
    assert same(Quantity(100 / 3, "%"), Quantity(33.3, "%"))
    assert not same(Quantity(33, "%"), Quantity(34, "%"))
    assert not same(Quantity(33, "%"), Quantity(33, ""))
