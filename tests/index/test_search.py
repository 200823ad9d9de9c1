"""Hybrid search over an opened index."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from keyword_embedder import KeywordEmbedder

from index.fusion import fuse, with_maxsim
from index.search import NUM_REREAD, Hit, Index
from ingest.errors import IndexFormatError, IndexNotFoundError

MakeIndex = Callable[[Mapping[str, str]], Index]
FILES = {
    "cinema.md": "# Le cinéma\n\nLes œuvres françaises ont attiré 1 619 spectateurs à l’été 2023.\n",
    "musique.md": "# La musique\n\nLes concerts et les disques font vivre des milliers d’artistes.\n",
    "presse.md": "# La presse\n\nLes journaux vendent moins de papier et plus d’abonnements.\n",
}


def names(hits: list[Hit]) -> list[str]:
    return [hit.document.name for hit in hits]


def test_best_passage_comes_first(make_index: MakeIndex) -> None:
    hits = make_index(FILES).search("Combien d'artistes vivent des concerts ?", 3)
    assert hits[0].document.name == "musique.md"
    assert hits[0].passage.text == FILES["musique.md"].strip()


@pytest.mark.parametrize(
    ("query", "name"),
    [
        pytest.param("oeuvres francaises", "cinema.md", id="without-accents-or-ligature"),
        pytest.param("SPECTATEURS DE L'ETE", "cinema.md", id="capitals"),
        pytest.param("1619 spectateur", "cinema.md", id="number-without-its-space"),
        pytest.param("un journal", "presse.md", id="singular"),
        pytest.param("l’ abonnement", "presse.md", id="stray-apostrophe"),
    ],
)
def test_plain_query_finds_the_accented_text(query: str, name: str, make_index: MakeIndex) -> None:
    hit = make_index(FILES).search(query, 1)[0]
    assert hit.document.name == name
    assert hit.bm25 > 0


def test_ranks_run_from_1_and_scores_fall(make_index: MakeIndex) -> None:
    hits = make_index(FILES).search("les disques et la presse", 3)
    assert [hit.rank for hit in hits] == [1, 2, 3]
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_score_is_the_fusion_of_the_raw_scores(make_index: MakeIndex) -> None:
    index = make_index(FILES)
    hits = index.search("les disques et la presse", 3)
    fused = fuse(
        np.array([hit.cosine for hit in hits], dtype=np.float32),
        np.array([hit.bm25 for hit in hits], dtype=np.float32),
    )
    maxsims = np.array([hit.maxsim for hit in hits], dtype=np.float32)
    assert [hit.score for hit in hits] == pytest.approx(with_maxsim(fused, maxsims).tolist())
    query = index.embedder.embed_queries(["les disques et la presse"]).vectors[0]
    cosines = dict(zip([p.passage_id for _, p in index.passages], index.dense.vectors() @ query, strict=True))
    assert [hit.cosine for hit in hits] == pytest.approx([cosines[hit.passage.passage_id] for hit in hits])


def test_maxsim_is_that_of_the_stored_tokens(make_index: MakeIndex) -> None:
    index = make_index(FILES)
    query = "les disques et la presse"
    for hit in index.search(query, 3):
        assert index.passages[hit.position] == (hit.document, hit.passage)
        assert hit.maxsim == index.tokens.maxsim(index.query_tokens(query), [hit.position])[0]


def test_query_without_tokens_is_ranked_by_the_hybrid_alone(make_index: MakeIndex) -> None:
    hits = make_index(FILES).search("?", 3)
    assert [hit.maxsim for hit in hits] == [None] * 3


def test_passages_past_the_reread_ones_are_found_too(make_index: MakeIndex) -> None:
    files = {f"{n}.md": f"# Film {n}\n\nUn film.\n" for n in range(NUM_REREAD + 5)}
    index = make_index(files)
    assert len(index.search("film", NUM_REREAD + 5)) == NUM_REREAD + 5
    assert len(index.search("film", NUM_REREAD - 5)) == NUM_REREAD - 5


def test_top_k_limits_and_may_exceed_the_corpus(make_index: MakeIndex) -> None:
    index = make_index(FILES)
    every = names(index.search("la presse", 100))
    assert sorted(every) == sorted(FILES)
    assert names(index.search("la presse", 2)) == every[:2]
    assert index.search("la presse", 0) == []


def test_ties_break_on_passage_id(make_index: MakeIndex) -> None:
    # The same sentence in four documents of the same title, told apart by a blank line at the end.
    files = {f"{n}.md": "# Film\n\nUn film.\n" + "\n" * n for n in range(4)}
    hits = make_index(files).search("film", 4)
    assert len({hit.score for hit in hits}) == 1
    ids = [hit.passage.passage_id for hit in hits]
    assert ids == sorted(ids)
    assert [hit.passage.passage_id for hit in make_index(files).search("film", 2)] == ids[:2]


@pytest.mark.parametrize("query", ["", "   ", "?", "zzz inconnu", '" * NEAR ( {} %s \\', "é" * 10_000])
def test_any_query_is_answered_by_every_passage(query: str, make_index: MakeIndex) -> None:
    hits = make_index(FILES).search(query, 10)
    assert len(hits) == 3
    assert all(hit.bm25 == 0 for hit in hits)


def test_hit_is_a_slice_of_its_document(make_index: MakeIndex) -> None:
    for hit in make_index(FILES).search("la presse", 3):
        passage = hit.passage
        assert hit.document.parsed.text == FILES[hit.document.name]
        assert hit.document.parsed.text[passage.start : passage.end] == passage.text


def test_empty_index_finds_nothing(make_index: MakeIndex) -> None:
    index = make_index({})
    assert index.passages == []
    assert index.search("cinéma", 5) == []


def test_same_search_gives_the_same_hits(make_index: MakeIndex) -> None:
    index = make_index(FILES)
    assert index.search("la presse", 3) == index.search("la presse", 3)


def test_missing_index_says_how_to_make_one(tmp_path: Path, embedder: KeywordEmbedder) -> None:
    with pytest.raises(IndexNotFoundError, match="sourcier ingest"):
        Index.open(tmp_path / "nulle-part", embedder)


def test_index_made_with_another_model_is_refused_by_both_names(
    make_index: MakeIndex, tmp_path: Path
) -> None:
    make_index(FILES)
    with pytest.raises(IndexFormatError, match=r"« mots-clés » et non « autre modèle »"):
        Index.open(tmp_path / "index", KeywordEmbedder("autre modèle"))
