"""What confirms a claim, and what only looks like it."""

from collections.abc import Callable, Mapping

import pytest

from assistant.answers import Verdict
from assistant.engine import Assistant
from index.search import Index

MakeIndex = Callable[[Mapping[str, str]], Index]


@pytest.mark.parametrize(
    ("passage", "claim", "verdict"),
    [
        ("La dette du club a été effacée.", "La dette du club a été effacée.", Verdict.SUPPORTED),
        ("La dette du club sera effacée.", "La dette du club a été effacée.", Verdict.NOT_ENOUGH_INFO),
        ("La dette du club est effacée si la ville paie.", "La dette du club est effacée.", Verdict.NOT_ENOUGH_INFO),
        ("Le syndicat réclame la création d'un poste.", "Création d'un poste.", Verdict.NOT_ENOUGH_INFO),
        ("L'assemblée rejette la motion qui bannit les images.", "L'assemblée bannit les images.", Verdict.NOT_ENOUGH_INFO),
        ("Le contrat donne le droit de traduire les paroles.", "Le contrat traduit les paroles.", Verdict.NOT_ENOUGH_INFO),
        ("Le cloud des archives est prêt.", "Le cloud des archives est déjà prêt.", Verdict.NOT_ENOUGH_INFO),
        ("Les peintres ont été payés par les mécènes.", "Les peintres ont payé les mécènes.", Verdict.NOT_ENOUGH_INFO),
        ("Les auteurs paient les producteurs.", "Les producteurs paient les auteurs.", Verdict.NOT_ENOUGH_INFO),
        # The one who is counted is a word like another.
        ("Un graphiste sur huit imite ce style.", "Un photographe sur huit imite ce style.", Verdict.NOT_ENOUGH_INFO),
        ("Un graphiste sur huit imite ce style.", "Un graphiste sur huit imite ce style.", Verdict.SUPPORTED),
        ("Un graphiste sur huit imite ce style.", "Un graphiste sur quatre imite ce style.", Verdict.REFUTED),
        # What is open is compared as such.
        ("Plus de 35 % des élèves chantent.", "Moins de 40 % des élèves chantent.", Verdict.NOT_ENOUGH_INFO),
        ("Plus de la moitié des élèves chantent.", "Moins de la moitié des élèves chantent.", Verdict.REFUTED),
    ],
)  # fmt: skip
def test_a_claim_is_confirmed_only_where_it_is_said(
    make_index: MakeIndex, passage: str, claim: str, verdict: Verdict
) -> None:
    checked = Assistant(make_index({"a.md": f"{passage}\n"})).check(claim)
    assert checked.verdict is verdict
    assert bool(checked.evidence) is (verdict is not Verdict.NOT_ENOUGH_INFO)
    assert bool(checked.nearest) is (verdict is Verdict.NOT_ENOUGH_INFO)


def test_a_claim_that_names_its_source_is_checked_there_first(make_index: MakeIndex) -> None:
    files = {
        "a.md": "---\ninstitution: Observatoire du chant\n---\n\nAu total, 35 % des élèves chantent.\n",
        "b.md": "---\ninstitution: Ligue de musique\n---\n\nAu total, 46 % des élèves chantent.\n",
    }
    assistant = Assistant(make_index(files))
    for source, verdict in (
        ("l'Observatoire du chant", Verdict.SUPPORTED),
        ("la Ligue de musique", Verdict.REFUTED),
    ):
        checked = assistant.check(f"Selon {source}, 35 % des élèves chantent.")
        assert checked.verdict is verdict
