"""The gate: the dev half of the example collection keeps its figures, and the gate sees each kind of loss."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from evaluated import Evaluated

from evals.evaluation import Run
from evals.expectations import EXPECTED, losses
from evals.reference_set import ReferenceSet, Span

pytestmark = pytest.mark.slow


class Gate:
    """The evaluation held to the committed figures, as it is or spoilt."""

    def __init__(self, evaluated: Evaluated) -> None:
        self.expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
        self.reference_set, self.run, self.texts = evaluated.reference_set, evaluated.run, evaluated.texts

    def losses(self, *, run: Run | None = None, reference_set: ReferenceSet | None = None) -> str:
        found = losses(self.expected, reference_set or self.reference_set, run or self.run, self.texts)
        return "\n".join(found)


@pytest.fixture
def gate(evaluated: Evaluated) -> Gate:
    return Gate(evaluated)


@pytest.fixture
def broken(gate: Gate) -> Callable[..., Run]:
    """The run with some of its fields replaced, each a copy that may be spoilt."""
    return lambda **fields: replace(gate.run, **fields)


def test_no_figure_is_lost(gate: Gate) -> None:
    found = gate.losses()
    assert not found, f"\n{found}\nSi la perte est voulue : make expectations."


def test_a_broken_ranking_is_seen_with_the_questions_it_lost(gate: Gate, broken: Callable[..., Run]) -> None:
    worst_first = {id: hits[::-1] for id, hits in gate.run.ranked.items()}
    found = gate.losses(run=broken(ranked=worst_first))
    assert "mrr@10" in found
    assert "ndcg@10" in found
    first = next(
        question
        for question in gate.reference_set.questions
        if gate.expected["figures"]["mrr@10"]["values"][question.id] == 1
    )
    assert f"{first.id} « {first.text} »" in found


def test_a_dropped_query_is_seen(gate: Gate, broken: Callable[..., Run]) -> None:
    dropped = gate.reference_set.questions[0]
    answers = {id: answer for id, answer in gate.run.answers.items() if id != dropped.id}
    assert f"sans résultat : {dropped.id} « {dropped.text} »" in gate.losses(run=broken(answers=answers))
    ranked = {id: hits for id, hits in gate.run.ranked.items() if id != dropped.id}
    assert f"sans résultat : {dropped.id}" in gate.losses(run=broken(ranked=ranked))


def test_a_query_dropped_from_the_set_is_seen(gate: Gate) -> None:
    fewer = replace(gate.reference_set, questions=gate.reference_set.questions[1:])
    found = gate.losses(reference_set=fewer)
    assert f"sans {gate.reference_set.questions[0].id}" in found


def test_a_shifted_gold_span_is_seen(gate: Gate) -> None:
    first, *rest = gate.reference_set.questions
    span = first.alternatives[0][0]
    length = span.end - span.start
    shifted = replace(first, alternatives=((Span(span.document, span.start + length, span.end + length),),))
    found = gate.losses(reference_set=replace(gate.reference_set, questions=(shifted, *rest)))
    assert f"{first.id} : aucun passage de référence ne porte" in found


def test_a_shifted_citation_is_seen(gate: Gate, broken: Callable[..., Run]) -> None:
    answers = deepcopy(gate.run.answers)
    identifier, citation = _first_citation(answers)
    citation["start"] += 3
    citation["source"] = gate.texts[citation["document"]][citation["start"] : citation["end"]]
    found = gate.losses(run=broken(answers=answers))
    assert "quotes_verbatim" in found
    assert identifier in found


def test_a_hallucinated_quote_is_seen(gate: Gate, broken: Callable[..., Run]) -> None:
    answers = deepcopy(gate.run.answers)
    identifier, citation = _first_citation(answers)
    citation["quote"] = "Les producteurs plébiscitent l'IA à 99 %."
    found = gate.losses(run=broken(answers=answers))
    assert "quotes_verbatim" in found
    assert identifier in found


def _first_citation(answers: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return next(
        (identifier, answer["citations"][0]) for identifier, answer in answers.items() if answer["citations"]
    )
