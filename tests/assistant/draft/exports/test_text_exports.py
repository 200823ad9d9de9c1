"""The reports that are text: each says the verdicts, shows the draft, and runs nothing of what it quotes."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sample_drafts import DRAFT, checked_draft

from assistant.draft.exports import rendered, require_writable, write_report
from assistant.draft.exports.html import claims_html, draft_html
from assistant.draft.reading import pasted_draft, read_draft
from assistant.engine import Assistant
from index.search import Index
from ingest.errors import UsageError

QUOTE = "Au total, 62 % des musiciens écoutent leurs maquettes au casque."


def test_json_holds_spans_verdicts_and_citations(assistant: Assistant) -> None:
    report = json.loads(rendered(checked_draft(assistant), ".json"))
    assert report["text"] == DRAFT
    assert report["counts"] == {"supported": 1, "refuted": 1, "not_enough_info": 1, "left_out": 3}
    assert all(report["text"][item["start"] : item["end"]] == item["sentence"] for item in report["items"])
    confirmed = report["items"][1]
    assert (confirmed["number"], confirmed["verdict"]) == (1, "supported")
    assert confirmed["claim"] == QUOTE
    assert confirmed["references"] == ["(Dupont, 2021)"]
    (citation,) = confirmed["evidence"]
    assert citation["quote"] == QUOTE
    assert {"marker", "document", "title", "page", "heading", "start", "end", "passage_id", "score"} <= set(
        citation
    )
    assert report["items"][2]["reason"] == "question"


def test_csv_is_read_by_a_spreadsheet(assistant: Assistant) -> None:
    data = rendered(checked_draft(assistant), ".csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert [(row["n°"], row["verdict"], row["raison"]) for row in rows] == [
        ("", "non vérifié", "titre"),
        ("1", "confirmé", ""),
        ("", "non vérifié", "question"),
        ("2", "contredit", ""),
        ("3", "non trouvé", ""),
        ("", "non vérifié", "avis"),
    ]
    assert QUOTE in rows[1]["citations"]
    assert rows[1]["documents"].endswith("(enquete.md)")
    assert [bool(row["passages proches"]) for row in rows] == [False, False, False, False, True, False]
    assert rows[4]["passages proches"].endswith(", enquete.md)")


@pytest.mark.parametrize("opening", ["=1+1 ", "+33 ", "-2 + ", "@SUM(1) ", " =2 "])
def test_no_cell_is_a_formula(assistant: Assistant, opening: str) -> None:
    checked = checked_draft(assistant, pasted_draft("62 % des musiciens écoutent leurs maquettes."))
    item = replace(checked.items[0], sentence=f"{opening}62 % des musiciens")
    data = rendered(replace(checked, items=(item,)), ".csv").decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(data), delimiter=";"))
    assert row["phrase du brouillon"].startswith("'") or not row["phrase du brouillon"].startswith(opening[0])
    assert not re.match(r"\s*[=+\-@]", row["phrase du brouillon"])


def test_markdown_keeps_the_draft_and_notes_each_claim(assistant: Assistant) -> None:
    report = rendered(checked_draft(assistant), ".md").decode()
    assert (
        "(Dupont, 2021). **✔ confirmé**[^sourcier-1] Faut-il s'en étonner ? _(laissé de côté : question)_"
        in report
    )
    assert "**✘ contredit**[^sourcier-2]" in report
    notes = report.partition("[^sourcier-1]:")[2]
    assert QUOTE in notes
    assert "enquete.md" in notes
    assert "| 1 | Au total, 62 % des musiciens" in report
    # Without what was added, the draft is there, letter for letter.
    body = report.partition("\n---\n\n")[2].partition("\n\n[^sourcier-1]:")[0]
    bare = re.sub(
        r" \*\*. (?:confirmé|contredit|non trouvé)\*\*\[\^sourcier-\d\]| _\(laissé de côté : \w+\)_", "", body
    )
    assert bare == DRAFT.rstrip("\n")


def test_html_marks_each_claim_with_an_icon_a_word_and_a_link(assistant: Assistant) -> None:
    page = BeautifulSoup(rendered(checked_draft(assistant), ".html"), "html.parser")
    marks = [(mark.get_text(" ", strip=True), mark["href"]) for mark in page.select(".claim a.verdict")]
    assert marks == [
        ("✔ confirmé [1]", "#preuve-1"),
        ("✘ contredit [2]", "#preuve-2"),
        ("? non trouvé [3]", "#preuve-3"),
    ]
    assert all(page.select_one(str(href)) for _, href in marks)
    assert [why.get_text() for why in page.select(".why")] == ["(question)", "(avis)"]
    assert next(row.get_text() for row in page.select("blockquote")) == QUOTE
    assert "1 confirmée, 1 contredite, 1 non trouvée" in page.get_text()
    assert not page.select("script, img, link")


def test_what_is_quoted_is_shown_and_never_markup(make_index: Callable[[Mapping[str, str]], Index]) -> None:
    hostile = "# <script>alert(1)</script>\n\nLe <img src=x onerror=alert(2)> potager compte 12 `|` rangs de [poireaux](javascript:alert(3)).\n"
    assistant = Assistant(make_index({"<svg onload=alert(4)>.md": hostile}))
    checked = checked_draft(assistant, pasted_draft(hostile))
    assert checked.claims
    for page in (rendered(checked, ".html").decode(), draft_html(checked) + claims_html(checked)):
        assert not re.search(r"<(?:script|img|svg)", page)
        assert not re.search(r'href="(?!#)', page)
    table = rendered(checked, ".md").decode().partition("\n---\n")[0]
    assert not re.search(r"(?<!\\)<", table)


def test_markdown_of_another_format_escapes_its_marks(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "brouillon.html"
    path.write_text(
        "<h1>Titre</h1><ul><li>Le fichier *a_b* compte 12 pages.</li></ul><p>Il pèse &lt;3 kg.</p>", "utf-8"
    )
    report = rendered(checked_draft(assistant, read_draft(path)), ".md").decode()
    assert "\n## Titre\n" in report
    assert r"- Le fichier \*a\_b\* compte 12 pages. **? non trouvé**[^sourcier-1]" in report
    assert r"Il pèse \<3 kg." in report


def test_a_report_replaces_another_only_when_whole(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = checked_draft(assistant)
    path = tmp_path / "rapport.md"
    path.write_text("avant", "utf-8")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(UsageError, match="disque plein"):
            write_report(checked, path)
    assert [(each.name, each.read_text("utf-8")) for each in tmp_path.iterdir() if each.is_file()] == [
        ("rapport.md", "avant")
    ]
    write_report(checked, path)
    assert path.read_bytes() == rendered(checked, ".md")


def test_a_report_that_cannot_be_written_is_said_before_anything_is_checked(tmp_path: Path) -> None:
    for path in (tmp_path / "rapport.pdf", tmp_path / "rapport", tmp_path / "nulle-part" / "rapport.md"):
        with pytest.raises(UsageError):
            require_writable(path)
    require_writable(tmp_path / "RAPPORT.DOCX")
