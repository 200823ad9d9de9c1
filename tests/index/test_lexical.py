"""BM25 scores, worked by hand on three passages.

With the Lucene variant (K1 = 1.2, B = 0.5 here), for a term of frequency f in a passage of length l,
average length L, found in n of N passages:

    idf = ln(1 + (N - n + 0.5) / (n + 0.5))        score = idf × f / (f + K1 × (1 - B + B × l / L))
"""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.lexical import K1, B, LexicalIndex

# Terms: film film court (l = 3); film long (l = 2); image (l = 1). N = 3, L = 2.
PASSAGES = ["Film et film court", "Un film long", "L’image"]
IDF_FILM = math.log(1 + 1.5 / 2.5)  # n = 2
IDF_RARE = math.log(1 + 2.5 / 1.5)  # n = 1: court, long, image


@pytest.fixture(scope="module")
def lexical() -> LexicalIndex:
    return LexicalIndex.build(PASSAGES)


def saturated(frequency: int, length: int) -> float:
    return frequency / (frequency + K1 * (1 - B + B * length / 2))


def test_constants_of_the_worked_numbers() -> None:
    assert (K1, B) == (1.2, 0.5)
    # f = 2, l = 3: 2 / (2 + 1.2 × 1.25) = 2 / 3.5; f = 1, l = 2: 1 / 2.2; f = 1, l = 1: 1 / 1.9.
    assert saturated(2, 3) == pytest.approx(2 / 3.5)
    assert saturated(1, 2) == pytest.approx(1 / 2.2)
    assert saturated(1, 1) == pytest.approx(1 / 1.9)


@pytest.mark.parametrize(
    ("query", "scores"),
    [
        pytest.param("film", [IDF_FILM * 2 / 3.5, IDF_FILM / 2.2, 0], id="one-term"),
        pytest.param("les images", [0, 0, IDF_RARE / 1.9], id="another-form"),
        pytest.param("film court", [IDF_FILM * 2 / 3.5 + IDF_RARE / 2.5, IDF_FILM / 2.2, 0], id="two-terms"),
        pytest.param("film film", [2 * IDF_FILM * 2 / 3.5, 2 * IDF_FILM / 2.2, 0], id="term-asked-twice"),
        pytest.param("film inconnu", [IDF_FILM * 2 / 3.5, IDF_FILM / 2.2, 0], id="unknown-term-adds-nothing"),
        pytest.param("inconnu", [0, 0, 0], id="unknown-term-alone"),
        pytest.param("le la les", [0, 0, 0], id="function-words"),
        pytest.param("", [0, 0, 0], id="empty"),
    ],
)
def test_scores(query: str, scores: Sequence[float], lexical: LexicalIndex) -> None:
    found = lexical.scores(query)
    assert found.dtype == np.float32
    assert found == pytest.approx(np.array(scores), rel=1e-5)


def test_term_scores_take_terms_as_they_are(lexical: LexicalIndex) -> None:
    assert lexical.term_scores(["film"]).tolist() == lexical.scores("Films").tolist()
    assert lexical.term_scores(["Films"]).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("term", "idf"),
    [
        pytest.param("film", IDF_FILM, id="in-two"),
        pytest.param("imag", IDF_RARE, id="in-one"),
        pytest.param("inconnu", math.log(1 + 3.5 / 0.5), id="in-none"),
    ],
)
def test_idf(term: str, idf: float, lexical: LexicalIndex) -> None:
    assert lexical.idf(term) == pytest.approx(idf)


@pytest.mark.parametrize(
    "passages",
    [
        pytest.param([], id="no-passage"),
        pytest.param(["le la", "!"], id="passages-without-terms"),
        pytest.param(["", "film"], id="an-empty-passage"),
        pytest.param(PASSAGES, id="three"),
    ],
)
def test_saved_index_is_the_same_when_loaded(passages: list[str], tmp_path: Path) -> None:
    built = LexicalIndex.build(passages)
    built.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path)
    for query in ("film", "film court", "image longue", "inconnu", ""):
        assert loaded.scores(query).tolist() == built.scores(query).tolist()
        assert loaded.scores(query).shape == (len(passages),)
    assert loaded.idf("film") == built.idf("film")
    assert loaded.idf("inconnu") == built.idf("inconnu")


def test_no_file_can_run_code_when_loaded(tmp_path: Path) -> None:
    LexicalIndex.build(PASSAGES).save(tmp_path)
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {".npy", ".json"}
    for path in tmp_path.rglob("*.npy"):
        np.load(path, allow_pickle=False)


def test_empty_corpus_scores_nothing() -> None:
    assert LexicalIndex.build([]).scores("film").shape == (0,)
    assert LexicalIndex.build(["le", "la"]).scores("film").tolist() == [0, 0]


def test_passages_are_scored_in_their_own_order() -> None:
    found = LexicalIndex.build(["a b", "film", "c d", "film film"]).scores("film")
    # f = 1, l = 1 and f = 2, l = 2, L = (1 + 2 + … ) / 4: the second repeats it, at twice the length.
    assert np.flatnonzero(found).tolist() == [1, 3]
    assert found[3] > found[1]
