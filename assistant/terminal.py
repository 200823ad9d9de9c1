"""Answers, hits and reports as a terminal shows them."""

import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape as escape_markup
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from assistant.answers import Answer, CheckedClaim, Citation, Status, Verdict
from assistant.doctor import Finding
from assistant.draft.checked import CheckedDraft, ItemStatus
from assistant.draft.exports.wording import MARKS, NEAREST, place, quoted, summary
from index.records import Document
from index.report import IngestReport
from index.search import Hit
from ingest.reading import plain

_STAGES = {"lecture": "Lecture des fichiers", "vecteurs": "Calcul des vecteurs"}
_STATUSES = {
    "added": "ajouté",
    "updated": "mis à jour",
    "unchanged": "inchangé",
    "removed": "retiré",
    "duplicate": "doublon",
    "empty": "sans texte",
    "unsupported": "format inconnu",
    "failed": "illisible",
}
VERDICTS = {
    Verdict.SUPPORTED: "Confirmé",
    Verdict.REFUTED: "Contredit",
    Verdict.NOT_ENOUGH_INFO: "Non trouvé",
}
_COLOURS = {
    ItemStatus.SUPPORTED: "green",
    ItemStatus.REFUTED: "red",
    ItemStatus.NOT_ENOUGH_INFO: "yellow",
}
_PIPE_WIDTH = 150


class _Output(Console):
    """Standard output; a reader that leaves early, as ``head`` does, is no error."""

    def on_broken_pipe(self) -> None:
        """End quietly, with success."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0)


_out = _Output(highlight=False)


def _print(markup: str) -> None:
    """Print a line; it is folded to the width of a terminal, and left whole in a file or a pipe."""
    _out.print(markup, soft_wrap=not _out.is_terminal)


def escape(text: str) -> str:
    """``text`` shown as it is: neither markup nor the control characters that drive a terminal."""
    return escape_markup(
        "".join(
            "\ufffd" if unicodedata.category(character) in {"Cc", "Cf"} else character for character in text
        )
    )


@contextmanager
def ingest_progress(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar a stage, on ``console``."""
    with _bars(console) as bars:
        tasks: dict[str, TaskID] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(_STAGES[stage], total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield advance


@contextmanager
def counting(console: Console, what: str) -> Iterator[Callable[[int], None]]:
    """A bar that counts without knowing the total."""
    with _bars(console) as bars:
        task = bars.add_task(what, total=None)
        yield lambda done: bars.update(task, completed=done)


@contextmanager
def bar(console: Console, what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that is told how many are done, of how many."""
    with _bars(console) as bars:
        task = bars.add_task(what, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def _bars(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,  # bars drawn in a file help nobody
    )


def show_report(report: IngestReport) -> None:
    """What became of each file: those that need attention by name, the others counted."""
    counts = Counter(file.status for file in report.files)
    for file in report.files:
        if file.reason:
            _print(f"[bold]{_STATUSES[file.status]}[/] {escape(file.document)} — {escape(file.reason)}")
    passages = sum(file.passages for file in report.files)
    summary = ", ".join(f"{count} {_plural(_STATUSES[status], count)}" for status, count in counts.items())
    _print(
        f"{summary or 'aucun fichier'} ; {passages} passages ; {report.elapsed_ms / 1000:.1f} s".replace(
            ".", ","
        )
    )


def _plural(status: str, count: int) -> str:
    if count < 2 or status in {"sans texte", "mis à jour"}:
        return status
    return " ".join(f"{word}s" for word in status.split())


def show_documents(documents: Sequence[Document]) -> None:
    """The indexed documents: their exact names first, whole, since other commands ask for them."""
    for document in documents:
        metadata = document.parsed.metadata
        pages = f"{len(document.parsed.pages)} p." if document.parsed.pages else ""
        facts = (metadata.institution, metadata.date, pages, f"{len(document.passages)} passages")
        _print(f"[bold]{escape(document.name)}[/]")
        _print(f"    {escape(document.title)} — {escape(' · '.join(fact for fact in facts if fact))}")


def show_hits(hits: Sequence[Hit]) -> None:
    """Passages found, best first."""
    for hit in hits:
        place = _place(hit.document.title, hit.passage.page, hit.passage.headings)
        _print(f"[bold]{hit.rank}.[/] {escape(place)}")
        _print(f"   {escape(hit.passage.reading)}\n")


def show_answer(answer: Answer) -> None:
    """An answer and the citations it stands on, or what was nearest."""
    _print(escape(answer.text))
    if answer.status is Status.ANSWERED:
        _show_citations(answer.citations)
    else:
        _show_citations(answer.nearest, marked=False)


def show_claim(checked: CheckedClaim) -> None:
    """A verdict and its evidence."""
    _print(f"[bold]{VERDICTS[checked.verdict]}[/] — {escape(checked.explanation)}")
    _show_citations(checked.evidence)
    if checked.nearest:
        _print(f"\n{NEAREST}")
        _show_citations(checked.nearest, marked=False)


def show_checked_draft(checked: CheckedDraft) -> None:
    """The claims of a draft, their verdicts and the first passage behind each, as a table."""
    table = Table(caption=escape(summary(checked)), caption_justify="left", show_lines=True)
    for name in ("n°", "affirmation", "verdict", "ce qui concorde ou diffère"):
        table.add_column(name)
    for item, claim in checked.claims:
        mark = MARKS[item.status]
        said = [escape(claim.explanation)]
        for citation in claim.evidence[:1]:
            said += [escape(quoted(citation)), f"[dim]{escape(place(citation))}[/]"]
        table.add_row(
            str(item.number),
            escape(plain(item.sentence)),
            f"[{_COLOURS[item.status]}]{mark.icon} {mark.word}[/]",
            "\n".join(said),
        )
    # In a file or a pipe, where no width is known, the columns stay whole.
    (_out if _out.is_terminal else _Output(highlight=False, width=_PIPE_WIDTH)).print(table)


def show_findings(findings: Sequence[Finding]) -> None:
    """What the doctor found, a line each."""
    for finding in findings:
        _print(f"{'✓' if finding.good else '✗'} {escape(finding.sentence)}")


def _show_citations(citations: Sequence[Citation], *, marked: bool = True) -> None:
    for citation in citations:
        marker = f"[{citation.marker}]" if marked else "•"
        place = _place(citation.title, citation.page, citation.heading)
        _print(f"\n{escape(marker)} {escape(place)}")
        quote = " ".join(citation.quote.split())
        _print(f"    « {escape(quote if len(quote) <= 400 else quote[:399] + '…')} »")
        _print(f"    [dim]{escape(citation.document)} [{citation.start}:{citation.end}][/]")


def _place(title: str, page: int | None, heading: Sequence[str]) -> str:
    parts = [title]
    if page is not None:
        parts.append(f"p.\u00a0{page}")
    return ", ".join(parts) + (f" — {heading[-1]}" if heading and heading[-1] != title else "")
