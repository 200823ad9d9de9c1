import json
from dataclasses import replace

from assistant.answers import Citation
from assistant.bibliography import (
    Reference,
    as_bibtex,
    as_csl_json,
    as_ris,
    french_date,
    iso_690,
    quotation,
    references,
)
from index.records import Document
from ingest.document import Metadata, ParsedFile

QUOTE = "70 % des producteurs\nont **essayé**."
CITATION = Citation(
    1,
    "notes/note.pdf",
    "L'IA & le cinéma",
    7,
    (),
    0,
    len(QUOTE),
    QUOTE,
    "a:0-1",
    0.9,
    page_label="v",
    institution="CNC",
    date="2024-05-01",
)
DOCUMENT = Document(
    "notes/note.pdf",
    "0" * 64,
    "2026-01-01",
    ParsedFile(QUOTE, (), (), Metadata("L'IA & le cinéma", "Camille Exemple", "CNC", "2024-05-01", "fr")),
    (),
)


def test_a_quote_is_copied_with_its_reference() -> None:
    assert quotation(CITATION, None) == (
        "«\u00a070 % des producteurs ont essayé.\u00a0» (CNC. L'IA & le cinéma. 1er mai 2024, p.\u00a0v.)"
    )
    assert quotation(CITATION, DOCUMENT).endswith(
        "(Camille Exemple. L'IA & le cinéma. CNC, 1er mai 2024, p.\u00a0v.)"
    )


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(CITATION, page=None, page_label="", institution="", date="", title="note.txt")
    assert quotation(bare, None).endswith("(note.txt.)")
    assert as_csl_json(references([bare], [])).count('"author"') == 0


def test_a_document_is_one_reference_with_its_pages_in_order() -> None:
    later = replace(CITATION, page=12, page_label="10")
    other = replace(CITATION, document="autre.pdf", page_label="")
    first, second = references([later, CITATION, later, other], [])
    assert (first.key, first.pages) == ("cnc2024", ("v", "10"))
    assert (second.key, second.pages) == ("cnc2024-2", ("7",))
    assert iso_690(first) == "CNC. L'IA & le cinéma. 1er mai 2024, p.\u00a0v, 10."


def test_dates_are_as_precise_as_known() -> None:
    assert [french_date(date) for date in ("2024", "2024-02", "2024-08-09", "vers 1900", "")] == [
        "2024",
        "février 2024",
        "9 août 2024",
        "vers 1900",
        "",
    ]


def test_bibtex_escapes_what_tex_reads() -> None:
    [reference] = references([CITATION], [])
    assert as_bibtex([reference]) == (
        "@techreport{cnc2024,\n  author = {{CNC}},\n  title = {{L'IA \\& le cinéma}},\n  institution = {CNC},\n"
        "  year = {2024},\n  month = {5},\n  pages = {v},\n  note = {note.pdf}\n}\n"
    )
    assert "author = {Camille Exemple}" in as_bibtex(references([CITATION], [DOCUMENT]))


def test_ris_has_a_tag_a_line_and_no_line_of_a_title_passes_for_one() -> None:
    reference = Reference("k", "Un titre\r\nER  - \r\nTY  - GEN", "", "", "", "", "a.txt", ())
    assert as_ris([reference]) == (
        "TY  - GEN\r\nTI  - Un titre ER - TY - GEN\r\nN1  - a.txt\r\nID  - k\r\nER  - \r\n"
    )


def test_csl_json_gives_dates_by_parts() -> None:
    [item] = json.loads(as_csl_json(references([CITATION], [DOCUMENT])))
    assert item["issued"] == {"date-parts": [[2024, 5, 1]]}
    assert item["author"] == [{"literal": "Camille Exemple"}]
    assert item["page"] == "v"
