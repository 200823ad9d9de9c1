"""The report as a page that stands alone, and the same draft and table for the chat page.

Everything that comes from the draft or a document is escaped by jinja2: it is shown as text, never as markup.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assistant.answers import Citation
from assistant.draft.checked import CheckedDraft
from assistant.draft.exports.wording import (
    MARKS,
    NEAREST,
    Piece,
    is_prose,
    pieces,
    place,
    read_piece,
    searched_as,
    summary,
)
from assistant.draft.reading import Part, Role
from ingest.reading import plain


@dataclass(frozen=True, slots=True)
class _Group:
    """Blocks shown as one: a list, a heading, a paragraph. ``level`` is that of a heading, from 3."""

    role: str
    level: int
    lines: tuple[tuple[Piece, ...], ...]


def as_html(checked: CheckedDraft) -> bytes:
    """One page: no script, no network, light or dark as the reader's system is."""
    page = _environment().get_template("report.html.j2")
    return page.render(
        checked=checked, summary=summary(checked), groups=_groups(checked), css=Markup(css())
    ).encode(errors="replace")


def draft_html(checked: CheckedDraft) -> str:
    """The draft, each claim marked and linked to its line of the table."""
    macro = _environment().get_template("fragments.html.j2").module.marked_draft  # type: ignore[attr-defined]
    return (
        f'<div class="draft-report"><p>{Markup.escape(summary(checked))}</p>{macro(_groups(checked))}</div>'
    )


def claims_html(checked: CheckedDraft, opener: Callable[[Citation], Markup] | None = None) -> str:
    """The table of claims with their evidence; ``opener`` gives what opens the source of a quote."""
    macro = _environment().get_template("fragments.html.j2").module.claims_table  # type: ignore[attr-defined]
    table = macro(checked, "Chaque affirmation, son verdict et les passages", opener)
    return f'<div class="draft-report">{table}</div>'


def css() -> str:
    """The style of the two fragments, which stand in an element of class « draft-report »."""
    return files("assistant.draft.exports").joinpath("draft.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("assistant.draft", "exports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        marks=MARKS, nearest=NEAREST, is_prose=is_prose, place=place, plain=plain, searched_as=searched_as
    )
    return environment


def _groups(checked: CheckedDraft) -> list[_Group]:
    groups: list[_Group] = []
    for _, run in groupby(enumerate(checked.draft.parts), key=_run):
        parts = [part for _, part in run]
        lines = tuple(tuple(map(_read, pieces(checked, part))) for part in parts)
        groups.append(_Group(parts[0].role.value, min(parts[0].block.level + 2, 6), lines))
    return groups


def _run(numbered: tuple[int, Part]) -> tuple[Role, int]:
    """Items of a list come together; anything else stands alone."""
    number, part = numbered
    return part.role, -1 if part.role is Role.LIST_ITEM else number


def _read(piece: Piece) -> Piece:
    """The piece without Markdown marks, the spaces at its edges kept."""
    if not piece.text.strip():
        return Piece(" ", piece.item)
    before = " " if piece.text[0].isspace() else ""
    after = " " if piece.text[-1].isspace() else ""
    return Piece(before + read_piece(piece) + after, piece.item)
