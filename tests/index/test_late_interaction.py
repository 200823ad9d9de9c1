"""MaxSim over stored token vectors, worked by hand, and kept through updates."""

import math
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from keyword_embedder import KeywordEmbedder

from index.embedded_texts import TokenVectors
from index.generation import open_generation
from index.late_interaction import TokenIndex
from index.search import Index
from index.update import ingest, remove
from ingest.errors import IndexFormatError

MakeIndex = Callable[[Mapping[str, str]], Index]

# Vectors of the plane, of lengths that do not matter: the axes, and 45° between them.
X, Y, BETWEEN = (100, 0), (0, 50), (70, 70)


def tokens(*pairs: tuple[int, tuple[int, int]]) -> TokenVectors:
    """Tokens of (id, vector), one character each."""
    spans = [(place, place + 1) for place in range(len(pairs))]
    return TokenVectors(
        np.array([each for each, _ in pairs], np.int32),
        np.array(spans, np.int32).reshape(-1, 2),
        np.array([vector for _, vector in pairs], np.int8).reshape(-1, 2),
    )


PASSAGES = [tokens((1, X), (2, Y)), tokens((1, BETWEEN), (1, X)), tokens((3, Y)), tokens()]


@pytest.fixture(params=["built", "loaded"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> TokenIndex:
    built = TokenIndex.build(PASSAGES)
    if request.param == "built":
        return built
    built.save(tmp_path)
    return TokenIndex.load(tmp_path)


def test_worked_weights(index: TokenIndex) -> None:
    # Of 4 passages, token 1 is in 2, token 2 in 1, token 9 in none, a token repeated counts once:
    # ln(1 + 2.5 / 2.5), ln(1 + 3.5 / 1.5), ln(1 + 4.5 / 0.5), over their sum.
    rarities = np.array([math.log(2), math.log(10 / 3), math.log(10)])
    weights = index.weights(np.array([1, 2, 9], np.int32))
    assert weights == pytest.approx(rarities / rarities.sum(), abs=1e-6)
    assert weights.dtype == np.float32


def test_worked_cosines(index: TokenIndex) -> None:
    half = math.sqrt(0.5)
    nothing, second, third = index.cosines(tokens((1, X), (3, Y)), [3, 1, 2])
    assert nothing.shape == (2, 0)
    assert second == pytest.approx(np.array([[half, 1], [half, 0]]), abs=1e-6)
    assert third == pytest.approx(np.array([[0], [1]]), abs=1e-6)


def test_worked_maxsim(index: TokenIndex) -> None:
    query = tokens((1, X), (2, Y))
    first, second = index.weights(query.ids)
    # Passage 0 holds both; passage 1 holds x and half of y; passage 2 y alone; passage 3 nothing.
    expected = [1, first + second * math.sqrt(0.5), second, 0]
    assert index.maxsim(query, [0, 1, 2, 3]) == pytest.approx(np.array(expected), abs=1e-6)
    assert index.maxsim(query, [2, 0]) == pytest.approx(np.array([second, 1]), abs=1e-6)


def test_query_without_tokens_has_no_maxsim(index: TokenIndex) -> None:
    assert index.maxsim(tokens(), [0, 1]).tolist() == [0, 0]
    assert index.weights(np.empty(0, np.int32)).shape == (0,)


def test_tokens_come_back_as_they_went_in(index: TokenIndex) -> None:
    assert len(index) == 4
    for position, expected in enumerate(PASSAGES):
        found = index.tokens(position)
        assert np.array_equal(found.ids, expected.ids)
        assert np.array_equal(found.spans, expected.spans)
        assert np.array_equal(found.vectors, expected.vectors)


@pytest.mark.parametrize("passages", [[], [tokens(), tokens()]], ids=["no passage", "no token"])
def test_index_without_tokens_is_saved_and_loaded(passages: list[TokenVectors], tmp_path: Path) -> None:
    TokenIndex.build(passages).save(tmp_path)
    loaded = TokenIndex.load(tmp_path)
    assert len(loaded) == len(passages)
    assert loaded.maxsim(tokens((1, X)), range(len(passages))).tolist() == [0] * len(passages)


def test_rows_stay_on_disk(tmp_path: Path) -> None:
    TokenIndex.build(PASSAGES).save(tmp_path)
    assert isinstance(TokenIndex.load(tmp_path).tokens(0).vectors, np.memmap)


def test_pickled_array_is_not_read(tmp_path: Path) -> None:
    TokenIndex.build(PASSAGES).save(tmp_path)
    np.save(tmp_path / "tokens" / "ids.npy", np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        TokenIndex.load(tmp_path)


# --- through updates --------------------------------------------------------------------------------------

FILES = {
    "cinema.md": "# Le cinéma\n\nLes œuvres françaises ont attiré 1 619 spectateurs à l’été 2023.\n",
    "musique.md": "# La musique\n\nLes concerts et les disques font vivre des milliers d’artistes.\n",
    "presse.md": "# La presse\n\nLes journaux vendent moins de papier et plus d’abonnements.\n",
}
QUERIES = ["les disques et la presse", "œuvres", "Combien d'abonnements ?"]


def scored(index: Index) -> list[list[tuple[str, float, float | None]]]:
    return [
        [(hit.document.name, hit.score, hit.maxsim) for hit in index.search(query, 9)] for query in QUERIES
    ]


def test_index_updated_in_steps_scores_as_one_built_at_once(
    make_index: MakeIndex, tmp_path: Path, embedder: KeywordEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = scored(make_index(FILES))
    monkeypatch.chdir(tmp_path / "documents")
    Path("vieux.md").write_text(
        "# Les vieux disques\n\nDes disques de la presse à disques.\n", encoding="utf-8"
    )
    steps = tmp_path / "par-étapes"
    for names in (["cinema.md", "vieux.md"], ["musique.md"], ["presse.md"]):
        ingest(steps, names, model=embedder.description, load_model=lambda: embedder)
    assert scored(Index.open(steps, embedder)) != at_once
    remove(steps, ["vieux.md"], model=embedder.description)
    assert scored(Index.open(steps, embedder)) == at_once
    assert embedder.num_embedded == 3 + 4


def test_damaged_token_file_never_answers(
    make_index: MakeIndex, tmp_path: Path, embedder: KeywordEmbedder
) -> None:
    make_index(FILES)
    path = open_generation(tmp_path / "index").folder / "tokens" / "vectors.npy"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexFormatError, match=r"tokens/vectors\.npy a changé"):
        Index.open(tmp_path / "index", embedder)
