"""Figures as tables for a terminal, in French."""

from collections.abc import Sequence

from rich.table import Table

from evals.datasets import Question
from evals.labels import number
from evals.metrics import (
    auc,
    auc_interval,
    bootstrap_interval,
    gold_ranks,
    mrr_at_k,
    ndcg_at_k,
    recall_at_k,
)
from evals.ranking import Run, distinct
from evals.reader_scores import ReadingScores

_PARAGRAPH_CUTS = (1, 3, 5, 10)
_SHEET_CUTS = (1, 10)
_DEPTH = 10
_INTERVAL = "intervalle à 95 %"


def paragraphs_table(runs: Sequence[Run], questions: Sequence[Question]) -> Table:
    """A line a run; passages are ranked, and count where they come from the gold paragraph."""
    recalls = [f"rappel@{k}" for k in _PARAGRAPH_CUTS]
    table = _table(["Recherche", "Modèle"], [*recalls, f"MRR@{_DEPTH}", f"rappel@1,\n{_INTERVAL}"])
    for run in runs:
        ranks = [
            min(gold_ranks(ranked, question.gold), default=None)
            for ranked, question in zip(run.ranked, questions, strict=True)
        ]
        table.add_row(
            run.search,
            run.model or "–",
            *(number(recall_at_k(ranks, k)) for k in _PARAGRAPH_CUTS),
            number(mrr_at_k(ranks, _DEPTH)),
            _interval(bootstrap_interval([float(rank == 1) for rank in ranks])),
        )
    return table


def sheets_table(runs: Sequence[Run], questions: Sequence[Question]) -> Table:
    """A line a run; sheets are ranked, by their best passage. Recall asks for one gold sheet."""
    recalls = [f"rappel@{k}" for k in _SHEET_CUTS]
    figures = [f"nDCG@{_DEPTH}", *recalls, f"MRR@{_DEPTH}", f"nDCG@{_DEPTH},\n{_INTERVAL}"]
    table = _table(["Recherche", "Modèle"], figures)
    for run in runs:
        found = [
            gold_ranks(distinct(ranked), question.gold)
            for ranked, question in zip(run.ranked, questions, strict=True)
        ]
        gains = [
            ndcg_at_k(ranks, len(question.gold), _DEPTH)
            for ranks, question in zip(found, questions, strict=True)
        ]
        first = [min(ranks, default=None) for ranks in found]
        table.add_row(
            run.search,
            run.model or "–",
            number(sum(gains) / len(gains)),
            *(number(recall_at_k(first, k)) for k in _SHEET_CUTS),
            number(mrr_at_k(first, _DEPTH)),
            _interval(bootstrap_interval(gains)),
        )
    return table


def reading_table(scores: ReadingScores) -> Table:
    """A line a figure of the reader."""
    table = _table(["Lecture"], ["valeur", _INTERVAL, "n"])
    for name, values in (
        ("F1 des mots de la réponse", scores.f1),
        ("réponse exacte", scores.exact),
    ):
        mean = sum(values) / len(values)
        table.add_row(name, number(mean), _interval(bootstrap_interval(values)), with_thousands(len(values)))
    if scores.without:
        table.add_row(
            "aire sous la courbe ROC : le passage répond-il ?",
            number(auc(scores.with_answer, scores.without)),
            _interval(auc_interval(scores.with_answer, scores.without)),
            f"2 × {with_thousands(len(scores.without))}",
        )
    return table


def with_thousands(count: int) -> str:
    """``count`` as French writes it: 1 171, with a narrow no-break space."""
    return f"{count:,}".replace(",", "\u202f")


def _table(texts: Sequence[str], figures: Sequence[str]) -> Table:
    """Columns of text, which fold on a narrow terminal, then columns of figures, which do not."""
    table = Table(*texts)
    for header in figures:
        table.add_column(header, justify="right", no_wrap=True)
    return table


def _interval(bounds: tuple[float, float]) -> str:
    return " – ".join(map(number, bounds))
