"""Words typed too fast, repaired by those of the collection; nothing else."""

import pytest

from index.spelling import Speller

TEXTS = (
    "Les producteurs et les scénaristes essaient le montage assisté. Les producteurs financent la rotoscopie.",
    "Le clonage de voix inquiète Pierre Zandrowicz ; les producteurs candidatent au guichet. Les autres musiciens utilisent des macros.",
)


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(TEXTS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("quels prodcuteurs ?", "quels producteurs ?"),
        ("les senaristes ?", "les scénaristes ?"),
        ("la rotoscpoie", "la rotoscopie"),
        ("qaund clonner une voix", "quand clonner une voix"),
        ("qui est zandrovicz", "qui est zandrowicz"),
        ("des musisiens", "des musiciens"),
    ],
)
def test_a_slip_becomes_the_word_of_the_collection(speller: Speller, typed: str, meant: str) -> None:
    assert speller.repair(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("la montagne", id="a French word near montage"),
        pytest.param("les scenaristes", id="known but for its accent"),
        pytest.param("l'avis de Zandrovicz", id="a name"),
        pytest.param("who are the producters of it", id="English"),
        pytest.param("xyzzy plugh", id="near nothing"),
        pytest.param("prodc", id="too short"),
        pytest.param("Producteus", id="a capital"),
        pytest.param("le rotoscopage", id="another form"),
        pytest.param("les autrices", id="a feminine"),
        pytest.param("que pense macron", id="another ending"),
    ],
)
def test_anything_else_stays_as_typed(speller: Speller, text: str) -> None:
    assert speller.repair(text) == text
