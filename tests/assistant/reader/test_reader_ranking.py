"""Search and reader together: worked scores, over a reader that says what the test tells it."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from assistant.reader import Reading, rerank
from assistant.reader.ranking import NUM_READ, READER_WEIGHT
from index.search import Hit, Index

MakeIndex = Callable[[Mapping[str, str]], Index]


class ToldReader:
    """Answers where the passage holds ``word``; keeps what it was given."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.passages: list[str] = []

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        self.passages += passages
        return [Reading(answers=float(self.word in passage)) for passage in passages]


@pytest.fixture
def hits(make_index: MakeIndex) -> list[Hit]:
    index = make_index(
        {f"{i}.md": f"# Titre {i}\n\nLe potager numéro {i} {'fleurit ' * i}.\n" for i in range(8)}
    )
    return index.search("potager fleurit", 8)


def test_passage_that_answers_rises_by_the_weight_of_the_reader(hits: list[Hit]) -> None:
    last = hits[NUM_READ - 1]
    ranked = rerank(ToldReader(f"numéro {last.document.name[0]}"), "Où ?", hits)
    moved = next(hit for hit in ranked if hit.document.name == last.document.name)
    assert moved.score == pytest.approx((last.score + READER_WEIGHT) / (1 + READER_WEIGHT))
    others = [hit for hit in ranked if hit is not moved]
    assert [hit.document.name for hit in others] == [h.document.name for h in hits if h is not last]
    assert others[0].score == pytest.approx(hits[0].score / (1 + READER_WEIGHT))
    assert [hit.rank for hit in ranked] == list(range(1, 9))


def test_only_the_first_passages_are_read_under_their_titles(hits: list[Hit]) -> None:
    reader = ToldReader("rien")
    rerank(reader, "Où ?", hits)
    assert len(reader.passages) == NUM_READ
    assert reader.passages[0].startswith(f"Titre {hits[0].document.name[0]}\n")


def test_no_hit_is_no_trouble() -> None:
    assert rerank(ToldReader("rien"), "Où ?", []) == []
