"""Title, institution and date that the file's fields do not give, read from its own first lines."""

import re
from collections import Counter
from dataclasses import replace

from ingest.document import BlockKind, ParsedFile
from ingest.reading import plain

# Code points from the start in which a document introduces itself.
_OPENING = 3_000
_INSTITUTION = re.compile(
    r"(?:Institut|Centre|Ministère|Observatoire|Université|Agence|Autorité|Direction|Conseil|Fondation|"
    r"Commission|Comité|Académie|École|Société|Syndicat|Fédération|Union|Sénat|Assemblée|Cour)\b[^.!?:;]{0,80}",
    re.IGNORECASE,
)
# « le CNC a lancé », « du CNC »: an acronym that acts or owns is the body that speaks.
_ACRONYM = re.compile(r"\b(?:[Ll]e|[Ll]a|[Dd]u|[Aa]u|par la|par le|de la)\s+([A-Z][A-Z&]{2,6})\b")
_MIN_MENTIONS = 3
# Generic acronyms that play the subject without being a body.
_NOT_BODIES = frozenset(
    "ICC IAG VFX PDF DOC SIG API URL RSE TVA RGPD RGAA HTML CSS XML GAFAM SVOD VOD ODD".split()
)
_SMALL_WORDS = re.compile(r"(?<=\s)(?:De|Du|Des|La|Le|Les|Et|En|Pour|L|D)\b")
_RIGHTS = re.compile(r"©\s*(?:\d{4}\s+)?([^\W\d_][\w’' -]{2,60}?)(?=\s*(?:\d{4}|[,.–—-]|$))", re.MULTILINE)


def complete_metadata(parsed: ParsedFile) -> ParsedFile:
    """``parsed`` with its title and institution filled from its text where its fields are silent."""
    metadata = parsed.metadata
    title, institution = metadata.title.strip(), metadata.institution.strip()
    if title and _INSTITUTION.fullmatch(title) and len(title.split()) <= 5:
        # A cover that opens on the institution's name: the title is what comes next in relief.
        institution = institution or (_capitalised(title) if title.isupper() else title)
        title = _title_in_relief(parsed, title) or title
    if not title:
        first = next((block for block in parsed.blocks if block.kind is not BlockKind.TABLE_ROW), None)
        title = _shortened(plain(parsed.text[first.start : first.end])) if first else ""
    institution = institution or _acting_acronym(parsed.text) or _rights_holder(parsed.text)
    return replace(parsed, metadata=replace(metadata, title=title, institution=institution))


def _title_in_relief(parsed: ParsedFile, cover: str) -> str:
    for block in parsed.blocks[:12]:
        text = parsed.text[block.start : block.end]
        reading = plain(text)
        in_relief = block.kind is BlockKind.HEADING or (
            text.startswith("**") and text.rstrip().endswith("**")
        )
        if in_relief and reading.casefold() != cover.casefold():
            return _shortened(reading)
    return ""


def _acting_acronym(text: str) -> str:
    mentions = Counter(
        match.group(1) for match in _ACRONYM.finditer(text[:_OPENING]) if match.group(1) not in _NOT_BODIES
    )
    for acronym, count in mentions.most_common(1):
        if count >= _MIN_MENTIONS and not _is_quoted(acronym, text[:_OPENING]):
            return acronym
    return ""


def _is_quoted(body: str, opening: str) -> bool:
    """Whether a document that opens so speaks of ``body`` as of somebody else, whom it quotes."""
    who = rf"(?:le |la |les |l['’]|du |de la |des |de l['’])?{re.escape(body)}\b"
    return (
        re.search(
            rf"(?:[Ss]elon|[Dd]['’]après|celles?|celui|ceux) {who}|[(\[]{re.escape(body)}[,\]]", opening
        )
        is not None
    )


def _rights_holder(text: str) -> str:
    for part in (text[:_OPENING], text[-_OPENING:]):
        if match := _RIGHTS.search(part):
            return match.group(1).strip()
    return ""


def _capitalised(name: str) -> str:
    """« MINISTÈRE DE LA CULTURE » as it is written in running text: « Ministère de la Culture »."""
    return _SMALL_WORDS.sub(lambda match: match.group().lower(), name.title())


def _shortened(title: str) -> str:
    return title if len(title) <= 150 else title[:149].rsplit(" ", 1)[0] + "…"
