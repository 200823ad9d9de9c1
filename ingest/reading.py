"""How a slice of a document reads to a person: without Markdown marks, table cells with their heads.

The quote stays the exact slice; what is embedded, analysed and shown in an answer is its reading.
"""

import re
from collections.abc import Mapping

from ingest.document import Block, BlockKind

_LINK = re.compile(r"!?\[([^\]\[]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_FOOTNOTE_CALL = re.compile(r"<sup>\s*\d+\s*</sup>|\[\^[^\[\]]+\](?!:)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# Marks that go by pairs, each with what closes it; where two open at one place, the first listed is tried first.
_EMPHASIS = re.compile(r"(?<!\\)[*~`]")
_EMPHASIS_ENDS = {
    mark: re.compile(rf"(?<=\S){re.escape(mark)}") for mark in ("***", "**", "*", "~~", "```", "``", "`")
}
_UNDERSCORES = re.compile(r"(?<![\w\\])_")
_UNDERSCORES_ENDS = {mark: re.compile(rf"(?<=\S){mark}(?!\w)") for mark in ("__", "_")}
_STRAY_EMPHASIS = re.compile(r"\*\*+|(?<!\w)\*(?=\w)|(?<=[\w.,;:!?»])\*(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>&])")
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+•■▪●◦‣►➢✓✔–—·][ \t]+)+", re.MULTILINE)
# No start inside a run of white space, here and below: time stays linear whatever the text.
_TRAILING_HASHES = re.compile(r"(?<![ \t])[ \t]+#+[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$|^[ \t]*(?:```|~~~).*$", re.MULTILINE)
_LEADERS = re.compile(r"(?<![ \t])[ \t]*(?:\.[ \t]?){4,}[ \t]*")


def plain(text: str) -> str:
    """``text`` on one line without the marks of Markdown. Typographic spaces are kept."""
    text = _RULE.sub(" ", text)
    text = _LINE_MARK.sub("", text)
    text = _TRAILING_HASHES.sub("", text)
    text = _FOOTNOTE_CALL.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    for _ in range(2):  # bold around italic
        text = _without_pairs(text, _EMPHASIS, _EMPHASIS_ENDS)
        text = _without_pairs(text, _UNDERSCORES, _UNDERSCORES_ENDS)
    text = _STRAY_EMPHASIS.sub("", text)
    text = _ESCAPE.sub(r"\1", text)
    text = _LEADERS.sub(" … ", text)
    return re.sub(r"[ \t\n]+", " ", text).strip()


def _without_pairs(text: str, opening: re.Pattern[str], ends: Mapping[str, re.Pattern[str]]) -> str:
    """``text`` without the marks that open and close around something, neither edge of it blank.

    A mark that nothing closes has no end further on either and is searched no more: one regular
    expression with a back-reference would read the rest of the text again at each such mark.
    """
    pieces: list[str] = []
    unclosed: set[str] = set()
    done = position = 0
    while opener := opening.search(text, position):
        start = opener.start()
        position = start + 1
        for mark, end in ends.items():
            inside = start + len(mark)
            if mark in unclosed or not text.startswith(mark, start) or text[inside : inside + 1].isspace():
                continue
            closing = end.search(text, inside + 1)
            if closing is None:
                unclosed.add(mark)
                continue
            pieces += [text[done:start], text[inside : closing.start()]]
            done = position = closing.end()
            break
    return "".join([*pieces, text[done:]])


def read_block(text: str, block: Block) -> str:
    """The reading of one block; a table row gives each cell after its column head."""
    if block.kind is BlockKind.TABLE_ROW:
        if not block.cells:
            return plain(text[block.start : block.end].replace("|", " ").replace("---", " "))
        return " ; ".join(
            f"{plain(head)} : {plain(cell)}" if head else plain(cell) for head, cell in block.cells
        )
    return plain(text[block.start : block.end])
