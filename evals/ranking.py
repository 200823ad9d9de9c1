"""What each way of searching ranks first, for every question of a data set."""

import contextlib
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from assistant.terminal import ingest_progress
from evals.datasets import Dataset, Question
from index.embedding import Embedder, TokenVectors
from index.fusion import fuse, with_maxsim
from index.records import Document
from index.search import NUM_REREAD, Index
from index.update import ingest
from ingest.errors import UsageError

BM25 = "BM25 seul"
DENSE = "vecteurs seuls"
HYBRID = "hybride"
LATE_INTERACTION = "hybride + interaction tardive"
SEARCHES = (BM25, DENSE, HYBRID, LATE_INTERACTION)

# Passages kept for a question: many more than the ten that are counted, as one document may have several.
_NUM_KEPT = 200


@dataclass(frozen=True, slots=True)
class Run:
    """``ranked[i]``: the documents of the first passages for question i, best first, one entry a passage.

    ``model`` is empty where the search asks for none.
    """

    search: str
    model: str
    ranked: list[list[str]]


def open_index(dataset: Dataset, index_dir: Path, embedder: Embedder, console: Console) -> Index:
    """The index of ``dataset`` at ``index_dir``, made or brought up to date; progress goes to ``console``.

    Raises UsageError if a document could not be read, which would make the figures wrong, and what
    ingestion raises.
    """
    index_dir = index_dir.absolute()
    with tempfile.TemporaryDirectory() as folder, ingest_progress(console) as progress:
        for pid, text in dataset.documents.items():
            (Path(folder) / f"{pid}.txt").write_text(text, encoding="utf-8", newline="")
        # Names relative to the folder, so that the kept index is found unchanged next time.
        with contextlib.chdir(folder):
            ingest(
                index_dir, ["."], model=embedder.description, load_model=lambda: embedder, progress=progress
            )
    index = Index.open(index_dir, embedder)
    missing = dataset.documents.keys() - map(id_of, index.documents)
    if missing:
        raise UsageError(
            f"{len(missing)} documents manquent dans {index_dir}, dont « {min(missing)} » : relancez la mesure,"
            " ou supprimez ce dossier si cela se répète."
        )
    return index


def id_of(document: Document) -> str:
    """The data set's own id of an indexed document."""
    return Path(document.name).stem


def search_all_ways(index: Index, questions: Iterable[Question], model: str) -> list[Run]:
    """A run for each of ``SEARCHES``, in that order, as ``Index.search`` ranks."""
    questions = list(questions)
    queries = index.embedder.embed_queries([question.text for question in questions])
    names = [id_of(document) for document, _ in index.passages]
    id_ranks = np.argsort(np.argsort([passage.passage_id for _, passage in index.passages]))
    runs = [Run(search, "" if search == BM25 else model, []) for search in SEARCHES]
    for question, vector, tokens in zip(questions, queries.vectors, queries.tokens, strict=True):
        bm25 = index.lexical.scores(question.text)
        cosines = index.dense.scores(vector)
        hybrid = fuse(cosines, bm25)
        orders = [best_first(scores, id_ranks) for scores in (bm25, cosines, hybrid)]
        orders.append(_reread(index, tokens, hybrid, orders[-1], id_ranks))
        for run, order in zip(runs, orders, strict=True):
            run.ranked.append([names[position] for position in order[:_NUM_KEPT]])
    return runs


def best_first(scores: NDArray[np.float32], id_ranks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions by falling score; ties by growing id rank, as in search. All of shape ``(num_passages,)``."""
    return np.lexsort((id_ranks, -scores))


def distinct(ranked: Iterable[str]) -> list[str]:
    """Documents ranked by their best passage: each where it first comes."""
    return list(dict.fromkeys(ranked))


def _reread(
    index: Index,
    query: TokenVectors,
    hybrid: NDArray[np.float32],
    order: NDArray[np.int64],
    id_ranks: NDArray[np.int64],
) -> NDArray[np.int64]:
    """``order`` by hybrid score with its first passages ranked again by their tokens."""
    first = order[:NUM_REREAD]
    maxsims = index.tokens.maxsim(query, first.tolist()) if len(query) else None
    again = best_first(with_maxsim(hybrid[first], maxsims), id_ranks[first])
    return np.concatenate([first[again], order[NUM_REREAD:]])
