"""How a slice of a document reads to a person: without Markdown marks, table cells with their heads.

The quote stays the exact slice; what is embedded, analysed and shown in an answer is its reading.
"""

import re

from ingest.document import Block, BlockKind

_LINK = re.compile(r"!?\[([^\]\[]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^>\s]+)>")
_FOOTNOTE_CALL = re.compile(r"<sup>\s*\d+\s*</sup>|\[\^[^\]]+\](?!:)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_EMPHASIS = re.compile(r"(?<!\\)(\*\*\*|\*\*|\*|~~|`+)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_UNDERSCORES = re.compile(r"(?<![\w\\])(__|_)(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL)
_STRAY_EMPHASIS = re.compile(r"\*\*+|(?<!\w)\*(?=\w)|(?<=[\w.,;:!?»])\*(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>&])")
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+•■▪●◦‣►➢✓✔–—·][ \t]+)+", re.MULTILINE)
_TRAILING_HASHES = re.compile(r"[ \t]+#+[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$|^[ \t]*(?:```|~~~).*$", re.MULTILINE)
_LEADERS = re.compile(r"[ \t]*(?:\.[ \t]?){4,}[ \t]*")


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
        text = _EMPHASIS.sub(r"\2", text)
        text = _UNDERSCORES.sub(r"\2", text)
    text = _STRAY_EMPHASIS.sub("", text)
    text = _ESCAPE.sub(r"\1", text)
    text = _LEADERS.sub(" … ", text)
    return re.sub(r"[ \t\n]+", " ", text).strip()


def read_block(text: str, block: Block) -> str:
    """The reading of one block; a table row gives each cell after its column head."""
    if block.kind is BlockKind.TABLE_ROW:
        if not block.cells:
            return plain(text[block.start : block.end].replace("|", " ").replace("---", " "))
        return " ; ".join(
            f"{plain(head)} : {plain(cell)}" if head else plain(cell) for head, cell in block.cells
        )
    return plain(text[block.start : block.end])
