"""Search and reading, measured in one run: PIAF (paragraphs) and service-public.fr (sheets).

Usage: python -m evals.retrieval [--piaf FOLDER] [--sheets FOLDER] [--split dev] [--index-dir DIR]
                                 [--without-untrained]

Every document is ingested like any other file. PIAF counts a passage that comes from the gold paragraph;
sheets are ranked by their best passage. The untrained rows are the default model as it was before we
trained it. Indexes are kept for the next run. Reading is measured on PIAF alone.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import track

from assistant.reader import Reader, load_reader, rerank
from evals.datasets import Dataset, Question, read_piaf, read_sheets
from evals.ranking import LATE_INTERACTION, Run, id_of, open_index, search_all_ways
from evals.reader_scores import ReadingScores, read_answers
from evals.tables import paragraphs_table, reading_table, sheets_table, with_thousands
from index.embedding import Embedder, load_embedder
from index.model_folder import BASE_MODEL
from index.search import Index
from ingest.errors import SourcierError

_TRAINED, _UNTRAINED = "entraîné", "sans entraînement"
_NUM_READ_AGAIN = 50  # passages handed to the reader's ranking

_Item = TypeVar("_Item")

_errors = Console(stderr=True)


def main() -> None:
    """Print the tables."""
    options = _options()
    # In a file or a pipe, where no width is known, the columns stay whole.
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)
    try:
        trained = load_embedder(None)
        untrained = None if options.without_untrained else load_embedder(BASE_MODEL)
        reader = _reader_or_none(console)
        if options.piaf is not None:
            dataset = read_piaf(options.piaf, options.split)
            runs = _runs(dataset, options.index_dir / "piaf", trained, untrained, reader)
            console.print(_heading(f"PIAF ({options.split})", dataset, "paragraphes"))
            console.print(paragraphs_table(runs, dataset.questions))
            if reader is not None:
                console.print(reading_table(_read(reader, dataset, runs)))
        if options.sheets is not None:
            dataset = read_sheets(options.sheets)
            runs = _runs(dataset, options.index_dir / "sheets", trained, untrained, reader)
            console.print(_heading("service-public.fr", dataset, "fiches différentes"))
            console.print(sheets_table(runs, dataset.questions))
    except SourcierError as error:
        sys.exit(str(error))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--piaf", type=Path, help="folder of PIAF")
    parser.add_argument("--sheets", type=Path, help="folder of the sheets of service-public.fr")
    parser.add_argument("--split", choices=("train", "dev"), default="dev", help="questions of PIAF")
    parser.add_argument("--index-dir", type=Path, default=Path(".sourcier"), help="where indexes are kept")
    parser.add_argument(
        "--without-untrained", action="store_true", help="leave out the model before training"
    )
    options = parser.parse_args()
    if options.piaf is None and options.sheets is None:
        parser.error("donnez --piaf DOSSIER, --sheets DOSSIER ou les deux")
    return options


def _reader_or_none(console: Console) -> Reader | None:
    try:
        return load_reader()
    except SourcierError as error:
        console.print(f"Sans lecteur : {escape(str(error))}")
        return None


def _runs(
    dataset: Dataset, place: Path, trained: Embedder, untrained: Embedder | None, reader: Reader | None
) -> list[Run]:
    """Every way of searching ``dataset``, as the tables list them; indexes go beside ``place``."""
    questions = dataset.questions
    before = []
    if untrained is not None:
        index = open_index(dataset, place.with_name(f"{place.name}-untrained"), untrained, _errors)
        before = search_all_ways(index, questions, _UNTRAINED)
    index = open_index(dataset, place.with_name(f"{place.name}-index"), trained, _errors)
    lexical, *after = search_all_ways(index, questions, _TRAINED)
    runs = [lexical, *before[1:], *after]
    if reader is not None:
        runs.append(_reader_run(reader, index, questions))
    return runs


def _reader_run(reader: Reader, index: Index, questions: Sequence[Question]) -> Run:
    run = Run(f"{LATE_INTERACTION} + lecteur", _TRAINED, [])
    for question in _shown(questions, "Relecture des passages"):
        hits = rerank(reader, question.text, index.search(question.text, _NUM_READ_AGAIN))
        run.ranked.append([id_of(hit.document) for hit in hits])
    return run


def _read(reader: Reader, dataset: Dataset, runs: Sequence[Run]) -> ReadingScores:
    (closest,) = (run.ranked for run in runs if (run.search, run.model) == (LATE_INTERACTION, _TRAINED))
    questions = _shown(dataset.questions, "Lecture des réponses")
    return read_answers(reader, questions, closest, dataset.documents)


def _heading(name: str, dataset: Dataset, documents: str) -> str:
    num_questions, num_documents = map(with_thousands, (len(dataset.questions), len(dataset.documents)))
    return f"\n{name} : {num_questions} questions, {num_documents} {documents}"


def _shown(items: Sequence[_Item], what: str) -> Iterable[_Item]:
    """``items`` with a progress bar on a terminal."""
    return track(items, what, console=_errors, disable=not _errors.is_terminal)


if __name__ == "__main__":
    main()
