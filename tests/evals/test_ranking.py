from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from evals.datasets import Dataset, Question
from evals.ranking import SEARCHES, best_first, distinct, id_of, open_index, search_all_ways
from index.embedding import Embedder
from index.search import Index

DOCUMENTS = {
    "presse": "La presse écrite. " + "Le journal paraît le matin. " * 120,  # several passages
    "potager": "Au potager, les tomates mûrissent en août.",
    "cinema": "Le cinéma muet, puis le cinéma parlant.",
    "radio": "La radio du matin.",
}
QUESTIONS = (
    Question("Quand mûrissent les tomates ?", frozenset({"potager"})),
    Question("Quel cinéma a précédé le parlant ?", frozenset({"cinema"})),
    Question("Quand paraît le journal ?", frozenset({"presse"})),
    Question("?", frozenset({"radio"})),
)


@pytest.fixture
def index(tmp_path: Path, embedder: Embedder) -> Index:
    return open_index(Dataset(DOCUMENTS, QUESTIONS), tmp_path / "index", embedder, Console(stderr=True))


def test_best_first_breaks_ties_by_the_rank_of_the_id() -> None:
    scores = np.array([0.5, 0.9, 0.5, 0.1, 0.5], np.float32)
    id_ranks = np.array([4, 0, 1, 2, 3])
    assert best_first(scores, id_ranks).tolist() == [1, 2, 4, 0, 3]


def test_a_document_stands_where_its_best_passage_does() -> None:
    assert distinct(["b", "a", "b", "c", "a"]) == ["b", "a", "c"]


def test_every_document_is_indexed_and_the_index_is_kept(
    index: Index, tmp_path: Path, embedder: Embedder
) -> None:
    assert sorted(map(id_of, index.documents)) == sorted(DOCUMENTS)
    again = open_index(Dataset(DOCUMENTS, QUESTIONS), tmp_path / "index", embedder, Console(stderr=True))
    assert again.manifest.generation == index.manifest.generation
    changed = Dataset({"radio": DOCUMENTS["radio"], "theatre": "Le théâtre."}, QUESTIONS[3:])
    after = open_index(changed, tmp_path / "index", embedder, Console(stderr=True))
    assert sorted(map(id_of, after.documents)) == ["radio", "theatre"]


def test_the_last_run_ranks_as_search_does(index: Index) -> None:
    runs = search_all_ways(index, QUESTIONS, "essai")
    assert [run.search for run in runs] == list(SEARCHES)
    assert [run.model for run in runs] == ["", "essai", "essai", "essai"]
    assert len(index.passages) > len(DOCUMENTS)
    for question, ranked in zip(QUESTIONS, runs[-1].ranked, strict=True):
        hits = index.search(question.text, len(index.passages))
        assert ranked == [id_of(hit.document) for hit in hits]


def test_each_run_finds_what_shares_words_with_the_question(index: Index) -> None:
    for run in search_all_ways(index, QUESTIONS[:3], "essai"):
        assert [ranked[0] for ranked in run.ranked] == ["potager", "cinema", "presse"], run.search
