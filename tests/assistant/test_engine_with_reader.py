"""The assistant with a reader that points where the test tells it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from keyword_embedder import KeywordEmbedder

from assistant.answers import Status
from assistant.engine import Assistant
from assistant.reader import Reading
from index.search import Index
from index.update import ingest

MakeIndex = Callable[[Mapping[str, str]], Index]

QUESTION = "Quand les poireaux du potager se récoltent-ils ?"
FILES = {
    "semis.md": "# Le potager\n\nLes poireaux du potager se récoltent-ils ? Tout dépend du semis, dit le jardinier.\n",
    "recolte.md": "# Le calendrier\n\nCe qui a levé au printemps se coupe de novembre à février. Les outils sont rangés.\n",
}


class PointingReader:
    """Answers by ``words`` wherever a passage holds them."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.asked: list[str] = []

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        self.asked.append(question)
        return [self._read(passage) for passage in passages]

    def _read(self, passage: str) -> Reading:
        start = passage.find(self.words)
        if start < 0:
            return Reading(answers=0.0)
        span = (start, start + len(self.words))
        return Reading(0.95, span, np.array([span], np.int32), np.ones(1, np.float32))


def test_search_puts_first_what_the_reader_says_answers(make_index: MakeIndex) -> None:
    index = make_index(FILES)
    alone = Assistant(index).search(QUESTION)
    assert [hit.document.name for hit in alone] == ["semis.md", "recolte.md"]
    gap = alone[0].score - alone[1].score
    read = Assistant(index, reader=PointingReader("novembre")).search(QUESTION)
    scores = {hit.document.name: hit.score for hit in read}
    assert [hit.rank for hit in read] == [1, 2]
    assert scores["semis.md"] - scores["recolte.md"] == pytest.approx((gap - 0.3 * 0.95) / 1.3, abs=1e-5)


def test_sentence_that_the_reader_points_at_gains_on_the_others(make_index: MakeIndex) -> None:
    text = "# Le potager\n\nLes poireaux du potager plaisent. Les poireaux du potager durent. Rien de plus.\n"
    index = make_index({"a.md": text})
    question = "poireaux du potager"
    assert Assistant(index).ask(question).citations[0].quote == "Les poireaux du potager plaisent."
    pointed = Assistant(index, reader=PointingReader("durent")).ask(question)
    assert pointed.citations[0].quote == "Les poireaux du potager durent."


def test_greeting_and_empty_index_are_not_read(make_index: MakeIndex) -> None:
    reader = PointingReader("rien")
    assistant = Assistant(make_index({}), reader=reader)
    assert assistant.ask("Bonjour !").status is Status.ANSWERED
    assert assistant.ask(QUESTION).status is Status.ABSTAINED
    assert assistant.search(QUESTION) == []
    assert all(asked == QUESTION for asked in reader.asked)


def test_reader_stays_when_documents_are_added(
    make_index: MakeIndex, embedder: KeywordEmbedder, tmp_path: Path
) -> None:
    make_index(FILES)
    reader = PointingReader("novembre")
    before = Assistant.open(tmp_path / "index", embedder, reader=reader)
    (tmp_path / "note.md").write_text("# Une note\n\nLa mâche supporte le gel.\n", encoding="utf-8")
    ingest(
        tmp_path / "index",
        [str(tmp_path / "note.md")],
        model=embedder.description,
        load_model=lambda: embedder,
    )
    after = before.up_to_date()
    assert after is not before
    after.search(QUESTION)
    assert reader.asked == [QUESTION]
