"""The verdict, from what was judged of each passage. The judge here knows what each passage makes of any claim."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest

from assistant.answers import Verdict
from assistant.engine import Assistant
from assistant.inference import Judgement
from index.search import Index

MakeIndex = Callable[[Mapping[str, str]], Index]

SOURCE = "Parmi les libraires, 46 % utilisent l'outil chaque semaine.\n\nLes éditeurs s'en passent encore.\n"


@dataclass(frozen=True)
class FixedJudge:
    """Says ``judgements[words]`` of a passage that holds ``words``, and nothing of others."""

    judgements: Mapping[str, Judgement]

    def judge(self, claim: str, passages: Sequence[str]) -> list[Judgement]:
        return [
            next((said for words, said in self.judgements.items() if words in passage), Judgement(0.0, 0.0))
            for passage in passages
        ]


def _checked(make_index: MakeIndex, claim: str, said: Judgement) -> tuple[Verdict, str, int]:
    assistant = Assistant(make_index({"a.md": SOURCE}), inference=FixedJudge({"libraires": said}))
    checked = assistant.check(claim)
    return checked.verdict, checked.explanation, len(checked.evidence)


@pytest.mark.parametrize(
    ("supported", "refuted", "verdict"),
    [
        pytest.param(0.9, 0.05, Verdict.SUPPORTED, id="said"),
        pytest.param(0.05, 0.9, Verdict.REFUTED, id="denied"),
        pytest.param(0.1, 0.1, Verdict.NOT_ENOUGH_INFO, id="left open"),
        pytest.param(0.45, 0.45, Verdict.NOT_ENOUGH_INFO, id="unsure which"),
    ],
)
def test_the_network_decides_what_words_leave_open(
    make_index: MakeIndex, supported: float, refuted: float, verdict: Verdict
) -> None:
    claim = "Beaucoup de marchands de livres emploient souvent cette application."
    found, explanation, num_evidence = _checked(make_index, claim, Judgement(supported, refuted))
    assert found is verdict
    assert (num_evidence > 0) is (verdict is not Verdict.NOT_ENOUGH_INFO)
    assert explanation.endswith(".")


def test_a_figure_that_the_sentence_does_not_hold_is_never_confirmed(make_index: MakeIndex) -> None:
    claim = "Chez les marchands de livres, 64 % emploient souvent cette application."
    verdict, explanation, _ = _checked(make_index, claim, Judgement(0.9, 0.05))
    assert verdict is Verdict.REFUTED
    assert explanation == "Le passage dit 46\u00a0%, l'affirmation 64\u00a0%."
    other_unit = "Chez les marchands de livres, 64 millions d'euros vont à cette application."
    assert _checked(make_index, other_unit, Judgement(0.9, 0.05))[0] is Verdict.NOT_ENOUGH_INFO


def test_a_claim_whose_figures_are_all_there_is_not_contradicted(make_index: MakeIndex) -> None:
    claim = "Chez les marchands de livres, 46 % emploient souvent cette application."
    assert _checked(make_index, claim, Judgement(0.02, 0.95))[0] is Verdict.NOT_ENOUGH_INFO
    other = "Chez les marchands de livres, 64 % emploient souvent cette application."
    assert _checked(make_index, other, Judgement(0.02, 0.95))[0] is Verdict.REFUTED


def test_a_name_that_the_passage_does_not_have_is_never_confirmed(make_index: MakeIndex) -> None:
    claim = "Beaucoup de marchands de livres de Bretagne emploient souvent cette application."
    assert _checked(make_index, claim, Judgement(0.95, 0.02))[0] is Verdict.NOT_ENOUGH_INFO


def test_a_figure_rounded_rightly_is_confirmed(make_index: MakeIndex) -> None:
    claim = "Chez les marchands de livres, près d'un sur deux emploie souvent cette application."
    verdict, explanation, _ = _checked(make_index, claim, Judgement(0.9, 0.05))
    assert verdict is Verdict.SUPPORTED
    assert "46\u00a0%" in explanation


def test_words_come_before_the_network(make_index: MakeIndex) -> None:
    claim = "Parmi les libraires, 46 % utilisent l'outil chaque semaine."
    assert _checked(make_index, claim, Judgement(0.0, 1.0))[0] is Verdict.SUPPORTED


def test_evidence_is_a_slice_of_the_passage_that_decides(make_index: MakeIndex) -> None:
    texts = {"a.md": SOURCE, "b.md": "Les poireaux se sèment en mars, sous abri.\n"}
    judge = FixedJudge({"poireaux": Judgement(0.1, 0.9), "libraires": Judgement(0.3, 0.2)})
    checked = Assistant(make_index(texts), inference=judge).check("On sème ce légume en septembre, dehors.")
    assert checked.verdict is Verdict.REFUTED
    assert [citation.document for citation in checked.evidence] == ["b.md"]
    assert checked.evidence[0].quote == texts["b.md"].strip()


def test_what_says_the_same_is_shown_too_clearest_first(make_index: MakeIndex) -> None:
    texts = {
        f"{number}.md": f"Parmi les libraires de la ville {number}, la plupart s'en servent.\n"
        for number in range(3)
    }
    judge = FixedJudge({"ville 2": Judgement(0.95, 0.0), "libraires": Judgement(0.8, 0.1)})
    checked = Assistant(make_index(texts), inference=judge).check("Des marchands de livres l'emploient.")
    assert checked.verdict is Verdict.SUPPORTED
    assert [citation.marker for citation in checked.evidence] == [1, 2, 3]
    assert checked.evidence[0].document == "2.md"


def test_a_sentence_that_only_stands_beside_what_decides_comes_after_it(make_index: MakeIndex) -> None:
    class NeighboursCount:
        """Surer of a passage the more it is told around the sentence that decides."""

        def judge(self, claim: str, passages: Sequence[str]) -> list[Judgement]:
            return [
                Judgement(0.0, 0.86 + min(0.1, passage.count(".") / 50))
                if "ateliers" in passage
                else Judgement(0.0, 0.1)
                for passage in passages
            ]

    text = "La ville a voté son budget culturel. Elle ferme les ateliers de quartier. Le budget du théâtre monte.\n"
    checked = Assistant(make_index({"a.md": text}), inference=NeighboursCount()).check(
        "La ville garde ses ateliers."
    )
    assert checked.verdict is Verdict.REFUTED
    assert len(checked.evidence) == 3
    assert "ateliers" in checked.evidence[0].quote
