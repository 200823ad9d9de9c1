"""The words of one sense, and of contrary senses."""

import json

from assistant.inference.lexicon import LEXICON, POLES, key_of, senses, word_pairs
from index.analysis import fold

LINES = [json.loads(line) for line in LEXICON.read_text(encoding="utf-8").splitlines()]


def test_a_line_is_an_axis_or_words_for_each_other() -> None:
    assert len(LINES) > 1000
    for line in LINES:
        assert set(line) in ({"plus", "minus"}, {"same"})
        words = [word for kind in line for word in line[kind]]
        assert set(line) <= set(POLES)
        assert all(len(word.split()) == 1 for word in words)


def test_no_word_is_its_own_contrary() -> None:
    for line in LINES:
        poles = [{key_of(fold(word)) for word in words} for words in line.values()]
        assert len(poles) == 1 or poles[0].isdisjoint(poles[1]), line


def test_one_sense_is_one_pole() -> None:
    known = senses()
    assert known[key_of("grimper")] & known[key_of("hausse")]
    assert {(axis, -pole) for axis, pole in known[key_of("grimper")]} & known[key_of("recul")]


def test_pairs_are_of_single_words() -> None:
    pairs = word_pairs()
    assert ("augmente", "diminue") in pairs
    assert len(pairs) > 400
