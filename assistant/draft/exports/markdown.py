"""The report in Markdown: a summary, the draft with each claim marked, and a note a claim with its evidence."""

import re

from assistant.answers import CheckedClaim
from assistant.draft.checked import CheckedDraft, Item
from assistant.draft.exports.wording import (
    MARKS,
    NEAREST,
    NOT_CHECKED,
    is_prose,
    pieces,
    place,
    quoted,
    searched_as,
    summary,
)
from assistant.draft.reading import Part, Role
from ingest.reading import plain

# Drafts whose text is Markdown already: their own marks are kept.
_ALREADY = frozenset({"markdown", "text"})
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def as_markdown(checked: CheckedDraft) -> bytes:
    """The draft's own text where it is Markdown, with notes; else Markdown made of its blocks."""
    draft = checked.draft
    body = _annotated_text(checked) if draft.format in _ALREADY else _of_blocks(checked)
    lines = [
        f"# Vérification de « {_text(draft.title)} »",
        "",
        summary(checked),
        "",
        "| n° | affirmation | verdict | ce qui concorde ou diffère | source |",
        "|---:|---|---|---|---|",
        *(_row(item, claim) for item, claim in checked.claims),
        "",
        "---",
        "",
        body.rstrip("\n"),
        "",
        *(_note(item, claim) for item, claim in checked.claims),
    ]
    return ("\n".join(lines) + "\n").encode(errors="replace")


def _row(item: Item, claim: CheckedClaim) -> str:
    mark = MARKS[item.status]
    source = place(claim.evidence[0]) if claim.evidence else "–"
    cells = (plain(item.sentence), f"{mark.icon} {mark.word}", claim.explanation, source)
    return f"| {item.number} | {' | '.join(_text(cell) for cell in cells)} |"


def _note(item: Item, claim: CheckedClaim) -> str:
    """A footnote, further paragraphs indented so that they stay in it."""
    mark = MARKS[item.status]
    lines = [f"[^sourcier-{item.number}]: {mark.icon} **{mark.word}** — {_text(claim.explanation)}"]
    if searched := searched_as(item):
        lines.append(f"Cherché : {_text(searched)}")
    if claim.nearest:
        lines.append(NEAREST)
    lines += [
        f"{_text(quoted(each))} {_text(place(each))} ({_text(each.document)})"
        for each in (*claim.evidence, *claim.nearest)
    ]
    return "\n\n    ".join(lines)


def _annotated_text(checked: CheckedDraft) -> str:
    text, parts, position = checked.draft.text, [], 0
    for item in checked.items:
        parts += [text[position : item.end], _tag(item)]
        position = item.end
    return "".join([*parts, text[position:]])


def _tag(item: Item) -> str:
    mark = MARKS[item.status]
    if item.checked is not None:
        return f" **{mark.icon} {mark.word}**[^sourcier-{item.number}]"
    return f" _({NOT_CHECKED.lower()} : {item.reason})_" if is_prose(item) else ""


def _of_blocks(checked: CheckedDraft) -> str:
    shown: list[str] = []
    before: Role | None = None
    for part in checked.draft.parts:
        together = part.role is before and part.role in (Role.LIST_ITEM, Role.TABLE_ROW)
        if shown:
            shown.append("\n" if together else "\n\n")
        shown.append(_block(checked, part))
        before = part.role
    return "".join(shown)


def _block(checked: CheckedDraft, part: Part) -> str:
    text = "".join(
        _text(piece.text, keep_edges=True) + (_tag(piece.item) if piece.item else "")
        for piece in pieces(checked, part)
    )
    if part.role is Role.HEADING:
        return f"{'#' * max(part.block.level, 2)} {text}"
    if part.role is Role.LIST_ITEM:
        return f"- {re.sub(r'^(?:[•–—-]|[*] )[ ]?', '', text)}"
    return text


def _text(text: str, *, keep_edges: bool = False) -> str:
    """``text`` on one line, shown as it is: what Markdown or HTML would read as marks is escaped."""
    escaped = _SPECIAL.sub(r"\\\1", re.sub(r"\s*\n\s*", " ", text))
    return escaped if keep_edges else escaped.strip()
