"""Retrieval on PIAF: BM25 alone, dense alone, hybrid, and hybrid with late interaction, in one run.

Usage: python -m evals.retrieval PIAF_FOLDER [--split dev] [--index DIR]

Every paragraph of train and dev is a document of its own, ingested like any other file; a hit
counts when it comes from the gold paragraph. The index is kept for the next run.
"""

import argparse
import contextlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from assistant.settings import settings
from assistant.terminal import ingest_progress
from evals.metrics import bootstrap_interval, mrr_at_k, recall_at_k
from index.embedding import TokenVectors, describe_model, load_embedder
from index.fusion import fuse, with_maxsim
from index.search import NUM_REREAD, Index
from index.update import ingest

_CUTS = (1, 3, 5, 10)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("piaf", type=Path)
    parser.add_argument("--split", choices=("train", "dev"), default="dev")
    parser.add_argument("--index", type=Path, default=Path(".sourcier/piaf-index"))
    options = parser.parse_args()
    index = _index(options.piaf, options.index)
    questions = _lines(options.piaf / f"{options.split}.questions.jsonl")
    gold = [question["pid"] for question in questions]
    texts = [question["question"] for question in questions]
    queries = index.embedder.embed_queries(texts)
    query_cosines = list(queries.vectors @ index.dense.vectors().T)
    bm25 = [index.lexical.scores(text) for text in texts]
    hybrid = [fuse(c, b) for c, b in zip(query_cosines, bm25, strict=True)]
    runs = {
        "BM25 seul": bm25,
        "vecteurs seuls": query_cosines,
        "hybride": hybrid,
        "hybride + interaction tardive": [
            _reread(index, row, tokens) for row, tokens in zip(hybrid, queries.tokens, strict=True)
        ],
    }
    positions = _positions(index)
    ids = np.array([passage.passage_id for _, passage in index.passages])
    table = Table("Recherche", *(f"rappel@{k}" for k in _CUTS), "MRR@10", "intervalle de rappel@5 à 95 %")
    for name, scores in runs.items():
        ranks = [_gold_rank(ids, row, positions[pid]) for row, pid in zip(scores, gold, strict=True)]
        low, high = bootstrap_interval([float(rank is not None and rank <= 5) for rank in ranks])
        table.add_row(
            name,
            *(f"{recall_at_k(ranks, k):.3f}" for k in _CUTS),
            f"{mrr_at_k(ranks, 10):.3f}",
            f"{low:.3f} – {high:.3f}",
        )
    Console().print(
        f"PIAF {options.split} : {len(gold)} questions, {len(index.documents)} paragraphes", table
    )


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _index(piaf: Path, index_dir: Path) -> Index:
    name = settings().embedding_model
    index_dir = index_dir.absolute()
    passages = _lines(piaf / "train.passages.jsonl") + _lines(piaf / "dev.passages.jsonl")
    with tempfile.TemporaryDirectory() as folder, ingest_progress(Console(stderr=True)) as progress:
        for passage in passages:
            (Path(folder) / f"{passage['pid']}.txt").write_text(passage["text"], encoding="utf-8")
        # Names relative to the folder, so that the kept index is found unchanged next time.
        with contextlib.chdir(folder):
            ingest(
                index_dir,
                ["."],
                model=describe_model(name),
                load_model=lambda: load_embedder(name),
                progress=progress,
            )
    return Index.open(index_dir, load_embedder(name))


def _reread(index: Index, hybrid: NDArray[np.float32], query: TokenVectors) -> NDArray[np.float32]:
    """Scores as search gives them; passages that it does not read again come after, in hybrid order."""
    first = np.argsort(-hybrid, kind="stable")[:NUM_REREAD]
    scores = hybrid - 1
    scores[first] = with_maxsim(hybrid[first], index.tokens.maxsim(query, first.tolist()))
    return scores


def _positions(index: Index) -> dict[str, list[int]]:
    """Positions of the passages of each paragraph, by its id."""
    positions: dict[str, list[int]] = {}
    for position, (document, _) in enumerate(index.passages):
        positions.setdefault(Path(document.name).stem, []).append(position)
    return positions


def _gold_rank(ids: NDArray[np.str_], scores: NDArray[np.float32], positions: Sequence[int]) -> int | None:
    """Rank of the first passage of the gold paragraph; ties break on passage id, as in search."""
    ranks = [
        1 + int(np.sum(scores > scores[p])) + int(np.sum((scores == scores[p]) & (ids < ids[p])))
        for p in positions
    ]
    return min(ranks, default=None)


if __name__ == "__main__":
    main()
