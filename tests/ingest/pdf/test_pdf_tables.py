"""Tables: ruled on all sides, between rows only, or not at all."""

from collections.abc import Sequence
from pathlib import Path

from pdf_builder import blocks_of, grid, lines, parse, plain_text, rule, text

from ingest.document import BlockKind, ParsedFile

XS = [60.0, 200.0, 300.0, 400.0]
YS = [700.0, 680.0, 660.0, 640.0]
ROWS = [
    ("Dispositif", "Plafond", "Année"),
    ("Aide à l'écriture", "15 000 €", "2023"),
    ("Avance sur recettes", "400 000 €", "2024"),
]
BEFORE = text(60, 740, "Les montants des aides sont les suivants.")
AFTER = text(60, 610, "Ces plafonds sont révisés chaque année.")
LINES = [" | ".join(row) for row in ROWS]
CELLS = [tuple(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]


def _words(rows: Sequence[tuple[str, ...]], top: float = 700.0, first: str = "B") -> str:
    shown = ""
    for index, row in enumerate(rows):
        for x, cell in zip(XS, row, strict=False):
            shown += text(x + 4, top - 14 - 20 * index, cell, 10, first if index == 0 else "R")
    return shown


def _table(parsed: ParsedFile) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    rows = [block for block in parsed.blocks if block.kind is BlockKind.TABLE_ROW]
    return [(parsed.text[row.start : row.end], row.cells) for row in rows]


EXPECTED = [(LINES[0], ()), (LINES[1], CELLS[0]), (LINES[2], CELLS[1])]


def test_ruled_table_gives_rows_with_their_heads(tmp_path: Path) -> None:
    page = BEFORE + grid(XS, YS) + _words(ROWS) + AFTER
    parsed = parse(tmp_path, page)
    assert _table(parsed) == EXPECTED
    assert parsed.text == f"{BEFORE_TEXT}\n\n" + "\n".join(LINES) + f"\n\n{AFTER_TEXT}"
    assert LINES[1] not in plain_text(tmp_path, page)


BEFORE_TEXT = "Les montants des aides sont les suivants."
AFTER_TEXT = "Ces plafonds sont révisés chaque année."


def test_rules_drawn_as_thin_rectangles(tmp_path: Path) -> None:
    across = "".join(f"60 {y} 340 0.5 re f\n" for y in YS)
    down = "".join(f"{x} 640 0.5 60 re f\n" for x in XS)
    assert _table(parse(tmp_path, across + down + _words(ROWS))) == EXPECTED


def test_table_ruled_between_rows_only(tmp_path: Path) -> None:
    rules = "".join(rule(60, y, 400, y) for y in YS)
    assert _table(parse(tmp_path, BEFORE + rules + _words(ROWS) + AFTER)) == EXPECTED


def test_table_without_rules(tmp_path: Path) -> None:
    assert _table(parse(tmp_path, BEFORE + _words(ROWS) + AFTER)) == EXPECTED


def test_lines_of_a_cell_are_joined(tmp_path: Path) -> None:
    page = grid(XS, [700, 680, 640]) + _words(ROWS[:1])
    page += (
        lines(64, 668, ["Aide à l'écri-", "ture de scénario"], 10)
        + text(204, 668, "15 000 €", 10)
        + text(304, 668, "2023", 10)
    )
    assert _table(parse(tmp_path, page))[1][0] == "Aide à l'écriture de scénario | 15 000 € | 2023"


def test_cell_that_spans_rows_is_repeated(tmp_path: Path) -> None:
    rules = grid(XS, [700, 680, 640]) + rule(200, 660, 400, 660)
    page = rules + _words(ROWS[:1]) + text(64, 656, "Écriture", 10)
    page += text(204, 666, "15 000 €", 10) + text(304, 666, "2023", 10)
    page += text(204, 646, "18 000 €", 10) + text(304, 646, "2024", 10)
    rows = [row for row, _ in _table(parse(tmp_path, page))]
    assert rows[1:] == ["Écriture | 15 000 € | 2023", "Écriture | 18 000 € | 2024"]


def test_table_that_goes_on_over_a_page_keeps_its_heads(tmp_path: Path) -> None:
    more = [("Aide à la diffusion", "30 000 €", "2025"), ("Aide à l'export", "20 000 €", "2026")]
    first = BEFORE + grid(XS, YS) + _words(ROWS)
    second = grid(XS, [800, 780, 760]) + _words(more, 800, "R")
    parsed = parse(tmp_path, first, second)
    assert _table(parsed)[3] == (" | ".join(more[0]), tuple(zip(ROWS[0], more[0], strict=True)))
    assert parsed.text[parsed.pages[1].start :].startswith("Aide à la diffusion")


def test_head_repeated_on_the_next_page_is_dropped(tmp_path: Path) -> None:
    more = [ROWS[0], ("Aide à la diffusion", "30 000 €", "2025"), ("Aide à l'export", "20 000 €", "2026")]
    parsed = parse(
        tmp_path, BEFORE + grid(XS, YS) + _words(ROWS), grid(XS, [800, 780, 760, 740]) + _words(more, 800)
    )
    assert [row for row, cells in _table(parsed) if not cells] == [LINES[0]]


def test_labels_and_values_have_no_heads(tmp_path: Path) -> None:
    rows = [
        ("Titre", "Groupe de travail sur les paysages"),
        ("Statut", "Validé par la commission des standards"),
    ]
    page = grid([60, 200, 500], [700, 680, 660]) + _words([*rows], first="R")
    assert [cells for _, cells in _table(parse(tmp_path, page))] == [
        (("", "Titre"), ("", "Groupe de travail sur les paysages")),
        (("", "Statut"), ("", "Validé par la commission des standards")),
    ]


def test_prose_is_no_table(tmp_path: Path) -> None:
    strings = [
        "Le fonds de soutien finance des œuvres de fiction et de documentaire.",
        "Sa dotation est fixée   par le conseil   chaque année avant la fin du mois.",
        "Les montants sont   plafonnés et   une avance peut être versée.",
    ]
    assert blocks_of(parse(tmp_path, lines(60, 700, strings)), BlockKind.TABLE_ROW) == []


def test_text_in_a_box_is_no_table(tmp_path: Path) -> None:
    page = "50 640 400 80 re S\n" + lines(60, 700, ["Une phrase encadrée qui tient sur", "deux lignes."])
    assert blocks_of(parse(tmp_path, page)) == ["Une phrase encadrée qui tient sur deux lignes."]
