"""A draft with the verdict on each of its claims."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from assistant.answers import CheckedClaim
from assistant.draft.claims import Segment, segments
from assistant.draft.reading import Draft
from assistant.engine import Assistant
from index.scope import Scope
from index.search import EVERYWHERE

_SIDE_BY_SIDE = 2

Progress = Callable[[int, int], None]


class ItemStatus(StrEnum):
    """What became of a sentence of a draft: the verdict on it, or that it was left out."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    NOT_ENOUGH_INFO = "not_enough_info"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Item:
    """``draft.text[start:end] == sentence``. ``checked`` is its verdict, else ``reason`` says in French why it has none.

    ``number`` counts claims from 1, and is 0 for what is left out. ``references`` are those the draft gives.
    """

    number: int
    start: int
    end: int
    sentence: str
    checked: CheckedClaim | None = None
    reason: str = ""
    references: tuple[str, ...] = ()

    @property
    def status(self) -> ItemStatus:
        """The verdict, or that there is none."""
        return ItemStatus(self.checked.verdict.value) if self.checked else ItemStatus.LEFT_OUT


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """``items`` are in order and do not overlap; what lies in none is white space, a mark or a joint."""

    draft: Draft
    items: tuple[Item, ...]
    elapsed_ms: int = 0

    @property
    def claims(self) -> list[tuple[Item, CheckedClaim]]:
        """The items that were checked, each with its verdict."""
        return [(item, item.checked) for item in self.items if item.checked is not None]

    @property
    def counts(self) -> dict[ItemStatus, int]:
        """How many items have each status, those that none has included."""
        counted = Counter(item.status for item in self.items)
        return {status: counted[status] for status in ItemStatus}


def check_draft(
    assistant: Assistant,
    draft: Draft,
    *,
    scope: Scope = EVERYWHERE,
    progress: Progress = lambda done, total: None,
) -> CheckedDraft:
    """Check each claim of ``draft`` against the documents in ``scope``; a claim made twice is checked once.

    ``progress`` is told how many claims are done, of how many; what it raises stops the work. Raises UsageError on a
    scope without documents.
    """
    started = time.monotonic()
    found = segments(draft)
    wanted = list(dict.fromkeys(segment.searched for segment in found if segment.left is None))
    verdicts: dict[str, CheckedClaim] = {}
    progress(0, len(wanted))
    # A search keeps one core busy: two side by side take half the time on two.
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        try:
            for done, verdict in enumerate(pool.map(partial(assistant.check, scope=scope), wanted), start=1):
                verdicts[wanted[done - 1]] = verdict
                progress(done, len(wanted))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)  # Ctrl-C does not wait for the other claims
            raise
    number = 0
    items = []
    for segment in found:
        number += segment.left is None
        items.append(_item(draft, segment, number, verdicts.get(segment.searched)))
    return CheckedDraft(draft, tuple(items), round(1000 * (time.monotonic() - started)))


def _item(draft: Draft, segment: Segment, number: int, checked: CheckedClaim | None) -> Item:
    sentence = draft.text[segment.start : segment.end]
    if segment.left is not None:
        reason = segment.left.value
        return Item(0, segment.start, segment.end, sentence, reason=reason, references=segment.references)
    return Item(number, segment.start, segment.end, sentence, checked, references=segment.references)
