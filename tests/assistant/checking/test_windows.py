"""The sentences a claim is compared with."""

from collections.abc import Callable, Mapping

from assistant.checking.windows import windows
from assistant.evidence import fitting_sentences
from index.search import Index

MakeIndex = Callable[[Mapping[str, str]], Index]

TEXT = (
    "Les ventes de vinyles ont été relevées en mars. Le commerce du disque a fléchi de 12 %. "
    "Les vinyles sont pressés en France.\n\nLes loyers des ateliers montent.\n"
)


def test_a_sentence_stands_between_its_neighbours_of_the_same_passage(make_index: MakeIndex) -> None:
    claim = "Le commerce du disque a fléchi."
    found = windows(claim, fitting_sentences(make_index({"a.md": TEXT}), claim), 8)
    sentence, text = found[0]
    assert sentence.reading == "Le commerce du disque a fléchi de 12 %."
    assert text.startswith("Les ventes de vinyles")
    assert "pressés en France." in text


def test_words_of_the_same_sense_bring_a_sentence_forward(make_index: MakeIndex) -> None:
    claim = "Les ventes de vinyles reculent."
    sentences = fitting_sentences(make_index({"a.md": TEXT}), claim)
    assert sentences[0].reading.startswith("Les ventes de vinyles ont été relevées")
    first = [sentence.reading for sentence, _ in windows(claim, sentences, 2)]
    assert "Le commerce du disque a fléchi de 12 %." in first


def test_no_more_than_asked(make_index: MakeIndex) -> None:
    claim = "Les ventes de vinyles reculent."
    sentences = fitting_sentences(make_index({"a.md": TEXT}), claim)
    assert len(windows(claim, sentences, 2)) == 2
    assert windows(claim, (), 2) == []
