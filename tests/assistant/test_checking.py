"""Verdicts: what the reader says of a passage, and what keeps it from being believed."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from assistant.answers import Verdict
from assistant.engine import Assistant
from assistant.reader import Reading
from index.scope import Scope
from index.search import Index

MakeIndex = Callable[[Mapping[str, str]], Index]
CONFIRMS, CONTRADICTS = (0.9, 0.05, 0.05), (0.05, 0.9, 0.05)
SOURCE = "# Enquête\n\nEn 2023, 62 % des musiciens du Finistère jouent au casque. Rien de plus.\n"


class SureReader:
    """Gives one verdict on every passage that holds ``words``, and leaves the others open."""

    def __init__(self, words: str, verdict: tuple[float, float, float]) -> None:
        self._words, self._verdict = words, verdict

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        return [
            Reading(0.9, verdict=self._verdict) if self._words in passage else Reading(0.1)
            for passage in passages
        ]


def _assistant(make_index: MakeIndex, text: str, verdict: tuple[float, float, float]) -> Assistant:
    files = {"a.md": text, "b.md": "# Potager\n\nLa mâche supporte le gel sans protection.\n"}
    return Assistant(make_index(files), reader=SureReader("casque", verdict))


@pytest.mark.parametrize(
    "claim",
    [
        "62 % des musiciens jouent au casque.",
        "Près des deux tiers des musiciens jouent au casque.",
        "En 2023, plus de la moitié des musiciens du Finistère jouent au casque.",
    ],
)
def test_what_the_reader_confirms_is_confirmed_by_its_sentence(make_index: MakeIndex, claim: str) -> None:
    checked = _assistant(make_index, SOURCE, CONFIRMS).check(claim)
    assert checked.verdict is Verdict.SUPPORTED
    assert [citation.quote for citation in checked.evidence] == [
        "En 2023, 62 % des musiciens du Finistère jouent au casque."
    ]
    assert "Enquête" in checked.explanation


@pytest.mark.parametrize(
    "claim",
    [
        "26 % des musiciens jouent au casque.",
        "Moins de la moitié des musiciens jouent au casque.",
        "En 2015, 62 % des musiciens jouent au casque.",
        "62 % des musiciens de Belgique jouent au casque.",
        "62 % des musiciens de 40 orchestres jouent au casque.",
    ],
    ids=["figure", "bound", "year", "name", "count"],
)
def test_a_sure_reader_is_not_believed_against_forms(make_index: MakeIndex, claim: str) -> None:
    checked = _assistant(make_index, SOURCE, CONFIRMS).check(claim)
    assert checked.verdict is Verdict.NOT_ENOUGH_INFO
    assert checked.evidence == ()


def test_what_is_only_possible_does_not_confirm(make_index: MakeIndex) -> None:
    text = "# Accord\n\nL'accord pourrait protéger les voix au casque.\n"
    assistant = _assistant(make_index, text, CONFIRMS)
    assert assistant.check("L'accord protège les voix au casque.").verdict is Verdict.NOT_ENOUGH_INFO
    assert assistant.check("L'accord pourrait protéger les voix au casque.").verdict is Verdict.SUPPORTED


def test_what_the_reader_contradicts_is_refuted_with_both_figures(make_index: MakeIndex) -> None:
    checked = _assistant(make_index, SOURCE, CONTRADICTS).check("26 % des musiciens jouent au casque.")
    assert checked.verdict is Verdict.REFUTED
    assert checked.explanation == "Le passage dit 62\u00a0%, l'affirmation 26\u00a0%."
    assert checked.evidence


def test_another_year_is_not_contradicted(make_index: MakeIndex) -> None:
    claim = "En 2015, 26 % des musiciens jouent au casque."
    assert _assistant(make_index, SOURCE, CONTRADICTS).check(claim).verdict is Verdict.NOT_ENOUGH_INFO


def test_what_the_reader_leaves_open_is_left_open(make_index: MakeIndex) -> None:
    assistant = _assistant(make_index, SOURCE, (0.3, 0.3, 0.4))
    assert assistant.check("62 % des musiciens jouent au casque.").verdict is Verdict.NOT_ENOUGH_INFO


def test_nothing_is_settled_without_a_reader(make_index: MakeIndex) -> None:
    assistant = Assistant(make_index({"a.md": SOURCE}))
    assert assistant.check("62 % des musiciens jouent au casque.").verdict is Verdict.NOT_ENOUGH_INFO


def test_only_documents_in_scope_decide(make_index: MakeIndex) -> None:
    assistant = _assistant(make_index, SOURCE, CONFIRMS)
    checked = assistant.check("62 % des musiciens jouent au casque.", scope=Scope(documents=("b.md",)))
    assert checked.verdict is Verdict.NOT_ENOUGH_INFO
