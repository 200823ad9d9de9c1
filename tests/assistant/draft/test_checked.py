from sample_drafts import DRAFT, checked_draft

from assistant.draft.checked import ItemStatus, check_draft
from assistant.draft.reading import pasted_draft
from assistant.engine import Assistant
from index.scope import Scope


def test_each_claim_has_its_verdict_and_what_is_left_out_its_reason(assistant: Assistant) -> None:
    checked = checked_draft(assistant)
    assert [(item.number, item.status, item.reason) for item in checked.items] == [
        (0, ItemStatus.LEFT_OUT, "titre"),
        (1, ItemStatus.SUPPORTED, ""),
        (0, ItemStatus.LEFT_OUT, "question"),
        (2, ItemStatus.REFUTED, ""),
        (3, ItemStatus.NOT_ENOUGH_INFO, ""),
        (0, ItemStatus.LEFT_OUT, "avis"),
    ]
    assert list(checked.counts.values()) == [1, 1, 1, 3]
    assert all(DRAFT[item.start : item.end] == item.sentence for item in checked.items)
    confirmed = checked.items[1]
    assert confirmed.references == ("(Dupont, 2021)",)
    assert confirmed.checked is not None
    assert confirmed.checked.evidence[0].document == "enquete.md"


def test_progress_is_told_and_a_claim_made_twice_is_checked_once(assistant: Assistant) -> None:
    told: list[tuple[int, int]] = []
    text = "62 % des musiciens écoutent leurs maquettes au casque.\n\n" * 3 + "La mâche supporte le gel.\n"
    checked = check_draft(
        assistant, pasted_draft(text), progress=lambda done, total: told.append((done, total))
    )
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert [item.number for item in checked.items] == [1, 2, 3, 4]
    assert checked.items[0].checked is checked.items[2].checked


def test_only_the_documents_in_scope_are_asked(assistant: Assistant) -> None:
    draft = pasted_draft("Au total, 62 % des musiciens écoutent leurs maquettes au casque.")
    everywhere = check_draft(assistant, draft)
    garden = check_draft(assistant, draft, scope=Scope(documents=("potager.md",)))
    assert everywhere.items[0].status is ItemStatus.SUPPORTED
    assert garden.items[0].status is ItemStatus.NOT_ENOUGH_INFO


def test_a_draft_without_claims_is_checked_at_once(assistant: Assistant) -> None:
    assert check_draft(assistant, pasted_draft("Pourquoi ?")).claims == []
