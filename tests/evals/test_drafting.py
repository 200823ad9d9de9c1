import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from evals.drafting import MARK, draft, write_drafts
from evals.reference_set import load_reference_set, problems
from index.search import Index
from ingest.errors import UsageError

NOTE = """# Le casque au studio

Le casque fermé est un accessoire que les musiciens emportent partout avec eux.

## Résultats

Parmi les musiciens interrogés, 62 % écoutent leurs maquettes au casque.
En 2021 paraissait la première enquête sur les habitudes des studios.

- **Maquette** : enregistrement de travail, fait avant celui du disque.
- **Source** : enquête nationale auprès des studios et des musiciens.
"""


def test_figures_definitions_and_headings_give_questions_with_their_span(
    make_index: Callable[[Mapping[str, str]], Index],
) -> None:
    drafts = draft(make_index({"note.md": NOTE}).documents)
    asked = {each.question: each.answer for each in drafts}
    assert asked == {
        # A year alone is no figure worth asking for.
        "Quel chiffre manque : « Parmi les musiciens interrogés, … écoutent leurs maquettes au casque. » ?": "62 %",
        "Qu'est-ce que « Le casque fermé » ?": "un accessoire que",
        "Qu'est-ce que « Maquette » ?": "enregistrement de travail",
        "Que dit le document de « Le casque au studio » ?": "partout avec eux",
    }
    for each in drafts:
        assert each.answer in NOTE[each.start : each.end]


def test_a_draft_is_a_reference_set_that_fits_its_documents(
    make_index: Callable[[Mapping[str, str]], Index], tmp_path: Path
) -> None:
    target = tmp_path / "jeu.jsonl"
    write_drafts(draft(make_index({"note.md": NOTE}).documents), target)
    reference_set = load_reference_set(target)
    assert len(reference_set.questions) == 4
    assert problems(reference_set, {"note.md": NOTE}) == []
    assert {json.loads(line)["note"] for line in target.read_text(encoding="utf-8").splitlines()} == {MARK}


def test_nothing_is_written_over(tmp_path: Path) -> None:
    target = tmp_path / "jeu.jsonl"
    target.write_text("mon travail", encoding="utf-8")
    with pytest.raises(UsageError, match="existe déjà"):
        write_drafts([], target)
    assert target.read_text(encoding="utf-8") == "mon travail"
    with pytest.raises(UsageError, match="ne peut pas être écrit"):
        write_drafts([], tmp_path / "absent" / "jeu.jsonl")
