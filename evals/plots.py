"""Plots of an evaluation as SVG to be put inside a page: text stays text, colours follow the page's."""

import io
import re
from collections.abc import Callable, Mapping, Sequence

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from evals.labels import label
from evals.metrics import reliability, risk_coverage
from evals.scores import Figure as Measure
from evals.scores import Threshold

# Colours that stand for the page's own, which change between light and dark.
_INK, _SOFT = "#010101", "#020202"
_SERIES = ("#030303", "#040404", "#050505", "#060606")
_STYLES = ("-", "--", "-.", ":")
_VARIABLES = {_INK: "--ink", _SOFT: "--soft", **{hue: f"--series-{n}" for n, hue in enumerate(_SERIES, 1)}}
_INCHES = (5.2, 3.4)


def overview_plot(figures: Sequence[Measure]) -> str:
    """Each figure, a share, with its interval."""

    def draw(axes: Axes) -> None:
        rows = range(len(figures))[::-1]
        axes.hlines(rows, [each.low for each in figures], [each.high for each in figures], color=_SERIES[0])
        axes.plot([each.value for each in figures], list(rows), "o", color=_SERIES[0])
        axes.set_yticks(list(rows), [each.label for each in figures])
        axes.set_xlim(-0.02, 1.02)
        axes.set_xlabel("part, avec son intervalle à 95 %", color=_INK)
        axes.grid(axis="x", color=_SOFT, linewidth=0.3)

    return _svg(draw, "overview", numbered_y=False)


def reliability_plot(
    confidences: Sequence[float], answerable: Sequence[float], rights: Sequence[float]
) -> str:
    """Share observed against confidence, for both meanings of a confidence."""

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=_SOFT, linewidth=1, label="parfaite")
        for hue, style, name, observed in (
            (_SERIES[0], "-", "les documents répondent", answerable),
            (_SERIES[1], "--", "la réponse est juste", rights),
        ):
            points = reliability(confidences, observed)
            axes.plot(
                [p[0] for p in points], [p[1] for p in points], style, color=hue, marker="o", label=name
            )
        _axes(axes, "confiance annoncée", "part observée")

    return _svg(draw, "reliability")


def risk_coverage_plot(confidences: Sequence[float], rights: Sequence[float]) -> str:
    """Share of wrong answers against the share of questions answered, the surest first."""
    risks = risk_coverage(confidences, rights)

    def draw(axes: Axes) -> None:
        axes.plot([(k + 1) / len(risks) for k in range(len(risks))], risks, color=_SERIES[0], label="risque")
        _axes(axes, "part des questions répondues, les plus sûres d'abord", "part de réponses fausses")

    return _svg(draw, "risk")


def trade_off_plot(thresholds: Sequence[Threshold], now: tuple[float, Mapping[str, float]]) -> str:
    """Share refused of each kind of question without answer, against false abstentions; ``now`` is where we are."""

    def draw(axes: Axes) -> None:
        for hue, style, kind in zip(_SERIES, _STYLES, thresholds[0].refused, strict=False):
            axes.plot(
                [each.false_abstention for each in thresholds],
                [each.refused[kind] for each in thresholds],
                style,
                color=hue,
                label=label(kind),
            )
            axes.plot(now[0], now[1][kind], "o", color=hue)
        _axes(axes, "abstentions à tort", "part refusée à raison")

    return _svg(draw, "tradeoff")


def latency_plot(latencies: Sequence[int]) -> str:
    """How many answers took how long, in milliseconds."""

    def draw(axes: Axes) -> None:
        axes.hist(latencies, bins=20, color=_SERIES[0])
        axes.set_xlabel("durée d'une réponse (ms)", color=_INK)
        axes.set_ylabel("nombre de réponses", color=_INK)

    return _svg(draw, "latency")


def _axes(axes: Axes, x: str, y: str) -> None:
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel(x, color=_INK)
    axes.set_ylabel(y, color=_INK)
    axes.legend(frameon=False, labelcolor=_INK, fontsize=9)


def _svg(draw: Callable[[Axes], None], name: str, *, numbered_y: bool = True) -> str:
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name, "font.family": "sans-serif"}):
        figure = Figure(figsize=_INCHES, layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.subplots()
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(_SOFT)
        axes.tick_params(colors=_INK)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}".replace(".", ","))
        if numbered_y:
            axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}".replace(".", ","))
        draw(axes)
        out = io.StringIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    # Several in one page: ids must differ. The page describes the plot, and gives its numbers in a table.
    svg = re.sub(r'\b(id="|xlink:href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = svg.replace("<svg ", '<svg aria-hidden="true" ', 1)
    for hue, variable in _VARIABLES.items():
        svg = svg.replace(hue, f"var({variable})")
    return svg
