"""The report for a spreadsheet, as a French one reads it: semicolons, and a mark that says UTF-8."""

import csv
import io

from assistant.draft.checked import CheckedDraft, Item
from assistant.draft.exports.wording import MARKS, place, quoted, searched_as
from ingest.reading import plain

_HEAD = (
    "n°",
    "phrase du brouillon",
    "affirmation cherchée",
    "verdict",
    "confiance",
    "explication",
    "citations",
    "documents",
    "passages proches",
    "références du brouillon",
    "raison",
    "début",
    "fin",
)
# A cell that begins so is a formula to a spreadsheet, which may run it (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(checked: CheckedDraft) -> bytes:
    """One row a sentence of the draft."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=";")
    rows.writerow(_HEAD)
    rows.writerows(map(_row, checked.items))
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _row(item: Item) -> list[str]:
    claim = item.checked
    evidence, nearest = (claim.evidence, claim.nearest) if claim else ((), ())
    return [
        str(item.number or ""),
        _cell(plain(item.sentence)),
        _cell(searched_as(item)),
        MARKS[item.status].word,
        f"{claim.confidence:.2f}".replace(".", ",") if claim else "",
        _cell(claim.explanation if claim else ""),
        _cell("\n".join(map(quoted, evidence))),
        _cell("\n".join(f"{place(each)} ({each.document})" for each in evidence)),
        _cell("\n".join(f"{quoted(each)} ({place(each)}, {each.document})" for each in nearest)),
        _cell(" ".join(item.references)),
        item.reason,
        str(item.start),
        str(item.end),
    ]


def _cell(text: str) -> str:
    return (
        f"'{text}" if text.lstrip(" \u00a0\u202f").startswith(_FORMULA) or text.startswith(_FORMULA) else text
    )
