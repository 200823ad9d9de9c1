"""The ``sourcier`` command: every promise of the public interface, in French.

Heavy libraries are imported inside the commands that need them: listing documents must not wait for torch.
"""

import json
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from assistant import french_cli
from assistant.settings import settings
from ingest.errors import SourcierError
from ingest.formats import READABLE

if TYPE_CHECKING:
    from assistant.engine import Assistant
    from index.scope import Scope

app = typer.Typer(
    cls=french_cli.FrenchGroup,
    help="Sourcier trouve la source : des réponses en français, chaque phrase citée au mot près, hors ligne.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_errors = Console(stderr=True)
command = partial(app.command, cls=french_cli.FrenchCommand)

IndexOption = Annotated[
    Path | None,
    typer.Option("--index", metavar="DOSSIER", help="Dossier de l'index (sinon $SOURCIER_INDEX)."),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Écrit un seul document JSON sur la sortie standard.")
]
TopKOption = Annotated[int, typer.Option("--top-k", min=1, metavar="N", help="Nombre de passages.")]

DocumentOption = Annotated[
    list[str] | None,
    typer.Option(
        "--document", metavar="NOM", help="Seulement ce document (nom, ou partie du titre) ; se répète."
    ),
]
InstitutionOption = Annotated[
    list[str] | None,
    typer.Option(
        "--institution", metavar="NOM", help="Seulement les documents de cette institution ; se répète."
    ),
]
YearOption = Annotated[
    list[str] | None,
    typer.Option("--year", metavar="ANNÉE", help="Seulement les documents de cette année ; se répète."),
]
LanguageOption = Annotated[
    list[str] | None,
    typer.Option(
        "--language", metavar="CODE", help="Seulement les documents de cette langue (fr, en…) ; se répète."
    ),
]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code: 0 done, 1 an error said, 2 bad usage."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    for stream in (sys.stdout, sys.stderr):
        # Accents whatever the terminal's own encoding, and no crash on what it cannot show.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # text streams
    try:
        code = french_cli.run(app, arguments)
    except SourcierError as error:
        _say(f"sourcier : {error}")
        code = 1
    except KeyboardInterrupt:
        _say(french_cli.INTERRUPTED)
        code = 130
    except BrokenPipeError:
        # The reader of our output has left, as `head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        if os.environ.get("SOURCIER_DEBUG"):
            raise
        _say(
            f"sourcier : erreur inattendue ({type(error).__name__} : {error}) ; relancez avec SOURCIER_DEBUG=1"
            " pour en voir le détail et signalez-la."
        )
        code = 1
    sys.exit(code)


@command()
def ingest(
    paths: Annotated[list[str], typer.Argument(metavar="CHEMIN...", help="Fichiers et dossiers à indexer.")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> int:
    """Indexe des fichiers et des dossiers ; ce qui n'a pas changé n'est pas relu."""
    from assistant.payloads import ingest_payload
    from assistant.terminal import ingest_progress, show_report
    from index.embedding import describe_model, load_embedder
    from index.update import ingest as ingest_paths

    name = settings().embedding_model
    with ingest_progress(_errors) as progress:
        report = ingest_paths(
            _index_dir(index),
            paths,
            model=describe_model(name),
            load_model=lambda: load_embedder(name),
            progress=progress,
        )
    if as_json:
        _print_json(ingest_payload(report))
    else:
        show_report(report)
    if not report.files:
        _say(f"Aucun fichier à lire dans {', '.join(paths)} : donnez un dossier qui contient {READABLE}.")
    return 1 if report.failed or not report.files else 0


@command()
def documents(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Liste ce qui est indexé."""
    from assistant.payloads import document_payload
    from assistant.terminal import show_documents
    from index.generation import open_generation
    from index.records import load_documents

    opened = open_generation(_index_dir(index))
    _warn(opened.warning)
    found = load_documents(opened.folder)
    if as_json:
        _print_json({"documents": [document_payload(document) for document in found]})
    else:
        show_documents(found)


@command()
def remove(
    names: Annotated[list[str], typer.Argument(metavar="DOCUMENT...", help="Noms exacts des documents.")],
    index: IndexOption = None,
) -> None:
    """Oublie des documents ; les fichiers eux-mêmes restent."""
    from index.embedding import describe_model
    from index.update import remove as remove_documents

    remove_documents(_index_dir(index), names, model=describe_model(settings().embedding_model))
    _say(f"{len(names)} document(s) retiré(s) de l'index.")


@command()
def text(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Nom exact du document.")],
    index: IndexOption = None,
) -> None:
    """Écrit le texte d'un document, celui auquel renvoient les positions des citations."""
    from index.generation import open_generation
    from index.records import find_document, load_documents

    opened = open_generation(_index_dir(index))
    _warn(opened.warning)
    sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]  # the file's own line ends
    sys.stdout.write(find_document(load_documents(opened.folder), document).parsed.text)


@command()
def search(
    query: Annotated[str, typer.Argument(metavar="REQUÊTE", help="Ce que l'on cherche.")],
    top_k: TopKOption = 10,
    document: DocumentOption = None,
    institution: InstitutionOption = None,
    year: YearOption = None,
    language: LanguageOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Cherche des passages, les meilleurs d'abord."""
    from assistant.payloads import search_payload
    from assistant.terminal import show_hits

    scope = _scope(document, institution, year, language)
    hits = open_assistant(index).search(query, top_k=top_k, scope=scope)
    if as_json:
        _print_json(search_payload(query, hits))
    else:
        show_hits(hits)


@command()
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="La question, en français.")],
    document: DocumentOption = None,
    institution: InstitutionOption = None,
    year: YearOption = None,
    language: LanguageOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Répond à une question, chaque phrase avec sa source, ou dit que les documents ne répondent pas."""
    from assistant.payloads import answer_payload
    from assistant.terminal import show_answer

    answer = open_assistant(index).ask(question, scope=_scope(document, institution, year, language))
    if as_json:
        _print_json(answer_payload(answer))
    else:
        show_answer(answer)


@command()
def check(
    claim: Annotated[
        str | None, typer.Argument(metavar="AFFIRMATION", help="La phrase à vérifier.", show_default=False)
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="BROUILLON", help=f"Un brouillon entier à vérifier : {READABLE}."),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="RAPPORT",
            help="Où écrire le rapport du brouillon : .docx (commentaires), .html, .md, .csv ou .json.",
        ),
    ] = None,
    document: DocumentOption = None,
    institution: InstitutionOption = None,
    year: YearOption = None,
    language: LanguageOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Vérifie une affirmation, ou chacune de celles d'un brouillon : confirmée, contredite ou non trouvée."""
    from assistant.payloads import claim_payload
    from assistant.terminal import show_claim

    if (claim is None) == (file is None):
        raise typer.BadParameter("one of them", param_hint="AFFIRMATION et --file (l'un ou l'autre)")
    if report is not None and file is None:
        raise typer.BadParameter("without a draft", param_hint="-o (qui va avec --file)")
    scope = _scope(document, institution, year, language)
    if file is not None:
        _check_draft(file, report, scope, index, as_json=as_json)
        return
    assert claim is not None
    checked = open_assistant(index, with_reader=False, with_inference=True).check(claim, scope=scope)
    if as_json:
        _print_json(claim_payload(checked))
    else:
        show_claim(checked)


def _check_draft(
    file: Path, report: Path | None, scope: "Scope", index: Path | None, *, as_json: bool
) -> None:
    from assistant.draft.checked import check_draft
    from assistant.draft.exports import require_writable, write_report
    from assistant.draft.exports.json import draft_payload
    from assistant.draft.exports.wording import summary
    from assistant.draft.reading import read_draft
    from assistant.terminal import bar, show_checked_draft
    from ingest.errors import UsageError

    # What is wrong with the files is said before the model takes its seconds to load.
    if report is not None:
        require_writable(report)
        if report.exists() and file.exists() and report.samefile(file):
            raise UsageError("Le rapport prendrait la place du brouillon : donnez-lui un autre nom.")
    draft = read_draft(file)
    assistant = open_assistant(index, with_reader=False, with_inference=True)
    with bar(_errors, "Affirmations") as progress:
        checked = check_draft(assistant, draft, scope=scope, progress=progress)
    if report is not None:
        write_report(checked, report)
        _say(f"{summary(checked)} Rapport : {report}")
    if as_json:
        _print_json(draft_payload(checked))
    elif report is None:
        show_checked_draft(checked)


@command()
def batch(
    kind: Annotated[
        str, typer.Argument(metavar="{search,ask,check,chat}", help="Ce que demande chaque ligne.")
    ],
    source: Annotated[
        Path, typer.Argument(metavar="ENTRÉE", help="JSON Lines : {« id », « text »} ou « turns ».")
    ],
    target: Annotated[Path, typer.Argument(metavar="SORTIE", help="JSON Lines, mêmes identifiants.")],
    top_k: TopKOption = 10,
    document: DocumentOption = None,
    institution: InstitutionOption = None,
    year: YearOption = None,
    language: LanguageOption = None,
    index: IndexOption = None,
) -> None:
    """Traite un lot de lignes JSON en un seul processus."""
    from assistant.batch import KINDS, run_batch
    from assistant.terminal import counting

    chosen = next((known for known in KINDS if known == kind), None)
    if chosen is None:
        raise typer.BadParameter(kind, param_hint="{search,ask,check,chat}")
    assistant = open_assistant(index, with_reader=chosen != "check", with_inference=chosen == "check")
    scope = _scope(document, institution, year, language)
    with counting(_errors, "lignes") as advance:
        errors = run_batch(assistant, chosen, source, target, top_k=top_k, scope=scope, progress=advance)
    if errors:
        _say(f"{errors} ligne(s) portent une erreur ; les autres sont écrites dans {target}.")


@command()
def chat(
    host: Annotated[str, typer.Option("--host", help="Adresse d'écoute.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port d'écoute.")] = 7860,
    no_login: Annotated[
        bool, typer.Option("--no-login", help="Ouvre la page à d'autres machines sans compte.")
    ] = False,
    index: IndexOption = None,
) -> None:
    """Ouvre la page web de conversation."""
    from assistant.page.security import require_safe_host
    from assistant.page.server import serve
    from assistant.page.users import load_users

    file = settings().users
    users = load_users(file) if file is not None else None
    require_safe_host(host, users, no_login=no_login)
    assistant = open_assistant(index, with_inference=True)
    serve(assistant, _index_dir(index), host=host, port=port, announce=_say, users=users, no_login=no_login)


@command()
def user(
    name: Annotated[str, typer.Argument(metavar="NOM", help="Le nom sous lequel s'identifier.")],
) -> None:
    """Ajoute un compte à la page, ou change son mot de passe, dans le fichier de SOURCIER_USERS."""
    from assistant.page.users import save_user
    from ingest.errors import UsageError

    file = settings().users
    if file is None:
        raise UsageError("Aucun fichier de comptes : dites lequel par SOURCIER_USERS, puis recommencez.")
    password = typer.prompt(
        "Mot de passe", hide_input=True, confirmation_prompt="Le même, encore une fois", err=True
    )
    save_user(file, name, password)
    _say(f"Le compte « {name} » est dans {file}.")


@command()
def doctor(index: IndexOption = None) -> int:
    """Vérifie l'installation, le modèle et l'index."""
    from assistant.doctor import examine
    from assistant.terminal import show_findings

    findings = examine(_index_dir(index), settings().embedding_model, settings().reranker)
    show_findings(findings)
    return 0 if all(finding.good for finding in findings) else 1


def _scope(
    documents: list[str] | None,
    institutions: list[str] | None,
    years: list[str] | None,
    languages: list[str] | None,
) -> "Scope":
    from index.scope import Scope

    given = (documents, institutions, years, languages)
    return Scope(*(tuple(value for value in values or () if value.strip()) for values in given))


def _index_dir(index: Path | None) -> Path:
    return index or settings().index


def open_assistant(
    index: Path | None, *, with_reader: bool = True, with_inference: bool = False
) -> "Assistant":
    """The assistant over an index, with the networks that what is asked of it needs: one for questions, one for claims.

    A missing index is said before the models take their seconds to load.
    """
    from assistant.engine import Assistant
    from assistant.inference import load_inference
    from assistant.reader import load_reader
    from index.embedding import describe_model, load_embedder
    from index.generation import open_generation, require_model

    name = settings().embedding_model
    require_model(open_generation(_index_dir(index)), describe_model(name))
    with _errors.status("Chargement du modèle…"):
        reader = load_reader(settings().reranker) if with_reader else None
        inference = load_inference() if with_inference else None
        assistant = Assistant.open(_index_dir(index), load_embedder(name), reader=reader, inference=inference)
    _warn(assistant.index.warning)
    return assistant


def _warn(warning: str) -> None:
    if warning:
        _say(f"Attention : {warning}")


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)


def _print_json(payload: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(payload, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
