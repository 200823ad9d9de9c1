"""Sentences scored by the stored tokens of their passage."""

from collections.abc import Callable, Mapping

import pytest

from assistant import token_matching
from assistant.evidence import read_passages
from assistant.question import understand
from assistant.token_matching import CONTEXT_SHARE, sentence_maxsims, sentence_places
from index.search import Index

MakeIndex = Callable[[Mapping[str, str]], Index]
TEXT = "# Le potager\n\nLes **poireaux** se sèment en mars. Les tomates aiment la chaleur. Les poireaux gèlent.\n"


def maxsims(index: Index, query: str, *readings: tuple[str, str]) -> list[float]:
    (hit,) = index.search(query, 1)
    (scores,) = sentence_maxsims(index, query, [hit], [sentence_places(hit, readings)])
    return [float(score) for score in scores]


def test_sentence_has_the_cosines_of_its_own_tokens(make_index: MakeIndex) -> None:
    index = make_index({"a.md": TEXT})
    weights = index.tokens.weights(index.query_tokens("poireaux mars").ids)
    found = maxsims(
        index,
        "poireaux mars",
        ("Les poireaux se sèment en mars.", ""),
        ("Les tomates aiment la chaleur.", ""),
        ("Les poireaux gèlent.", ""),
    )
    # « mars. » has the vector of « mars », and nothing of a sentence counts for another.
    assert found == pytest.approx([1, 0, float(weights[0])], abs=1e-6)


def test_title_and_introduction_count_for_a_share(make_index: MakeIndex) -> None:
    index = make_index({"a.md": TEXT})
    weights = index.tokens.weights(index.query_tokens("potager chaleur").ids)
    assert maxsims(index, "potager chaleur", ("Les tomates aiment la chaleur.", "")) == pytest.approx(
        [CONTEXT_SHARE * weights[0] + weights[1]], abs=1e-6
    )
    led = maxsims(index, "chaleur gèlent", ("Les poireaux gèlent.", "Les tomates aiment la chaleur."))
    weights = index.tokens.weights(index.query_tokens("chaleur gèlent").ids)
    assert led == pytest.approx([CONTEXT_SHARE * weights[0] + weights[1]], abs=1e-6)


def test_repeated_sentence_is_found_at_its_own_place() -> None:
    locator = token_matching._Locator("Titre\nOui, oui. Non. Oui, oui.", 6)
    assert [locator.following(reading) for reading in ("Oui, oui.", "Non.", "Oui oui")] == [
        (6, 14),
        (16, 19),
        (21, 29),
    ]


def test_sentence_that_is_not_there_has_no_place() -> None:
    locator = token_matching._Locator("Un texte.", 0)
    assert locator.following("Un autre.") == (0, 0)
    assert locator.following("…") == (0, 0)
    assert locator.following("Un texte") == (0, 8)


def test_query_without_tokens_scores_nothing(make_index: MakeIndex) -> None:
    assert maxsims(make_index({"a.md": TEXT}), "?", ("Les poireaux gèlent.", "")) == [0]


def test_no_passage_is_embedded_to_answer(make_index: MakeIndex) -> None:
    index = make_index({"a.md": TEXT})
    before = index.embedder.num_embedded  # type: ignore[attr-defined]  # the keyword embedder counts them
    query = "Quand se sèment les poireaux ?"
    best = read_passages(index, understand(index, query), index.search(query, 5), {})[0]
    assert best.reading == "Les poireaux se sèment en mars."
    assert index.embedder.num_embedded == before  # type: ignore[attr-defined]
