"""A glossary answers for its terms, however long its list."""

from pathlib import Path

import pytest

from assistant.answers import Status
from assistant.engine import Assistant
from assistant.reader import load_reader
from index.embedding import load_embedder
from index.scope import Scope

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def assistant(example_index: Path) -> Assistant:
    return Assistant.open(example_index, load_embedder(), reader=load_reader())


@pytest.mark.parametrize("scope", [Scope(), Scope(documents=("Glossaire",))], ids=["all", "glossary"])
def test_term_at_the_end_of_a_long_list_is_defined(assistant: Assistant, scope: Scope) -> None:
    answer = assistant.ask("Qu'est-ce que la rotoscopie ?", scope=scope)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith("Rotoscopie\u00a0: découpe d’un élément image par image")
    assert answer.citations[0].document.endswith("glossaire.md")


def test_term_that_no_source_defines_is_refused(assistant: Assistant) -> None:
    assert assistant.ask("Qu'est-ce que la blockchain ?").status is Status.ABSTAINED
