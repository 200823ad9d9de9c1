"""Titles: those that an author wrote, told from those that a program or a file's name left."""

import re

from ingest.characters import clean
from ingest.document import BlockKind, ParsedFile

_MAX_CHARS = 300
_NOT_A_TITLE = re.compile(
    r"microsoft (word|powerpoint|excel|office)\b.*|powerpoint presentation"
    r"|(document|présentation( powerpoint)?|presentation|classeur|diapositive|titre|title|page|doc)\s*\d*"
    r"|sans.?(titre|nom)\s?\d*|sans[ -]titre.*|untitled.*|no title|\(?anonymous\)?|unspecified|null"
    r"|(file|https?):\S+|\S*_\S*"
    r"|.*\.(docx?|dotx?|odt|rtf|pptx?|xlsx?|indd|qxd|pdf|tex|html?|dvi|ai|cdr|pub|ps)"
    r"|.*:|[\W\d_]*",
    re.IGNORECASE,
)


def plausible_title(title: str) -> str:
    """The title, or "" if a program rather than an author wrote it ("Microsoft Word - …")."""
    title = clean(title)
    return "" if _NOT_A_TITLE.fullmatch(title) or len(title) > _MAX_CHARS else title


def first_title(parsed: ParsedFile) -> str:
    """The first heading of level 1, if it opens the document; else ""."""
    for block in parsed.blocks:
        if block.kind is BlockKind.HEADING and block.level == 1:
            return plausible_title(parsed.text[block.start : block.end])
    return ""
