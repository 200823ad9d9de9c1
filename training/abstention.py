"""Fit when the assistant abstains: the weights of assistant/confidence.py, printed.

Usage: python -m training.abstention --piaf FOLDER --reports FOLDER [--index DIR] [--questions N]

Questions with an answer: PIAF dev, those of evals/*_dev on the reports and on the example collection, and those
of training/questions/*.dev.jsonl on their passages. Without: the same PIAF questions once every paragraph of the gold
article is out of reach (the nearest subject that is left), the unanswerable ones of evals/*_dev, the near misses of
training/questions, and PIAF questions asked of the two collections. The logistic regression gives both sides, and every collection, the same weight; figures are by
cross-validation over questions.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from assistant.confidence import signals
from assistant.evidence import NUM_PASSAGES, gather
from assistant.reader import Reader, load_reader
from evals.datasets import read_json_lines, read_piaf
from evals.metrics import auc
from evals.ranking import id_of, open_index
from index.embedding import describe_model, load_embedder
from index.search import Hit, Index
from index.update import ingest
from training.logistic import chances, fit
from training.piaf import load_paragraphs
from training.written import load_written, written_index

_FOLDS = 5
_FALSE_ABSTENTIONS = 0.05
_EVALS = Path("evals")
_CANDIDATES = 40  # passages searched, so that enough are left without the gold article


@dataclass(frozen=True, slots=True)
class Case:
    """``kind`` of question; ``values`` of its signals, None where nothing relevant was found at all."""

    kind: str
    answerable: bool
    values: tuple[float, ...] | None


def main() -> None:
    """Print the weights, the threshold and what they give."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--piaf", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--index", type=Path, default=Path(".sourcier/piaf-index"))
    parser.add_argument("--questions", type=int, default=250, help="how many of PIAF dev")
    options = parser.parse_args()
    reader = load_reader()
    cases = [
        *_of_piaf(options.piaf, options.index, options.questions, reader),
        *_of_questions("reports", options.reports, options.piaf, reader),
        *_of_questions("examples", Path("evals/corpus"), options.piaf, reader),
        *_of_written(reader),
    ]
    report(cases)


def report(cases: Sequence[Case]) -> None:
    """Fit on the cases where something was found, and tell how each kind fares."""
    found = [case for case in cases if case.values is not None]
    inputs = np.array([case.values for case in found])
    answerable = np.array([case.answerable for case in found])
    groups = [(case.kind.split()[0], case.answerable) for case in found]
    shares = np.array([len(found) / (len(set(groups)) * groups.count(group)) for group in groups])
    folds = np.arange(len(found)) % _FOLDS
    foretold = np.empty(len(found))
    for fold in range(_FOLDS):
        weights = fit(inputs[folds != fold], answerable[folds != fold], shares[folds != fold])
        foretold[folds == fold] = chances(inputs[folds == fold], weights)
    threshold = float(np.quantile(foretold[answerable], _FALSE_ABSTENTIONS))
    weights = fit(inputs, answerable, shares)
    print(f"weights {weights.round(2).tolist()} (the intercept last)")
    print(f"threshold {threshold:.3f}")
    for kind in dict.fromkeys(case.kind for case in cases):
        of_kind = [case for case in cases if case.kind == kind]
        chances_of = [
            float(chance) for chance, case in zip(foretold, found, strict=True) if case.kind == kind
        ]
        refused = len(of_kind) - sum(chance >= threshold for chance in chances_of)
        print(f"{kind}: {refused}/{len(of_kind)} refused")
    positives = foretold[answerable].tolist()
    for kind in dict.fromkeys(case.kind for case in found if not case.answerable):
        negatives = [float(c) for c, case in zip(foretold, found, strict=True) if case.kind == kind]
        print(f"AUC against {kind}: {auc(positives, negatives):.3f}")


def _of_piaf(piaf: Path, index_dir: Path, count: int, reader: Reader) -> list[Case]:
    dataset = read_piaf(piaf, "dev")
    index = open_index(dataset, index_dir, load_embedder(None), Console(stderr=True))
    paragraphs = load_paragraphs(piaf, "dev")
    article_of = {pid: paragraph.title for pid, paragraph in paragraphs.items()}
    cases = []
    step = max(1, len(dataset.questions) // count)
    for question in track(dataset.questions[::step], "PIAF"):
        article = article_of[min(question.gold)]

        def elsewhere(hit: Hit, article: str = article) -> bool:
            return article_of.get(id_of(hit.document)) != article

        cases.append(_case("piaf", True, index, reader, question.text))
        cases.append(_case("piaf without", False, index, reader, question.text, elsewhere))
    return cases


def _of_questions(name: str, documents: Path, piaf: Path, reader: Reader) -> list[Case]:
    """The questions to work with on a collection, evals/``name``_dev, and others that are beside it."""
    asked = [
        (name, True, line["question"]) for line in read_json_lines(_EVALS / f"{name}_dev" / "questions.jsonl")
    ]
    asked += [
        (f"{name} {line['kind']}", False, line["question"])
        for line in read_json_lines(_EVALS / f"{name}_dev" / "unanswerable.jsonl")
    ]
    others = read_piaf(piaf, "dev").questions[5::20]
    asked += [(f"{name} piaf questions", False, question.text) for question in others]
    with tempfile.TemporaryDirectory() as folder:
        ingest(Path(folder), [str(documents)], model=describe_model(), load_model=load_embedder)
        index = Index.open(Path(folder), load_embedder())
        return [_case(kind, good, index, reader, text) for kind, good, text in track(asked, name)]


def _of_written(reader: Reader) -> list[Case]:
    """The questions written for the training and kept apart, on all of their passages."""
    index = written_index(dev=True)
    asked = [
        ("written" if span else "written near_miss", span is not None, question)
        for passage in load_written(dev=True)
        for question, span in passage.questions
    ]
    return [_case(kind, good, index, reader, text) for kind, good, text in track(asked, "written")]


def _case(
    kind: str,
    answerable: bool,
    index: Index,
    reader: Reader,
    text: str,
    kept: Callable[[Hit], bool] = lambda hit: True,
) -> Case:
    hits = [hit for hit in index.search(text, _CANDIDATES) if kept(hit)][:NUM_PASSAGES]
    evidence = gather(index, reader, text, hits)
    if not evidence.relevant:
        return Case(kind, answerable, None)
    found = signals(evidence)
    # Shares of words add nothing to the vectors (docs/experiments.md), and would be given negative weights.
    return Case(kind, answerable, astuple(replace(found, sentence_coverage=0.0, passage_coverage=0.0)))


if __name__ == "__main__":
    main()
