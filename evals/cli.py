"""The whole ``sourcier`` command: that of the assistant, and ``sourcier eval``.

Here and not beside the others, since imports go one way. Heavy libraries are imported inside the commands.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table as RichTable

from assistant import french_cli
from assistant.cli import IndexOption, app, main, open_assistant
from assistant.settings import settings

if TYPE_CHECKING:
    from evals.report import Table

__all__ = ["main"]

_console = Console(highlight=False)
_errors = Console(stderr=True)
_RUN = "run"


class _EvalGroup(french_cli.FrenchGroup):
    """``sourcier eval SET`` is ``sourcier eval run SET``: what is no command is a reference set."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [_RUN, *args]
        return super().parse_args(ctx, args)


_evaluation = typer.Typer(
    cls=_EvalGroup,
    help="Mesure les réponses sur un jeu de référence (« sourcier eval JEU »), ou en prépare un.",
    no_args_is_help=True,
    subcommand_metavar="JEU | COMMANDE [ARGUMENTS]...",
)
app.add_typer(_evaluation, name="eval")


@_evaluation.command(_RUN, cls=french_cli.FrenchCommand)
def run_set(
    reference: Annotated[
        Path, typer.Argument(metavar="JEU", help="Dossier ou .jsonl du jeu de référence (evals/README.md).")
    ],
    index: IndexOption = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DOSSIER", help="Où écrire le rapport (sinon build/eval/JEU)."),
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option(
            "--compare", metavar="RÉSULTAT", help="Un run.json d'avant, ou son dossier, à comparer."
        ),
    ] = None,
) -> int:
    """Répond à tout un jeu de référence, mesure, et écrit un rapport."""
    from assistant.terminal import bar
    from evals.evaluation import evaluate, load_run, require_documents, save_run, texts_of
    from evals.reference_set import load_reference_set
    from evals.report import as_html, as_json, as_markdown, comparison_table, make_report, summary_table
    from evals.scores import compare as compare_scores
    from evals.scores import score

    reference_set = load_reference_set(reference)
    before = load_run(compare) if compare is not None else None
    assistant = open_assistant(index, with_inference=True)
    texts = texts_of(assistant)
    require_documents(reference_set, texts)
    with bar(_errors, "Questions") as progress:
        run = evaluate(reference_set, assistant, progress=progress)
    scores = score(reference_set, run)
    compared = []
    if before is not None:
        shared = run.results.keys() & before.results.keys()
        compared = compare_scores(scores, score(reference_set, before), shared)
    report = make_report(run, scores, texts, compared)
    folder = to or Path("build/eval") / reference_set.name
    folder.mkdir(parents=True, exist_ok=True)
    save_run(run, folder / "run.json")
    for name, text in (
        ("rapport.html", as_html(report)),
        ("rapport.md", as_markdown(report)),
        ("chiffres.json", as_json(run, scores, compared)),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    _show(summary_table(scores))
    if compared:
        _show(comparison_table(compared))
    failed = [identifier for identifier, result in run.results.items() if "error" in result]
    if failed:
        _errors.print(f"{len(failed)} question(s) sans résultat, comptées 0, dont {failed[0]}.")
    typer.echo(f"Rapport : {folder / 'rapport.html'}")
    verbatim = scores.named.get("quotes_verbatim")
    if verbatim is not None and verbatim.value < 1:
        _errors.print("Des citations ne sont pas au mot près : le rapport les compte.")
        return 1
    return 0


@_evaluation.command("init", cls=french_cli.FrenchCommand)
def init(
    target: Annotated[Path, typer.Argument(metavar="SORTIE", help="Le .jsonl à écrire.")],
    index: IndexOption = None,
) -> int:
    """Ébauche un jeu de référence d'après un index, à corriger par une personne."""
    from evals.drafting import MARK, draft, write_drafts
    from index.generation import open_generation
    from index.records import load_documents

    drafts = draft(load_documents(open_generation(index or settings().index).folder))
    if not drafts:
        _errors.print(
            "Rien dans ces documents ne donne de question : écrivez le jeu vous-même (evals/README.md)."
        )
        return 1
    write_drafts(drafts, target)
    typer.echo(
        f"{len(drafts)} questions dans {target}, toutes « {MARK} » : récrivez-les, ajoutez des questions sans réponse,"
        f" puis « sourcier eval {target} »."
    )
    return 0


@_evaluation.command("import", cls=french_cli.FrenchCommand)
def import_set(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE",
            help="Dossier BEIR (corpus.jsonl, queries.jsonl, qrels/test.tsv) ou .json SQuAD.",
        ),
    ],
    target: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Dossier neuf pour le jeu de référence.")],
) -> None:
    """Fait un jeu de référence, et ses documents, d'un dossier BEIR ou d'un fichier SQuAD."""
    from evals.importing import DOCUMENTS, import_beir, import_squad

    read = import_beir if source.is_dir() else import_squad
    num_documents, num_questions = read(source, target)
    typer.echo(
        f"{num_documents} documents et {num_questions} questions dans {target} : « sourcier ingest {target / DOCUMENTS} --index"
        f" INDEX », puis « sourcier eval {target} --index INDEX »."
    )


@_evaluation.command("export", cls=french_cli.FrenchCommand)
def export_set(
    reference: Annotated[Path, typer.Argument(metavar="JEU", help="Dossier ou .jsonl du jeu de référence.")],
    target: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Dossier neuf, au format BEIR.")],
    index: IndexOption = None,
) -> None:
    """Écrit les passages d'un index et les questions d'un jeu au format BEIR."""
    from evals.evaluation import require_documents
    from evals.importing import export_beir
    from evals.reference_set import load_reference_set
    from index.generation import open_generation
    from index.records import load_documents

    reference_set = load_reference_set(reference)
    documents = load_documents(open_generation(index or settings().index).folder)
    require_documents(reference_set, {each.name: each.parsed.text for each in documents})
    num_passages, num_questions = export_beir(reference_set, documents, target)
    typer.echo(f"{num_passages} passages et {num_questions} questions dans {target}.")


def _show(table: "Table") -> None:
    # In a file or a pipe, where no width is known, the columns stay whole.
    console = _console if _console.is_terminal else Console(highlight=False, width=150)
    shown = RichTable(table.head[0], title=table.caption)
    for name in table.head[1:]:
        shown.add_column(name, justify="right", no_wrap=True)
    for row in table.rows:
        shown.add_row(*row)
    console.print(shown)


if __name__ == "__main__":
    main()
