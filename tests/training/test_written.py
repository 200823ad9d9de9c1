"""The questions written for the training: they hold what they claim."""

import random
from io import StringIO
from pathlib import Path

import pytest
from keyword_embedder import KeywordEmbedder
from rich.console import Console

from evals.ranking import open_index
from training.written import (
    WrittenPassage,
    confused_written,
    load_written,
    written_dataset,
    written_examples,
)

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


def test_examples_are_the_questions_beside_their_passage_and_beside_what_confuses() -> None:
    bridge = "Le pont ouvre en 1889."
    garden = "Les poireaux se sèment en mars."
    passages = [
        WrittenPassage(bridge, "ponts", (("Quand ouvre le pont ?", (17, 21)), ("À quel prix ?", None))),
        WrittenPassage(garden, "jardins", (("Quand semer ?", (26, 30)),)),
    ]
    confused = {(bridge, "Quand ouvre le pont ?"): ["Le tunnel ouvre en mai."]}
    for seed in range(20):
        examples = written_examples(passages, confused, random.Random(seed))
        assert [each.answers for each in examples] == [True, False, False, True]
        assert examples[1].passage == "Le tunnel ouvre en mai."
        assert all(each.passage[slice(*each.span)] in {"1889", "mars"} for each in examples if each.span)


def test_what_confuses_is_searched_among_the_other_passages(tmp_path: Path) -> None:
    passages = [
        WrittenPassage("Le pont ouvre en 1889.", "ponts", (("Quand ouvre le pont ?", (17, 21)),)),
        WrittenPassage("Le tunnel ouvre à midi.", "ponts", ()),
    ]
    index = open_index(written_dataset(passages), tmp_path, KeywordEmbedder(), Console(file=StringIO()))
    found = confused_written(passages, index)
    assert found == {("Le pont ouvre en 1889.", "Quand ouvre le pont ?"): ["Le tunnel ouvre à midi."]}


def test_answer_missing_from_its_passage_is_refused(tmp_path: Path) -> None:
    line = '{"passage": "Rien.", "questions": [{"question": "Quoi ?", "answer": "Tout", "kind": "other"}]}'
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match="substring"):
        load_written(tmp_path)
