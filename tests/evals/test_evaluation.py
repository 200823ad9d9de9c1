import json
from dataclasses import replace
from pathlib import Path

import pytest
from small_set import REFERENCE_SET, RUN

from assistant.answers import Verdict
from assistant.engine import Assistant
from evals.evaluation import evaluate, load_run, require_documents, save_run, texts_of
from evals.reference_set import (
    Dialogue,
    ReferenceClaim,
    ReferenceQuestion,
    ReferenceSet,
    Span,
    Turn,
    Unanswerable,
)
from ingest.errors import UsageError


def _set_over(assistant: Assistant) -> ReferenceSet:
    """A set whose gold is the first passage of the survey."""
    passage = next(p for document, p in assistant.index.passages if document.name == "enquete.md")
    span = Span("enquete.md", passage.start, passage.end)
    word = passage.text.split()[-1].strip(".")
    question = ReferenceQuestion("q1", passage.text[:60], ((word,),), ((span,),), "figure", "lexical")
    return ReferenceSet(
        "essai",
        (question,),
        (Unanswerable("u1", "zzz xxx yyy ?", "off_topic", "Rien."), Unanswerable("u2", "  ", "off_topic", "Vide.")),
        (ReferenceClaim("c1", passage.text[:60], Verdict.SUPPORTED, "figure", (span,)),),
        (Dialogue("d1", (Turn("d1.0", passage.text[:40], "first", ()), Turn("d1.1", "merci", "small_talk", ()))),),
    )  # fmt: skip


def test_every_item_is_put_to_the_assistant_and_kept_as_the_command_line_gives_it(
    assistant: Assistant,
) -> None:
    told: list[tuple[int, int]] = []
    reference_set = _set_over(assistant)
    run = evaluate(reference_set, assistant, progress=lambda done, total: told.append((done, total)))
    assert set(run.results) == {"q1", "u1", "u2", "c1", "d1.0", "d1.1"}
    assert told == [(done, 5) for done in range(1, 6)]
    assert run.answers["u1"]["status"] == "abstained"
    assert run.turns["d1.1"]["citations"] == []
    assert list(run.ranked) == ["q1"]
    assert run.ranked["q1"][0]["document"] == "enquete.md"
    assert run.documents == {"enquete.md": "enquete.md"}
    assert run.passages["enquete.md"][0][1] == reference_set.spans[0].start


def test_an_item_that_fails_says_why_and_the_others_go_on(assistant: Assistant) -> None:
    run = evaluate(_set_over(assistant), assistant)
    assert run.answers["u2"] == {"error": "La question est vide : écrivez au moins quelques mots."}


def test_each_citation_comes_with_the_slice_it_names(assistant: Assistant) -> None:
    run = evaluate(_set_over(assistant), assistant)
    texts = texts_of(assistant)
    citations = [
        each
        for result in run.results.values()
        for kind in ("citations", "nearest", "evidence")
        for each in result.get(kind, ())
    ]
    assert citations
    for each in citations:
        assert each["source"] == texts[each["document"]][each["start"] : each["end"]] == each["quote"]


def test_a_run_is_read_again_as_it_was(tmp_path: Path) -> None:
    save_run(RUN, tmp_path / "run.json")
    read = load_run(tmp_path)
    assert replace(read, passages=RUN.passages) == RUN
    assert [tuple(each) for each in read.passages["a.md"]] == RUN.passages["a.md"]
    assert load_run(tmp_path / "run.json") == read


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', '{"format": 0, "set": "a"}'])
def test_what_is_no_run_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"run\.json"):
        load_run(path)


def test_a_run_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ne peut pas être lu"):
        load_run(tmp_path)


def test_documents_that_are_not_indexed_are_said_with_what_to_do() -> None:
    with pytest.raises(UsageError, match=r"« a\.md ».*--index"):
        require_documents(REFERENCE_SET, {"docs/b.md": "Rien du tout."})
    with pytest.raises(UsageError, match="sourcier ingest evals/corpus"):
        require_documents(replace(REFERENCE_SET, name="examples_dev"), {})


def test_documents_that_have_changed_are_said() -> None:
    with pytest.raises(UsageError, match="ne va pas avec ces documents"):
        require_documents(REFERENCE_SET, {"docs/a.md": "Tout autre chose."})


def test_a_run_is_json_with_its_format(tmp_path: Path) -> None:
    save_run(RUN, tmp_path / "run.json")
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["format"] == 1
