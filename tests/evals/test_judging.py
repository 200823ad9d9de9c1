import pytest

from evals.judging import citation_precision, citation_recall, is_right


@pytest.mark.parametrize(
    ("answer", "facts", "right"),
    [
        ("Les producteurs, à 70\u202f% [1].", [["70 %"]], True),
        ("Les producteurs, à 27 % [1].", [["7 %"]], False),
        ("Il y en a 120 [1].", [["12"]], False),
        ("Un sondage de 1 619 personnes [1].", [["1619"]], True),
        ("Rien du tout [1].", [["1"]], False),
        ("Antoine BOILLEY le dit [1].", [["Boilley"]], True),
        ("Contrôle et consentement [1].", [["contrôle"], ["consentement"]], True),
        ("Contrôle seulement [1].", [["contrôle"], ["consentement"]], False),
        ("Soixante-dix, ou 70 % [1].", [["sept dixièmes", "70 %"]], True),
    ],
)
def test_a_right_answer_holds_a_variant_of_every_fact(
    answer: str, facts: list[list[str]], right: bool
) -> None:
    assert is_right({"status": "answered", "answer": answer}, facts) is right


def test_an_abstention_or_an_error_is_never_right() -> None:
    assert not is_right({"status": "abstained", "answer": "70 %"}, [["70 %"]])
    assert not is_right({"error": "Erreur."}, [["70 %"]])


def test_an_answer_past_its_word_limit_is_wrong() -> None:
    facts = [["70 %"]]
    assert is_right({"status": "answered", "answer": "70 % " + "mot " * 78}, facts)
    assert not is_right({"status": "answered", "answer": "70 % " + "mot " * 79}, facts)
    # Several citations, or a list, may go to 150.
    assert is_right({"status": "answered", "answer": "70 % " + "mot " * 100, "citations": [{}, {}]}, facts)
    assert is_right({"status": "answered", "answer": "70 % ; " + "mot " * 100}, facts)


def test_citations_are_judged_by_the_facts_their_quotes_hold() -> None:
    said = {"quote": "Ils sont 70 %.", "document": "a.md", "start": 0, "end": 14}
    beside = {"quote": "Rien de tel.", "document": "a.md", "start": 20, "end": 32}
    result = {"citations": [said, beside]}
    facts = [["70 %", "70%"], ["Cannes"]]
    assert citation_recall(result, facts) == 0.5  # 70 % of two facts
    assert citation_precision(result, facts) == 0.5  # the first of two quotes
    # A quote that holds no fact is still right where it overlaps a gold span, of that document.
    assert citation_precision(result, facts, [("a.md", 31, 40)]) == 1.0
    assert citation_precision(result, facts, [("a.md", 32, 40), ("b.md", 20, 32)]) == 0.5
    assert citation_recall({"citations": []}, facts) == 0.0
    assert citation_precision({"citations": []}, facts) is None
