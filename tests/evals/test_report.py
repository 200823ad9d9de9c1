import json
import re
from dataclasses import replace

import lxml.html
import pytest
from small_set import REFERENCE_SET, RUN, TEXTS, spoilt

from evals.reference_set import ReferenceSet
from evals.report import as_html, as_json, as_markdown, make_report
from evals.scores import compare, score

SCORES = score(REFERENCE_SET, RUN)
REPORT = make_report(RUN, SCORES, TEXTS)


def test_the_page_stands_alone() -> None:
    page = as_html(REPORT)
    assert "<script" not in page
    addresses = set(re.findall(r"https?://[^\s\"'<]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    tree = lxml.html.fromstring(page)
    assert not tree.xpath("//link | //img | //@src")
    assert tree.get("lang") == "fr"


def test_the_page_has_its_plots_with_text_as_text_and_the_colours_of_the_page() -> None:
    page = as_html(REPORT)
    tree = lxml.html.fromstring(page)
    assert len(tree.xpath("//figure[@role='img'][@aria-label]/*[local-name()='svg']")) == 5
    assert "confiance annoncée" in tree.text_content()
    assert "var(--series-1)" in page
    assert "#010101" not in page
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_each_line_of_a_table_is_named_by_its_head() -> None:
    tree = lxml.html.fromstring(as_html(REPORT))
    assert tree.xpath("//table[not(caption)] | //tbody/tr[not(th[@scope='row'])]") == []
    row = tree.xpath("//tr[th='réponses justes']")[0]
    assert [cell.text_content() for cell in row][:2] == ["réponses justes", "0,250"]


def test_wrong_answers_come_with_the_gold_the_surest_first() -> None:
    assert [each.id for each in REPORT.wrong] == ["d1.1", "q2", "u1", "c2", "q3", "q4"]
    second = REPORT.wrong[1]
    assert [quote.text for quote in second.quotes] == ["Le vote eut lieu le 3 mai."]
    assert [quote.text for quote in second.gold] == ["Le vote eut lieu le 3 mai.", "Marie Curie l'a dit."]
    assert second.expected == "3 mai ; Curie"
    assert REPORT.wrong[3].said == "confirmée — Ainsi."
    assert REPORT.wrong[3].expected == "contredite"
    assert REPORT.wrong[5].said == "Sans résultat."


def test_what_was_said_is_shown_as_it_is() -> None:
    answers = {**RUN.answers, "q2": {**RUN.answers["q2"], "answer": "<b>3 mai</b> | <script>"}}
    run = spoilt(answers=answers)
    report = make_report(run, score(REFERENCE_SET, run), TEXTS)
    assert "&lt;b&gt;3 mai&lt;/b&gt; | &lt;script&gt;" in as_html(report)
    assert r"<b>3 mai</b> \| <script>" in as_markdown(report)


def test_the_markdown_has_the_tables_and_every_wrong_answer() -> None:
    text = as_markdown(REPORT)
    assert "| réponses justes | 0,250 | " in text
    assert "| refus, bon sujet, réponse absente | 0,000 | 0,000 à 0,000 | 1 |" in text
    assert next(line for line in text.splitlines() if line.startswith("### ")) == "### d1.1 — et qui ?"
    assert "## Réponses fausses (6 sur 12)" in text


def test_the_json_has_every_figure_without_nan() -> None:
    figures = json.loads(as_json(RUN, SCORES), parse_constant=lambda name: pytest.fail(name))
    assert figures["figures"]["answer_accuracy"]["value"] == 0.25
    assert figures["by_type"]["figure"]["answer_accuracy"]["n"] == 1
    assert figures["wrong"] == ["q2", "q3", "q4", "u1", "d1.1", "c2"]


def test_a_comparison_is_shown_in_all_three() -> None:
    before = score(REFERENCE_SET, spoilt(answers={**RUN.answers, "q1": RUN.answers["q3"]}))
    pairs = compare(SCORES, before, RUN.results)
    report = make_report(RUN, SCORES, TEXTS, pairs)
    line = next(
        line for line in as_markdown(report).splitlines() if "| +0,333 |" in line or "| +0,250 |" in line
    )
    assert line.startswith("| réponses justes | 0,000 | ")
    assert "Comparaison" in as_html(report)
    assert json.loads(as_json(RUN, SCORES, pairs))["comparison"][0]["figure"] == "answer_accuracy"


@pytest.mark.parametrize("kind", ["questions", "unanswerable", "claims", "dialogues"])
def test_a_set_of_one_kind_has_a_report(kind: str) -> None:
    alone = replace(ReferenceSet("seul"), **{kind: getattr(REFERENCE_SET, kind)})
    scores = score(alone, RUN)
    assert "<h2" in as_html(make_report(RUN, scores, TEXTS))
    assert as_markdown(make_report(RUN, scores, TEXTS)).count("## Vue d'ensemble") == 1
