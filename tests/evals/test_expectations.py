"""What is held and what is called a loss, on a run written by hand; test_gate.py holds the real one."""

from dataclasses import replace
from typing import Any

import pytest
from small_set import REFERENCE_SET, RUN, TEXTS, spoilt

from evals.expectations import expectations, losses
from evals.scores import score

# The small run has a question without result, and a turn that is wrong: held against itself all the same.
WHOLE = spoilt(answers={**RUN.answers, "q4": RUN.answers["q3"]})
EXPECTED = expectations(score(REFERENCE_SET, WHOLE))


def _wide(run: Any, number: int) -> tuple[Any, Any]:
    """The set and a run whose first question stands ``number`` times."""
    many = tuple(replace(REFERENCE_SET.questions[0], id=f"w{each:02}") for each in range(number))
    answers = {**run.answers, **{each.id: run.answers["q1"] for each in many}}
    ranked = {**run.ranked, **{each.id: run.ranked["q1"] for each in many}}
    return replace(REFERENCE_SET, questions=many), replace(run, answers=answers, ranked=ranked)


def test_a_run_loses_nothing_against_itself() -> None:
    assert losses(EXPECTED, REFERENCE_SET, WHOLE, TEXTS) == []


@pytest.mark.parametrize(("number_lost", "is_loss"), [(1, False), (2, True)])
def test_one_item_may_tip_over_and_two_may_not(number_lost: int, is_loss: bool) -> None:
    reference_set, run = _wide(WHOLE, 10)
    expected = expectations(score(reference_set, run))
    wrong = {f"w{each:02}": RUN.answers["q2"] for each in range(number_lost)}
    found = losses(expected, reference_set, replace(run, answers={**run.answers, **wrong}), TEXTS)
    assert any(sentence.startswith("answer_accuracy : ") for sentence in found) is is_loss
    if is_loss:
        assert "w01 « Combien ? » : 0.000 au lieu de 1.0" in "\n".join(found)


def test_what_should_be_low_is_lost_by_rising() -> None:
    reference_set, run = _wide(WHOLE, 10)
    expected = expectations(score(reference_set, run))
    refused = {f"w{each:02}": RUN.answers["q3"] for each in range(3)}
    found = losses(expected, reference_set, replace(run, answers={**run.answers, **refused}), TEXTS)
    assert any(sentence.startswith("false_abstention : 0.300 au lieu de 0.000") for sentence in found)


def test_a_gain_is_no_loss() -> None:
    better = {**WHOLE.answers, "q2": {**WHOLE.answers["q2"], "answer": "Le 3 mai, dit Curie [1]."}}
    assert losses(EXPECTED, REFERENCE_SET, replace(WHOLE, answers=better), TEXTS) == []


def test_a_missing_result_and_one_that_failed_are_both_said() -> None:
    without = {id: answer for id, answer in WHOLE.answers.items() if id != "u1"}
    found = losses(EXPECTED, REFERENCE_SET, replace(WHOLE, answers={**without, "q1": {"error": "x"}}), TEXTS)
    assert "sans résultat : q1 « Combien ? »" in found
    assert "sans résultat : u1 « Combien en 1900 ? »" in found


def test_a_set_that_no_longer_fits_its_documents_is_said() -> None:
    found = losses(EXPECTED, REFERENCE_SET, WHOLE, {**TEXTS, "docs/a.md": "Autre texte."})
    assert found[0].startswith("jeu de référence : q1 : ")


def test_a_figure_that_is_measured_no_more_is_said() -> None:
    found = losses(EXPECTED, replace(REFERENCE_SET, claims=()), WHOLE, TEXTS)
    assert "claim_accuracy : n'est plus mesuré." in found
