from dataclasses import replace

import pytest
from rich.console import Console

from evals.peers.scores import Figures
from evals.peers.table import BEGIN, END, HEADERS, markdown_table, rows, sentences, terminal_table, with_table
from ingest.errors import UsageError

OURS = Figures("Sourcier", [1.0, 1.0], 1.0, 0.75, 0.5, 120.4, 0.25, [0.0, 0.0], 0.4, 329.6, 12.0)
PEER = replace(OURS, name="pair", refused=None, latency_ms=0.2)


def test_a_row_a_system() -> None:
    ours, peer = rows([OURS, PEER])
    assert ours == [
        "Sourcier",
        "1,000 (1,000 – 1,000)",
        "1,000",
        "0,750",
        "0,500",
        "120",
        "0,250",
        "0,000 (0,000 – 0,000)",
        "0,400",
        "330",
        "12",
    ]
    assert (peer[8], peer[9]) == ("–", "< 1")


def test_markdown_has_every_system_and_below_what_cannot_run() -> None:
    left_out = sentences({"absent": "son modèle manque"})
    table, below = markdown_table(rows([OURS, PEER]), left_out).split("\n\n")
    assert [line.count("|") for line in table.splitlines()] == [len(HEADERS) + 1] * 4
    assert below == "- absent ne tourne pas ici : son modèle manque."
    assert "\n\n" not in markdown_table(rows([OURS]), [])


def test_the_terminal_shows_every_cell_but_the_intervals() -> None:
    console = Console(width=100)
    with console.capture() as capture:
        console.print(terminal_table(rows([PEER])))
    (shown,) = [line for line in capture.get().splitlines() if "pair" in line]
    assert shown.split() == "pair 1,000 1,000 0,750 0,500 120 0,250 0,000 – < 1 12".split()


def test_the_table_replaces_the_one_between_the_markers() -> None:
    readme = f"avant\n{BEGIN}\n| vieux |\n{END}\naprès\n"
    again = with_table(readme, "| neuf |")
    assert again == f"avant\n{BEGIN}\n| neuf |\n{END}\naprès\n"
    assert with_table(again, "| neuf |") == again


@pytest.mark.parametrize("readme", ["rien", BEGIN, f"{END}{BEGIN}", f"{BEGIN}{BEGIN}{END}"])
def test_a_file_without_its_markers_is_refused(readme: str) -> None:
    with pytest.raises(UsageError, match="repères"):
        with_table(readme, "| neuf |")
