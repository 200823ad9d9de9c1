"""Paragraphs, headings, lists and footnotes, told apart by their geometry."""

from pathlib import Path

import pytest
from pdf_builder import blocks_of, lines, parse, plain_text, text

from ingest.document import BlockKind
from ingest.pdf.hyphens import Vocabulary, join_lines

BODY = [
    "Le fonds de soutien finance des œuvres de fiction et de documentaire. Sa dotation annuelle est fixée par",
    "le conseil d'administration, qui se prononce chaque année avant la fin du mois de décembre et publie la",
]
REST = [
    "liste des bénéficiaires. Les montants sont plafonnés. Une avance peut être versée à la signature de la",
    "convention, sur demande écrite du producteur.",
]
OTHER = [
    "Un second paragraphe décrit le calendrier. Les dossiers sont déposés en ligne, avant le quinze du mois, et",
    "examinés par deux lecteurs.",
]


def test_lines_make_paragraphs(tmp_path: Path) -> None:
    page = lines(60, 700, BODY + REST) + lines(60, 700 - 4 * 13.2 - 8, OTHER)
    assert blocks_of(parse(tmp_path, page)) == [" ".join(BODY + REST), " ".join(OTHER)]


def test_first_line_indent_opens_a_paragraph(tmp_path: Path) -> None:
    first = [
        BODY[0],
        "le conseil, qui se prononce chaque année avant la fin du mois de décembre, en séance publique.",
    ]
    page = lines(60, 700, first) + text(78, 673.6, OTHER[0][:90]) + text(60, 660.4, "sont examinés ensuite.")
    assert blocks_of(parse(tmp_path, page)) == [" ".join(first), f"{OTHER[0][:90]} sont examinés ensuite."]


def test_paragraph_goes_on_over_a_page_its_note_before_it(tmp_path: Path) -> None:
    note = text(60, 92, "1", 6) + text(66, 90, "Règlement général, article 12.", 8.5)
    call = text(60, 740, "Une aide existe") + text(136.5, 744, "1", 7) + text(141, 740, ".")
    parsed = parse(tmp_path, call + lines(60, 700, BODY) + note, lines(60, 760, REST))
    assert blocks_of(parsed) == [
        "Une aide existe.",
        "1 Règlement général, article 12.",
        " ".join(BODY + REST),
    ]
    assert [block.kind for block in parsed.blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.FOOTNOTE,
        BlockKind.PARAGRAPH,
    ]
    assert parsed.text[parsed.pages[1].start :] == " ".join(REST)


def test_headings_take_their_level_from_their_look(tmp_path: Path) -> None:
    page = (
        text(60, 780, "Guide des aides", 22, "B")
        + text(60, 745, "1. Présentation", 15, "B")
        + lines(60, 720, BODY + REST)
        + text(60, 650, "Calendrier", 11, "B")
        + lines(60, 630, OTHER)
    )
    parsed = parse(tmp_path, page)
    headings = [(b.level, parsed.text[b.start : b.end]) for b in parsed.blocks if b.kind is BlockKind.HEADING]
    assert headings == [(1, "Guide des aides"), (2, "1. Présentation"), (3, "Calendrier")]


def test_heading_over_two_lines_is_one(tmp_path: Path) -> None:
    page = lines(60, 760, ["Les aides à la création et", "à la diffusion des œuvres"], 18, "B", 22) + lines(
        60, 700, BODY
    )
    assert blocks_of(parse(tmp_path, page), BlockKind.HEADING) == [
        "Les aides à la création et à la diffusion des œuvres"
    ]


def test_bold_run_opening_a_paragraph_is_no_heading(tmp_path: Path) -> None:
    page = (
        lines(60, 700, BODY + REST)
        + text(60, 630, "Attention :", 11, "B")
        + text(124, 630, "le dossier est unique.")
    )
    assert blocks_of(parse(tmp_path, page), BlockKind.HEADING) == []


def test_lists_nest_and_stay_together(tmp_path: Path) -> None:
    page = (
        text(60, 740, "Le dossier comprend :")
        + text(70, 725, "• une note d'intention de deux pages ;")
        + text(90, 711, "- signée par le producteur ;")
        + text(70, 697, "• un plan de financement.")
    )
    parsed = parse(tmp_path, page)
    assert [(b.kind, b.level) for b in parsed.blocks] == [
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.LIST_ITEM, 1),
        (BlockKind.LIST_ITEM, 2),
        (BlockKind.LIST_ITEM, 1),
    ]
    assert parsed.text.endswith("producteur ;\n• un plan de financement.")


@pytest.mark.parametrize("markers", [("1.", "2."), ("a)", "b)"), ("(1)", "(2)"), ("–", "–"), ("o", "o")])
def test_markers_open_items(tmp_path: Path, markers: tuple[str, str]) -> None:
    page = text(60, 700, f"{markers[0]} Déposez le dossier.") + text(
        60, 686, f"{markers[1]} Attendez la réponse."
    )
    items = [f"{markers[0]} Déposez le dossier.", f"{markers[1]} Attendez la réponse."]
    assert blocks_of(parse(tmp_path, page), BlockKind.LIST_ITEM) == items


def test_footnote_call_goes_and_other_superscripts_stay(tmp_path: Path) -> None:
    page = (
        lines(60, 760, BODY)
        + "BT /R 11 Tf 1 0 0 1 60 700 Tm (Selon Bpifrance) Tj 4 Ts /R 7 Tf (1) Tj 0 Ts /R 11 Tf "
        + "( la surface est de 10) Tj 4 Ts /R 7 Tf (6) Tj 0 Ts /R 11 Tf ( pixels.) Tj ET\n"
        + text(60, 92, "1", 6)
        + text(66, 90, "Article paru en 2024.", 8.5)
    )
    parsed = parse(tmp_path, page)
    assert blocks_of(parsed, BlockKind.FOOTNOTE) == ["1 Article paru en 2024."]
    assert "Selon Bpifrance la surface est de 10⁶ pixels." in blocks_of(parsed)
    assert "Bpifrance1" in plain_text(tmp_path, page)


@pytest.mark.parametrize(
    ("drawn", "elsewhere", "read"),
    [
        pytest.param(["l'intelli-", "gence"], "", "l'intelligence", id="joined"),
        pytest.param(["la post-", "production"], "", "la post-production", id="prefix"),
        pytest.param(["peut-", "être"], "", "peut-être", id="peut-etre"),
        pytest.param(["a-t-", "il"], "", "a-t-il", id="inversion-cut-late"),
        pytest.param(["a-", "t-il"], "", "a-t-il", id="inversion-cut-early"),
        pytest.param(["c'est-à-", "dire"], "", "c'est-à-dire", id="locution"),
        pytest.param(["Seine-", "Maritime"], "", "Seine-Maritime", id="capital"),
        pytest.param(["le coproduc-", "teur"], "", "le coproducteur", id="syllable"),
        pytest.param(
            ["socio-", "économique"], "un lien socio-économique", "socio-économique", id="document-has-hyphen"
        ),
        pytest.param(
            ["la contre-", "façon"], "la contrefaçon punie", "la contrefaçon", id="document-has-joined"
        ),
        pytest.param(["la produc\u00ad", "tion"], "", "la production", id="soft-hyphen"),
        pytest.param(["un tiret -", "isolé"], "", "un tiret - isolé", id="dash-kept"),
    ],
)
def test_cut_words_are_rejoined(drawn: list[str], elsewhere: str, read: str) -> None:
    vocabulary = Vocabulary()
    for line in [*drawn, elsewhere]:
        vocabulary.add_line(line)
    assert join_lines(drawn, vocabulary)[0] == read


def test_hyphens_are_rejoined_in_a_page(tmp_path: Path) -> None:
    drawn = ["Les soutiens automatiques représentent une part importante des finan-", "cements publics."]
    page = lines(60, 700, drawn)
    read = "Les soutiens automatiques représentent une part importante des financements publics."
    assert parse(tmp_path, page).text == read
    assert "financements" not in plain_text(tmp_path, page)
