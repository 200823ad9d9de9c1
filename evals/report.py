"""The report of an evaluation: what is in it, once, and its three forms: a page, Markdown, and JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.resources import files
from math import isnan
from typing import Any

import numpy as np
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from evals.evaluation import Run
from evals.labels import label, number
from evals.metrics import risk_coverage
from evals.plots import latency_plot, overview_plot, reliability_plot, risk_coverage_plot, trade_off_plot
from evals.reference_set import Span, document_named
from evals.scores import Figure, Outcome, Paired, Scores

_SHOWN_THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
# What a person looks at first: shares, the higher the better.
_OVERVIEW = (
    "answer_accuracy",
    "recall@1",
    "recall@5",
    "citation_recall",
    "citation_precision",
    "quotes_verbatim",
    "abstention_precision",
    "abstention_recall",
    "later_turns",
    "claim_accuracy",
)
_COVERAGES = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as they are read; the first column names the line, the others are figures."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a paragraph, and what is shown under it; ``plot`` is SVG or empty."""

    title: str
    said: str
    tables: tuple[Table, ...]
    plot: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote, or a gold passage, and where it stands."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A question that went wrong, with what was said and what was expected side by side."""

    id: str
    question: str
    understood: str
    type: str
    said: str
    confidence: str
    quotes: tuple[Quote, ...]
    expected: str
    gold: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """``facts``: (name, value) about the run. ``wrong``: the surest first, since those mislead most."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    num_judged: int
    wrong: tuple[WrongAnswer, ...] = field(default_factory=tuple)


def make_report(
    run: Run, scores: Scores, texts: Mapping[str, str], compared: Sequence[Paired] = ()
) -> Report:
    """The report of ``run``; ``texts`` are those of the documents by name, ``compared`` with another run."""
    facts = (
        ("fait le", run.made.replace("T", " à ").replace("+00:00", " UTC")),
        ("index", f"{run.num_documents} documents, {run.num_passages} passages, génération {run.generation}"),
        ("modèle", run.model),
        ("machine", run.machine),
    )
    wrong = sorted(
        (each for each in scores.outcomes if not each.right),
        key=lambda each: (-_confidence(each), each.id),
    )
    return Report(
        title=f"Évaluation de « {run.set} »",
        facts=facts,
        sections=tuple(_sections(scores, compared)),
        num_judged=len(scores.outcomes),
        wrong=tuple(_wrong_answer(each, texts) for each in wrong),
    )


def summary_table(scores: Scores) -> Table:
    """Every figure over the whole set; those of a kind stand apart."""
    whole = (each for each in scores.named.values() if "." not in each.name)
    return _figures_table("Chaque mesure sur tout le jeu", whole)


def comparison_table(compared: Iterable[Paired]) -> Table:
    """Each figure in both runs, over the same items."""
    rows = (
        (
            _label(pair.figure),
            number(pair.other),
            number(pair.other + pair.difference),
            f"{'+' if pair.difference > 0 else ''}{number(pair.difference)}",
            f"{number(pair.low)} à {number(pair.high)}",
            number(pair.p_value),
            str(pair.n),
        )
        for pair in compared
        if "." not in pair.figure.name
    )
    head = ("mesure", "avant", "maintenant", "écart", "intervalle à 95 %", "p", "n")
    return Table("Les mêmes questions dans les deux évaluations", head, tuple(rows))


def as_html(report: Report) -> str:
    """One page that stands alone: no script, no network."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(files("evals").joinpath("report.html.j2").read_text(encoding="utf-8"))
    return template.render(report=report, svg=Markup)


def as_markdown(report: Report) -> str:
    """The same tables, without the plots, and every wrong answer."""
    lines = [f"# {report.title}", "", *(f"- {name} : {_cell(value)}" for name, value in report.facts)]
    for section in report.sections:
        lines += ["", f"## {section.title}", "", section.said]
        for table in section.tables:
            lines += [
                "",
                f"| {' | '.join(map(_cell, table.head))} |",
                f"|---|{'---:|' * (len(table.head) - 1)}",
            ]
            lines += [f"| {' | '.join(map(_cell, row))} |" for row in table.rows]
    lines += ["", f"## Réponses fausses ({len(report.wrong)} sur {report.num_judged})"]
    for each in report.wrong:
        lines += ["", f"### {each.id} — {_cell(each.question)}", "", f"- comprise : {_cell(each.understood)}"]
        lines += [f"- dit ({each.confidence}) : {_cell(each.said)}", f"- attendu : {_cell(each.expected)}"]
        lines += [f"- cité : {_cell(quote.place)} : « {_cell(quote.text)} »" for quote in each.quotes]
        lines += [f"- référence : {_cell(quote.place)} : « {_cell(quote.text)} »" for quote in each.gold]
    return "\n".join(lines) + "\n"


def as_json(run: Run, scores: Scores, compared: Sequence[Paired] = ()) -> str:
    """Every figure, for programs."""
    groups = {"by_type": scores.by_type, "by_level": scores.by_level}
    document = {
        "set": run.set,
        "made": run.made,
        "model": run.model,
        "generation": run.generation,
        "figures": _figures(scores.named.values()),
        **{name: {key: _figures(group) for key, group in groups[name].items()} for name in groups},
        "latency_ms": _percentiles(scores.latencies),
        "answer_words": _percentiles(scores.lengths),
        "trade_off": [asdict(each) for each in scores.trade_off],
        "first_sentence": [asdict(each) for each in scores.first_sentence],
        "comparison": [
            {
                "figure": pair.figure.name,
                "other": pair.other,
                "difference": pair.difference,
                "low": pair.low,
                "high": pair.high,
                "p_value": pair.p_value,
                "n": pair.n,
            }
            for pair in compared
        ],
        "wrong": [each.id for each in scores.outcomes if not each.right],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _sections(scores: Scores, compared: Sequence[Paired]) -> Iterable[Section]:
    yield Section(
        "Vue d'ensemble",
        "Chaque question jugée compte ; une réponse qui manque compte 0. L'intervalle à 95 % vient du bootstrap.",
        (summary_table(scores),),
        overview_plot([scores.named[name] for name in _OVERVIEW if name in scores.named]),
    )
    if compared:
        yield Section(
            "Comparaison",
            "Sur les mêmes questions : intervalle de l'écart par bootstrap apparié, p par permutation.",
            (comparison_table(compared),),
        )
    if scores.by_type:
        tables = (
            _groups_table("Par type de question", scores.by_type),
            _groups_table("Par difficulté", scores.by_level),
        )
        yield Section("Par type et par difficulté", "Peu de questions par ligne : lisez n.", tables)  # fmt: skip
    kinds = [each for each in scores.named.values() if "." in each.name]
    if kinds:
        table = _figures_table("Par sorte de question, de suite ou d'affirmation", kinds)
        yield Section("Refus, suites et affirmations", "Peu d'éléments par ligne : lisez n.", (table,))
    if scores.first_sentence:
        yield Section(
            "Face à la première phrase",
            "Notre réponse, et la première phrase du premier passage trouvé : laquelle tient tous les faits attendus.",
            (_first_sentence_table(scores),),
        )
    if scores.trade_off:
        yield from _confidence_sections(scores)
    if scores.latencies:
        rows = [(name, f"{value:.0f}") for name, value in _percentiles(scores.latencies).items()]
        rows += [(f"{name}, mots", f"{value:.0f}") for name, value in _percentiles(scores.lengths).items()]
        yield Section(
            "Durée et longueur",
            "De la question à la réponse, le modèle étant chargé ; et la longueur des réponses données.",
            (Table("Centiles, en millisecondes puis en mots", ("centile", "valeur"), tuple(rows)),),
            latency_plot(scores.latencies),
        )


def _confidence_sections(scores: Scores) -> Iterable[Section]:
    sure, rights, answerable = scores.confidences, scores.rights, scores.answerable
    risks = risk_coverage(sure, rights)
    rows = tuple(
        (f"{share:.0%}".replace("%", " %"), number(float(risks[max(0, round(share * len(risks)) - 1)])))
        for share in _COVERAGES
    )
    names = ("aurc", "ece_answerable", "ece_right")
    yield Section(
        "Fiabilité de la confiance",
        "La confiance annonce que les documents répondent ; une réponse peut encore se tromper de phrase. "
        "Sur la diagonale, elle dit vrai.",
        (_figures_table("Écarts", (scores.named[name] for name in names[1:] if name in scores.named)),),
        reliability_plot(sure, answerable, rights),
    )
    yield Section(
        "Risque et couverture",
        "Si seules les questions les plus sûres recevaient une réponse : la part de réponses fausses parmi elles. "
        "Une question refusée compte comme fausse en bout de courbe.",
        (Table("Risque selon la part répondue", ("part répondue", "risque"), rows),),
        risk_coverage_plot(sure, rights),
    )
    kinds = list(scores.trade_off[0].refused)
    now = (
        scores.named["false_abstention"].value,
        {kind: scores.named[f"refusal.{kind}"].value for kind in kinds},
    )
    lines = [
        (f"refus sous {number(each.threshold, 1)}", number(each.false_abstention), *(number(each.refused[kind]) for kind in kinds))
        for each in scores.trade_off
        if each.threshold in _SHOWN_THRESHOLDS
    ]  # fmt: skip
    lines.append(("aujourd'hui", number(now[0]), *(number(now[1][kind]) for kind in kinds)))
    head = ("seuil", "abstentions à tort", *(f"refus : {label(kind)}" for kind in kinds))
    yield Section(
        "S'abstenir : le compromis",
        "Refuser plus souvent écarte les questions sans réponse et, avec elles, de bonnes questions. "
        "Chaque courbe suit le seuil de confiance ; le point est le réglage d'aujourd'hui.",
        (Table("Refus selon le seuil de confiance", head, tuple(lines)),),
        trade_off_plot(scores.trade_off, now),
    )


def _figures_table(caption: str, figures: Iterable[Figure]) -> Table:
    rows = tuple(
        (_label(each), number(each.value), f"{number(each.low)} à {number(each.high)}", str(each.n))
        for each in figures
    )
    return Table(caption, ("mesure", "valeur", "intervalle à 95 %", "n"), rows)


def _label(figure: Figure) -> str:
    """The figure's name with its kind in French, where it has one."""
    _, dot, kind = figure.name.partition(".")
    return figure.label.removesuffix(kind) + label(kind) if dot else figure.label


def _groups_table(caption: str, groups: Mapping[str, Sequence[Figure]]) -> Table:
    names = list(dict.fromkeys(figure.name for group in groups.values() for figure in group))
    labels = {figure.name: figure.label for group in groups.values() for figure in group}
    rows = []
    for key, group in groups.items():
        found = {figure.name: figure for figure in group}
        values = (number(found[name].value) if name in found else "–" for name in names)
        rows.append((label(key), str(max(each.n for each in group)), *values))
    return Table(caption, (caption.split()[-1], "n", *(labels[name] for name in names)), tuple(rows))


def _first_sentence_table(scores: Scores) -> Table:
    lines = [
        (each.both, each.only_ours, each.only_first_sentence, each.neither) for each in scores.first_sentence
    ]
    rows = [
        (label(each.type), *map(str, line)) for each, line in zip(scores.first_sentence, lines, strict=True)
    ]
    rows.append(("ensemble", *(str(sum(column)) for column in zip(*lines, strict=True))))
    head = ("type", "les deux", "notre réponse seule", "la première phrase seule", "aucune")
    return Table("Questions justes", head, tuple(rows))


def _wrong_answer(outcome: Outcome, texts: Mapping[str, str]) -> WrongAnswer:
    result = outcome.result
    quotes = result.get("citations") or result.get("evidence") or result.get("nearest") or ()
    said = (
        result.get("error") or result.get("answer") or f"{label(result['verdict'])} — {result['explanation']}"
    )
    verdict = label(outcome.expected) if "verdict" in result else outcome.expected
    return WrongAnswer(
        id=outcome.id,
        question=outcome.text,
        understood=result.get("standalone_question", outcome.text),
        type=label(outcome.type),
        said=said,
        confidence=number(_confidence(outcome), 2),
        quotes=tuple(Quote(_place(each), " ".join(each["quote"].split())) for each in quotes),
        expected=verdict,
        gold=tuple(_gold(span, texts) for span in outcome.spans),
    )


def _place(citation: Mapping[str, Any]) -> str:
    page = f", p. {citation['page']}" if citation["page"] is not None else ""
    return f"{citation['document'].rsplit('/', 1)[-1]}{page} [{citation['start']}:{citation['end']}]"


def _gold(span: Span, texts: Mapping[str, str]) -> Quote:
    text = texts[document_named(span.document, texts) or ""]
    return Quote(f"{span.document} [{span.start}:{span.end}]", " ".join(text[span.start : span.end].split()))


def _confidence(outcome: Outcome) -> float:
    return float(outcome.result.get("confidence", 0.0))


def _figures(figures: Iterable[Figure]) -> dict[str, dict[str, Any]]:
    return {
        each.name: {
            "label": each.label,
            "value": each.value,
            "low": None if isnan(each.low) else each.low,
            "high": None if isnan(each.high) else each.high,
            "n": each.n,
        }
        for each in figures
    }


def _percentiles(latencies: Sequence[int]) -> dict[str, float]:
    percentile = partial(np.percentile, latencies)
    names = {"médiane": 50, "90 %": 90, "95 %": 95, "maximum": 100}
    return {name: float(percentile(share)) for name, share in names.items()} if latencies else {}


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
