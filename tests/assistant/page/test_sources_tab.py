"""What the tab does when it is used, without a browser."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from sample_documents import GARDEN, SURVEY

from assistant.page.context import PageContext
from assistant.page.sources_tab import _add, _asked, _remove, listed
from index.generation import write_lock


@pytest.fixture
def context(make_context: Callable[[Mapping[str, str]], PageContext]) -> PageContext:
    return make_context({"enquete.md": SURVEY})


def test_a_file_that_is_dropped_is_listed_and_can_be_chosen(context: PageContext, tmp_path: Path) -> None:
    file = tmp_path / "potager.md"
    file.write_text(GARDEN, encoding="utf-8")
    *_, (said, emptied) = _add(context, [str(file)])
    assert "ajouté" in said
    assert emptied is None
    table, documents, *_ = listed(context)
    assert "Le potager d&#x27;hiver" in table
    assert [title for title, _ in documents.choices] == ["Enquête sur l'écoute", "Le potager d'hiver"]


def test_while_another_process_writes_the_reason_is_said(context: PageContext, tmp_path: Path) -> None:
    file = tmp_path / "potager.md"
    file.write_text(GARDEN, encoding="utf-8")
    with write_lock(tmp_path / "index"):
        *_, (said, _) = _add(context, [str(file)])
        _, _, refused = _remove(context, "enquete.md")
    assert "en cours d&#x27;écriture par un autre processus" in said
    assert "en cours d&#x27;écriture par un autre processus" in refused
    assert [each.name for each in context.latest.documents] == ["enquete.md"]


def test_a_file_without_a_name_stops_no_other(context: PageContext, tmp_path: Path) -> None:
    nameless, file = tmp_path / "....", tmp_path / "potager.md"
    nameless.write_text(SURVEY, encoding="utf-8")
    file.write_text(GARDEN, encoding="utf-8")
    *_, (said, _) = _add(context, [str(nameless), str(file)])
    assert "n’a pas de nom" in said
    assert "ajouté" in said


def test_nothing_is_removed_before_it_is_confirmed(context: PageContext) -> None:
    name, question, group = _asked(context, "enquete.md")
    assert name == "enquete.md"
    assert "Enquête sur l&#x27;écoute" in question
    assert group.visible
    assert len(context.latest.documents) == 1
    _remove(context, name)
    assert list(context.latest.documents) == []


def test_a_document_that_is_not_there_is_not_asked_about(context: PageContext) -> None:
    name, _, group = _asked(context, "../../etc/passwd")
    assert name == ""
    assert not group.visible
    assert _remove(context, "")[2] == ""
    assert "Aucun document" in _remove(context, "absent.md")[2]
