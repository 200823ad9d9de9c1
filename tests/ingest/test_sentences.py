"""French sentence boundaries."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Le rapport de M. Martin et de Mme. Dupont est paru.", id="titles"),
        pytest.param("Voir p. 12 et pp. 13-15.", id="pages"),
        pytest.param("Selon l’art. 3 de la loi, tout est permis.", id="article"),
        pytest.param("Le livre de J. Dupont est paru.", id="initial"),
        pytest.param("Le livre de J.-P. Dupont est paru.", id="compound-initial"),
        pytest.param("Les films, séries, etc. sont comptés.", id="etc-then-lower-case"),
        pytest.param("Il pèse 3.5 kg et coûte 1.000 euros.", id="decimal-points"),
        pytest.param("Il était… presque parti... mais non.", id="ellipses"),
        pytest.param("« Vraiment ? » demanda-t-il.", id="question-in-quotes-goes-on"),
        pytest.param("« Non ! » s’écria Paul.", id="exclamation-in-quotes-goes-on"),
        pytest.param("Écrire à contact@exemple.fr ou voir www.exemple.fr pour la suite.", id="addresses"),
        pytest.param("1. Le titre premier", id="number-of-a-title"),
        pytest.param("C.-à-d. Paris, p.ex. demain.", id="dotted-abbreviations"),
        pytest.param("Publié en sept. 2024 à Paris.", id="month"),
        pytest.param("Sans point final", id="no-period"),
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Un. Deux ! Trois ?", ["Un.", "Deux !", "Trois ?"], id="three-marks"),
        pytest.param("Vendu 3.5 €. Reste 2.", ["Vendu 3.5 €.", "Reste 2."], id="after-a-number"),
        pytest.param(
            "En 2024. 12 films sont sortis.", ["En 2024.", "12 films sont sortis."], id="digit-opens"
        ),
        pytest.param(
            "Films, séries, etc. Le reste suit.", ["Films, séries, etc.", "Le reste suit."], id="etc"
        ),
        pytest.param("Il dit : « Oui. » Elle part.", ["Il dit : « Oui. »", "Elle part."], id="guillemets"),
        pytest.param(
            "Il dit : «\u00a0Oui.\u00a0» Elle part.",
            ["Il dit : «\u00a0Oui.\u00a0»", "Elle part."],
            id="guillemets-with-no-break-spaces",
        ),
        pytest.param("(Voir plus bas.) Ensuite.", ["(Voir plus bas.)", "Ensuite."], id="bracket"),
        pytest.param("Fini… Enfin presque.", ["Fini…", "Enfin presque."], id="ellipsis-then-capital"),
        pytest.param("C’est dit.¹ Puis rien.", ["C’est dit.¹", "Puis rien."], id="superscript-call"),
        pytest.param("C’est dit.[2] Puis rien.", ["C’est dit.[2]", "Puis rien."], id="bracketed-call"),
        pytest.param(
            "C’est dit.<sup>3</sup> Puis rien.", ["C’est dit.<sup>3</sup>", "Puis rien."], id="sup-call"
        ),
        pytest.param("Quoi ?! Rien.", ["Quoi ?!", "Rien."], id="several-marks"),
        pytest.param("Un.\n\nDeux.", ["Un.", "Deux."], id="line-break"),
        pytest.param("Il est là. « Oui », dit-il.", ["Il est là.", "« Oui », dit-il."], id="opening-quote"),
        pytest.param("Fin. Élodie part.", ["Fin.", "Élodie part."], id="accented-capital"),
    ],
)
def test_boundaries(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_only_the_asked_range_is_read() -> None:
    #       0123456789012345678
    text = "Un. Deux. Trois. Q."
    assert sentence_spans(text, 4, 16) == [(4, 9), (10, 16)]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_blank_has_no_sentence(text: str) -> None:
    assert sentence_spans(text) == []


@given(st.text(st.sampled_from('ab É1.!?…»«”")(] \n\u00a0¹-’Mp[<>/su') | st.characters(), max_size=80))
def test_each_non_blank_character_lies_in_exactly_one_sentence(text: str) -> None:
    position = 0
    for start, end in sentence_spans(text):
        assert start < end
        assert text[position:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        position = end
    assert text[position:].strip() == ""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("p. 12 " * 20_000, id="abbreviations-without-end"),
        pytest.param("M. " * 20_000, id="initials-without-end"),
        pytest.param("a" * 20_000 + "). B", id="one-endless-word"),
        pytest.param("." * 20_000 + "x", id="leaders"),
        pytest.param("fin." + ")" * 40 + "x", id="brackets"),
        pytest.param("fin." + "\u00a0»" * 20_000 + "x", id="guillemets"),
        pytest.param("Un mot. " * 20_000, id="many-sentences"),
    ],
)
def test_time_grows_with_the_length_and_not_its_square(
    text: str, time_limit: Callable[[float], AbstractContextManager[None]]
) -> None:
    with time_limit(2):
        sentence_spans(text)
