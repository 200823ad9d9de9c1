"""Fixtures of the assistant's tests."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assistant.engine import Assistant
from index.embedding import describe_model, load_embedder
from index.search import Index
from index.update import ingest

EXAMPLES = Path(__file__).parents[2] / "evals" / "corpus"

SURVEY = """# Enquête sur l'écoute

## Méthode

L'enquête a été menée du 3 au 28 mai 2021 auprès de 1 250 musiciens.

## Résultats

Au total, 62 % des musiciens écoutent leurs maquettes au casque.
Les ingénieurs du son préfèrent les enceintes de studio.

Trois précautions sont conseillées :

- baisser le volume ;
- faire des pauses ;
- comparer avec un titre connu.

| Instrument | Part au casque |
|---|---|
| Guitare | 71 % |
| Batterie | 38 % |
"""

GARDEN = """# Le potager d'hiver

Les poireaux se sèment en mars et se récoltent jusqu'en février.

La mâche supporte le gel sans protection.
"""


@pytest.fixture
def assistant(make_index: Callable[[Mapping[str, str]], Index]) -> Assistant:
    """An assistant over two small documents, with the keyword embedder."""
    return Assistant(make_index({"enquete.md": SURVEY, "potager.md": GARDEN}))


@pytest.fixture(scope="session")
def example_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example collection, indexed with the real model."""
    index_dir = tmp_path_factory.mktemp("example") / "index"
    report = ingest(index_dir, [str(EXAMPLES)], model=describe_model(), load_model=load_embedder)
    assert not report.failed, report.files
    return index_dir
