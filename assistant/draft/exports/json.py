"""The report for programs: spans of the draft, verdicts, and citations as the public interface writes them."""

import json
from typing import Any

from assistant.draft.checked import CheckedDraft, Item
from assistant.payloads import claim_payload


def draft_payload(checked: CheckedDraft) -> dict[str, Any]:
    """What ``sourcier check --file … --json`` prints. Offsets are code points of ``text``."""
    return {
        "draft": checked.draft.name,
        "title": checked.draft.title,
        "text": checked.draft.text,
        "counts": {status.value: count for status, count in checked.counts.items()},
        "items": [_item(item) for item in checked.items],
        "elapsed_ms": checked.elapsed_ms,
    }


def as_json(checked: CheckedDraft) -> bytes:
    """One JSON document."""
    return (json.dumps(draft_payload(checked), ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def _item(item: Item) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "start": item.start,
        "end": item.end,
        "sentence": item.sentence,
        "status": item.status.value,
        "references": list(item.references),
    }
    if item.checked is None:
        return {**payload, "reason": item.reason}
    return {**payload, "number": item.number, **claim_payload(item.checked)}
