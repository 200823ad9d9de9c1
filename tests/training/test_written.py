"""The questions written for the training: they hold what they claim."""

import random
from pathlib import Path

import pytest

from training.written import WrittenPassage, load_written, written_examples

TRAINING, DEV = load_written(), load_written(dev=True)


def test_every_answer_stands_in_its_passage_and_near_misses_have_none() -> None:
    for passage in [*TRAINING, *DEV]:
        for question, span in passage.questions:
            assert question.strip()
            assert span is None or passage.text[slice(*span)].strip()


def test_a_third_of_the_questions_are_near_misses() -> None:
    spans = [span for passage in TRAINING for _, span in passage.questions]
    assert len(spans) >= 1_500
    assert 0.2 < sum(span is None for span in spans) / len(spans) < 0.45


def test_what_measures_is_not_trained_on() -> None:
    assert DEV
    assert not {passage.text for passage in TRAINING} & {passage.text for passage in DEV}


def test_examples_are_the_questions_and_one_about_another_passage() -> None:
    passages = [
        WrittenPassage(
            "Le pont ouvre en 1889.", "ponts", (("Quand ouvre le pont ?", (17, 21)), ("À quel prix ?", None))
        ),
        WrittenPassage("Les poireaux se sèment en mars.", "jardins", (("Quand semer ?", (26, 30)),)),
    ]
    for seed in range(20):
        examples = written_examples(passages, random.Random(seed))
        assert [each.answers for each in examples if each.span] == [True, True]
        assert all(each.span for each in examples if each.answers)
        assert all(each.passage[slice(*each.span)] in {"1889", "mars"} for each in examples if each.span)


def test_answer_missing_from_its_passage_is_refused(tmp_path: Path) -> None:
    line = '{"passage": "Rien.", "questions": [{"question": "Quoi ?", "answer": "Tout", "kind": "other"}]}'
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match="substring"):
        load_written(tmp_path)
