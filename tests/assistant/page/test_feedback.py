from pathlib import Path

import pytest

from assistant.engine import Assistant
from assistant.page.feedback import FeedbackFile
from evals.evaluation import texts_of
from evals.reference_set import load_reference_set, problems

FIGURE = "Quelle part des musiciens écoutent leurs maquettes au casque ?"
ABSENT = "Quelle est la capitale de l'Islande ?"


def test_a_good_answer_and_a_good_refusal_are_a_reference_set(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "avis" / "feedback.jsonl"
    feedback = FeedbackFile(path)
    feedback.record("c-1", assistant.ask(FIGURE), liked=True)
    feedback.record("c-2", assistant.ask(ABSENT), liked=True, comment="rien là-dessus")
    read = load_reference_set(path)
    [question], [refused] = read.questions, read.unanswerable
    span = question.alternatives[0][0]
    assert "62 %" in texts_of(assistant)[span.document][span.start : span.end]
    assert (refused.text, refused.why) == (ABSENT, "rien là-dessus")
    assert problems(read, texts_of(assistant)) == []


def test_a_bad_answer_is_to_be_completed_before_anything_is_measured(
    assistant: Assistant, tmp_path: Path
) -> None:
    path = tmp_path / "feedback.jsonl"
    FeedbackFile(path).record("c-1", assistant.ask(FIGURE), liked=False, comment="et les femmes ?")
    [problem] = problems(load_reference_set(path), texts_of(assistant))
    assert problem == "c-1 : aucun passage de référence ne porte « à compléter »."


def test_the_last_opinion_of_an_answer_counts_and_what_people_wrote_stays(
    assistant: Assistant, tmp_path: Path
) -> None:
    path = tmp_path / "feedback.jsonl"
    path.write_text(
        '{"id": "mine", "question": "Qui ?", "answers": [["lui"]]}\npas du JSON\n', encoding="utf-8"
    )
    feedback = FeedbackFile(path)
    answer = assistant.ask(FIGURE)
    feedback.record("c-1", answer, liked=False)
    feedback.record("c-1", answer, liked=True)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert lines[1] == "pas du JSON"
    assert "evidence" in lines[2]


@pytest.mark.parametrize("liked", [True, False])
def test_text_of_any_kind_stays_on_its_line(assistant: Assistant, tmp_path: Path, liked: bool) -> None:
    path = tmp_path / "feedback.jsonl"
    FeedbackFile(path).record("c-1", assistant.ask(FIGURE), liked=liked, comment='"\n\u2028\x85}')
    assert len(load_reference_set(path).questions) == 1
