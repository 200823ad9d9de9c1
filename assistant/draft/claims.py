"""From a draft to its claims: which sentences say something that documents can confirm, and which do not, and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.draft.clauses import clause_spans, lead_of
from assistant.draft.kinds import INTRODUCES, LONGEST, Left, is_order, why_left
from assistant.draft.reading import Draft, Part, Role
from assistant.draft.subjects import LEAD, Subject, resolved, subject_of
from assistant.draft.verbs import finite_verbs
from index.analysis import fold
from ingest.reading import plain
from ingest.sentences import sentence_spans

_LONGEST_INTRODUCTION = 150  # characters of what introduces a list

_OF_ROLE = {
    Role.HEADING: Left.HEADING,
    Role.CAPTION: Left.CAPTION,
    Role.TABLE_ROW: Left.TABLE,
    Role.REFERENCE: Left.REFERENCE,
    Role.CODE: Left.CODE,
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A span of a draft: a claim to check, or what is left out.

    ``searched`` is the claim made self-contained, "" where ``left`` says why it is not one. ``references`` are
    those that the draft gives in the sentence, as they are written there.
    """

    start: int
    end: int
    searched: str = ""
    left: Left | None = None
    references: tuple[str, ...] = ()


# A bullet, a number, a footnote's mark before what the block says; Markdown's own marks of a heading or quotation.
_MARK = re.compile(
    r"(?:(?:[-*+>•■▪●◦‣►➢✓✔–—·]|\(?\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2}){2,}|[a-z]\)|\[\^?\w+\]:|<sup>\d+</sup>)\s+)+"
)
_REFERENCE = re.compile(
    r"(?<!\s)\s*(?:\[\^[^\[\]]+\](?!:)|<sup>\s*\d+\s*</sup>|\[\d+(?:\s*[,;–-]\s*\d+)*(?:,?\s*p\.\s*\d+)?\](?!\()|\[-?@[^\[\]]+\]"
    r"|\((?:voir |cf\. |d['’]après )?[A-ZÉÈÀ][^()]{0,160}?[\s,](?:19|20)\d\d[a-z]?(?:[^()\w%][^()]{0,120})?\)"
    r"|\((?:voir|cf\.|ibid|op\. cit)[^()]{0,160}\)|\((?:p|pp)\.\s?\d+[^()]{0,20}\)|[¹²³⁴-⁹]+(?![\w]))"
)


def segments(draft: Draft) -> list[Segment]:
    """The claims of ``draft`` and what is left out, in order, without overlap; blanks and joints lie in none."""
    found: list[Segment] = []
    before: Subject | None = None
    introduction = ""
    for part in draft.parts:
        block = part.block
        if part.role in _OF_ROLE:
            found.append(Segment(block.start, block.end, left=_OF_ROLE[part.role]))
            if part.role is Role.HEADING:
                before, introduction = None, ""
            continue
        for segment, subject in _of_prose(draft.text, part, before, introduction):
            found.append(segment)
            before = subject
        if part.role is Role.PROSE:
            shown = plain(draft.text[block.start : block.end])
            said = shown.rstrip(" :\u00a0\u202f") if shown.endswith(":") else ""
            introduction = (
                said
                if 0 < len(said) <= _LONGEST_INTRODUCTION and why_left(said) in (None, Left.NO_FACT)
                else ""
            )
    return found


def _of_prose(
    text: str, part: Part, before: Subject | None, introduction: str
) -> Iterator[tuple[Segment, Subject | None]]:
    """The segments of one paragraph, item or note, each with the subject that a pronoun after it means."""
    start, end = part.block.start, part.block.end
    if mark := _MARK.match(text, start, end):
        start = mark.end()
    for first, last in sentence_spans(text, start, end):
        sentence = text[first:last]
        if not re.search(r"\w", sentence):
            continue  # a rule, a row of stars
        if last - first > LONGEST:
            yield Segment(first, last, left=Left.TOO_LONG), before
            continue
        shown, references = _without_references(sentence)
        left = why_left(shown)
        spans = clause_spans(text, first, last)
        # An opinion after a fact leaves the fact to check; one that opens the sentence is of all of it.
        if left in (Left.OPINION, Left.HYPOTHESIS) and len(spans) > 1:
            left = why_left(_without_references(text[slice(*spans[0])])[0])
        completed = left is Left.NO_FACT and part.role is Role.LIST_ITEM and introduction
        if left is not None and not completed:
            yield Segment(first, last, left=left, references=references), subject_of(shown) or before
            continue
        lead = lead_of(shown)
        for number, (clause_start, clause_end) in enumerate(spans):
            said, cited = _without_references(text[clause_start:clause_end])
            claim = _self_contained(said, before, lead if number else "")
            if part.role is Role.LIST_ITEM and introduction and next(finite_verbs(said), None) is None:
                claim = f"{introduction} : {said.rstrip(' ;,.')}"
                left = Left.INSTRUCTION if is_order(said) else why_left(claim)
                if left is not None:
                    yield Segment(clause_start, clause_end, left=left, references=cited), before
                    continue
            elif len(spans) > 1 and (left := why_left(said)) is not None:
                yield Segment(clause_start, clause_end, left=left, references=cited), before
                continue
            before = subject_of(claim) or before
            yield Segment(clause_start, clause_end, claim, references=cited), before


def _without_references(sentence: str) -> tuple[str, tuple[str, ...]]:
    """The sentence as it reads without the references it gives, and these."""
    references = tuple(match.group().strip() for match in _REFERENCE.finditer(sentence))
    return plain(_REFERENCE.sub("", sentence)), references


def _self_contained(sentence: str, before: Subject | None, lead: str) -> str:
    """The claim as it is searched: nothing before the fact, and its subject named."""
    folded = fold(sentence)
    # Places agree only where folding keeps the length, which ligatures change.
    if len(folded) == len(sentence) and (introduction := INTRODUCES.match(folded)):
        sentence = sentence[introduction.end() :]
        sentence = sentence[:1].upper() + sentence[1:]
    sentence = resolved(sentence, before).strip(" ;,:\u00a0\u202f")
    if lead and not LEAD.match(sentence):
        return f"{lead}{sentence}"
    return sentence[:1].upper() + sentence[1:]
