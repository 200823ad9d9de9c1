import pytest

from assistant.quantities import Quantity, find_quantities, find_ranges, located_ranges, same, written


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
        ("trois auteurs sur quatre", [Quantity(75, "%")]),
        ("neuf sur dix", [Quantity(90, "%")]),
        ("un cinquième des salles", [Quantity(20, "%")]),
        ("une dizaine de salles", [Quantity(10, "")]),
        ("neuf professionnels de l'image sur dix", [Quantity(90, "%")]),
        ("1 sur 4", [Quantity(25, "%")]),
        ("une entreprise de production sur dix", [Quantity(10, "%")]),
        ("une enquête menée sur 12 mois", [Quantity(12, "mois")]),
        ("une étude sur deux ans", [Quantity(2, "an")]),
        ("un rapport porte sur dix pays", [Quantity(10, "")]),
        ("les tiers de confiance", []),
        ("trois sur deux", [Quantity(3, ""), Quantity(2, "")]),
        ("12 millions d'euros", [Quantity(12_000_000, "euro")]),
        ("9,4 M€", [Quantity(9_400_000, "euro")]),
        ("3 millions d'élèves", [Quantity(3_000_000, "")]),
        ("deux cents millions d'euros", [Quantity(200_000_000, "euro")]),
        ("cinq cents usagers", [Quantity(500, "")]),
        ("vingt et un ans", [Quantity(21, "an")]),
        ("quatre-vingt-dix pour cent", [Quantity(90, "%")]),
        ("des millions d'euros, un seul jour", []),
        ("aucun chiffre ici", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_quantities_are_read_with_their_unit(text: str, expected: list[Quantity]) -> None:
    assert find_quantities(text) == expected


def test_a_quantity_is_placed_in_the_text_as_it_was_written() -> None:
    text = "L’œuvre : près d’un TIERS des 1 619 sœurs, et neuf élèves sur dix"
    assert [text[start:end] for start, end, _ in located_ranges(text)] == [
        "un TIERS",
        "1 619",
        "neuf élèves sur dix",
    ]


@pytest.mark.parametrize(
    ("claim", "passage", "follows", "excluded"),
    [
        ("moins de la moitié", "46 %", True, False),
        ("moins de la moitié", "plus de la moitié", False, True),
        ("moins de 40 %", "plus de 35 %", False, False),
        ("30 %", "plus de 25 %", False, False),
        ("30 %", "plus de 40 %", False, True),
        ("plus de 25 %", "plus de 30 %", True, False),
        ("33,3 %", "un tiers", True, False),
        ("la majorité", "la majorité", True, False),
        ("la majorité", "une minorité", False, True),
        ("12 %", "21 %", False, True),
        ("12 %", "12 pages", False, False),
    ],
)
def test_what_is_open_is_compared_as_such(claim: str, passage: str, *, follows: bool, excluded: bool) -> None:
    [ours], [theirs] = find_ranges(claim), find_ranges(passage)
    assert (ours.follows_from(theirs), ours.excludes(theirs)) == (follows, excluded)


def test_rounding_is_the_same_quantity_and_another_unit_is_not() -> None:
    assert same(Quantity(100 / 3, "%"), Quantity(33.3, "%"))
    assert not same(Quantity(33, "%"), Quantity(34, "%"))
    assert not same(Quantity(33, "%"), Quantity(33, ""))


def test_years_and_counts_must_be_equal() -> None:
    assert not same(Quantity(2015, "year"), Quantity(2023, "year"))
    assert not same(Quantity(1619, ""), Quantity(1620, ""))


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (Quantity(1619230, ""), "1\u202f619\u202f230"),
        (Quantity(9_400_000, "euro"), "9,4\u00a0millions d'euros"),
        (Quantity(1_000_000_000, ""), "1\u00a0milliard"),
        (Quantity(3, "mois"), "3\u00a0mois"),
        (Quantity(2, "an"), "2\u00a0ans"),
        (Quantity(77.5, "%"), "77,5\u00a0%"),
        (Quantity(100 / 3, "%"), "33,33\u00a0%"),
        (Quantity(2024, "year"), "2024"),
    ],
    ids=str,
)
def test_quantities_are_written_in_french(quantity: Quantity, text: str) -> None:
    assert written(quantity) == text


@pytest.mark.parametrize(
    ("said", "true_of", "not_of"),
    [
        ("près de la moitié", [44.5, 47, 52], [40, 58]),
        ("un peu plus d'un quart", [26, 30], [24, 35]),
        ("plus de la moitié", [51, 90], [49]),
        ("moins d'un tiers", [12, 33], [34]),
        ("au moins 20 %", [20, 80], [19]),
        ("jusqu'à 30 %", [30, 10], [31]),
        ("environ 25 %", [24.8, 27], [31]),
        ("la moitié des salles", [50, 51], [47]),
        ("12 %", [12], [12.5, 21]),
        ("la majorité du public", [58], [42]),
        ("une minorité du public", [42], [58]),
    ],
)
def test_what_is_said_before_a_share_says_what_it_is_true_of(
    said: str, true_of: list[float], not_of: list[float]
) -> None:
    (claimed,) = find_ranges(said)
    assert all(claimed.holds(Quantity(value, "%")) for value in true_of)
    assert not any(claimed.holds(Quantity(value, "%")) for value in not_of)


def test_a_year_is_only_itself() -> None:
    (claimed,) = find_ranges("plus tard, en 2021")
    assert claimed.holds(Quantity(2021, "year"))
    assert not claimed.holds(Quantity(2022, "year"))
