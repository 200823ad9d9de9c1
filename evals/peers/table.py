"""The comparison as one French table, for the terminal and for the README."""

from collections.abc import Mapping, Sequence

from rich.box import SIMPLE
from rich.table import Table

from evals.labels import number
from evals.metrics import bootstrap_interval
from evals.peers.scores import DEPTH, WORD_BUDGET, Figures
from ingest.errors import UsageError

BEGIN, END = "<!-- make peers : début -->", "<!-- make peers : fin -->"
_INTERVAL = " ("  # opens the 95 % interval that follows a figure
HEADERS = (
    "système",
    "rappel@1",
    "rappel@5",
    f"MRR@{DEPTH}",
    f"rappel à {WORD_BUDGET} mots",
    "mots par passage",
    "faits dans le premier passage",
    "réponses justes",
    "refus justifiés",
    "durée (ms)",
    "indexation (s)",
)


def rows(measured: Sequence[Figures]) -> list[list[str]]:
    """A row a system, in the order measured."""
    return [
        [
            figures.name,
            _with_interval(figures.found_first),
            number(figures.recall_at_5),
            number(figures.mrr_at_10),
            number(figures.recall_within_words),
            f"{figures.words_per_passage:.0f}",
            number(figures.facts_in_first),
            _with_interval(figures.right),
            "–" if figures.refused is None else number(figures.refused),
            f"{figures.latency_ms:.0f}" if figures.latency_ms >= 1 else "< 1",
            f"{figures.indexing_seconds:.0f}",
        ]
        for figures in measured
    ]


def sentences(reasons: Mapping[str, str]) -> list[str]:
    """A sentence for each system that cannot run, with its reason by its name."""
    return [f"{name} ne tourne pas ici : {reason}." for name, reason in reasons.items()]


def terminal_table(lines: Sequence[Sequence[str]]) -> Table:
    """The rows as rich prints them, without the intervals, for which a terminal has no room."""
    table = Table(HEADERS[0], box=SIMPLE)
    for header in HEADERS[1:]:
        table.add_column(header, justify="right", min_width=5, max_width=8)
    for line in lines:
        table.add_row(*(cell.partition(_INTERVAL)[0] for cell in line))
    return table


def markdown_table(lines: Sequence[Sequence[str]], left_out: Sequence[str]) -> str:
    """The rows as a table of Markdown, with the sentences about what cannot run as a list below it."""
    table = "\n".join(f"| {' | '.join(line)} |" for line in (HEADERS, ["---"] * len(HEADERS), *lines))
    return "\n\n".join(filter(None, [table, "\n".join(f"- {sentence}" for sentence in left_out)]))


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
    return f"{number(sum(values) / len(values))}{_INTERVAL}{number(low)} – {number(high)})"
