"""The comparison as one French table, for the terminal and for the README."""

from collections.abc import Mapping, Sequence

from rich.table import Table

from evals.metrics import bootstrap_interval
from evals.peers.scores import DEPTH, WORD_BUDGET, Figures
from ingest.errors import UsageError

BEGIN, END = "<!-- make peers : début -->", "<!-- make peers : fin -->"
HEADERS = (
    "système",
    "rappel@1",
    "rappel@5",
    f"MRR@{DEPTH}",
    f"rappel à {WORD_BUDGET} mots",
    "mots par passage",
    "réponses justes",
    "refus justifiés",
    "durée (ms)",
    "indexation (s)",
)


def rows(measured: Sequence[Figures], reasons: Mapping[str, str]) -> list[list[str]]:
    """A row a system, in the order measured, then those that cannot run with ``reasons`` by name."""
    lines = [
        [
            figures.name,
            _with_interval(figures.found_first),
            _number(figures.recall_at_5),
            _number(figures.mrr_at_10),
            _number(figures.recall_within_words),
            f"{figures.words_per_passage:.0f}",
            _with_interval(figures.right),
            "–" if figures.refused is None else _number(figures.refused),
            f"{figures.latency_ms:.0f}" if figures.latency_ms >= 1 else "< 1",
            f"{figures.indexing_seconds:.0f}",
        ]
        for figures in measured
    ]
    return lines + [
        [name, f"ne tourne pas ici : {reason}", *[""] * (len(HEADERS) - 2)]
        for name, reason in reasons.items()
    ]


def terminal_table(lines: Sequence[Sequence[str]]) -> Table:
    """The rows as rich prints them; a reason stands below its system's name, where it has room."""
    table = Table(HEADERS[0])
    for header in HEADERS[1:]:
        table.add_column(header, justify="right")
    for name, first, *others in lines:
        if any(others):
            table.add_row(name, first, *others)
        else:
            table.add_row(f"{name} : {first}")
    return table


def markdown_table(lines: Sequence[Sequence[str]]) -> str:
    """The rows as a table of Markdown; what cannot run stands below it, as a list."""
    measured = [line for line in lines if any(line[2:])]
    table = [HEADERS, ["---"] * len(HEADERS), *measured]
    text = "\n".join(f"| {' | '.join(line)} |" for line in table)
    left = [f"- {name} {first}." for name, first, *others in lines if not any(others)]
    return "\n\n".join(filter(None, [text, "\n".join(left)]))


def with_table(readme: str, table: str) -> str:
    """``readme`` with ``table`` between the two markers. Raises UsageError unless each is there once."""
    if readme.count(BEGIN) != 1 or readme.count(END) != 1 or readme.index(BEGIN) > readme.index(END):
        raise UsageError(
            f"Le fichier n'a pas, une fois chacun et dans cet ordre, les repères « {BEGIN} » et « {END} » :"
            " remettez-les là où va le tableau."
        )
    before, _, rest = readme.partition(BEGIN)
    return f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}"


def _with_interval(values: Sequence[float]) -> str:
    low, high = bootstrap_interval(values)
    return f"{_number(sum(values) / len(values))} ({_number(low)} – {_number(high)})"


def _number(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")
