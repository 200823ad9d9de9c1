import pytest

from assistant.draft.verbs import finite_verbs, is_infinitive


@pytest.mark.parametrize(
    ("sentence", "verbs"),
    [
        ("62 % des musiciens écoutent leurs maquettes au casque.", ["écoutent"]),
        ("Le CNC utilise une mesure de la part des ventes.", ["utilise"]),
        ("L'étude porte sur 353 répondants.", ["porte"]),
        ("Les éditeurs la jugent utile.", ["jugent"]),
        ("La directive (adoptée en 2019) protège les auteurs.", ["protège"]),
        ("Il accélère la baisse et finira en mai.", ["accélère", "finira"]),
        ("Les porte-parole de l'offre.", []),
        ("Une vente de musique et une offre de studio.", []),
        ("Part des guitaristes au casque", []),
        ("baisser le volume", []),
        ("Le président différent et content", []),
    ],
)
def test_finite_verbs_are_found_and_nouns_are_not(sentence: str, verbs: list[str]) -> None:
    assert [sentence[start:end] for start, end in finite_verbs(sentence)] == verbs


def test_infinitives_are_told_from_nouns() -> None:
    words = ("vérifier", "réaliser", "choisir", "prendre", "rotoscopie", "hier", "papier", "centre")
    assert [word for word in words if is_infinitive(word)] == ["vérifier", "réaliser", "choisir", "prendre"]
