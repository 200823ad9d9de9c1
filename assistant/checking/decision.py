"""The verdict on a claim, from the sentences that fit it best.

What words and figures alone settle comes first. Else the network decides, by the sentence that it is surest decides; it may
not confirm a figure that the sentence and its neighbours do not hold, nor a name that is not in the passage, as a false
claim called confirmed is the grave error.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import CheckedClaim, Verdict
from assistant.checking.by_words import decide_by_words
from assistant.checking.explanation import explain, figure_instead
from assistant.checking.missing import figures_missing, names_missing
from assistant.checking.windows import windows
from assistant.citing import cite
from assistant.evidence import Sentence
from assistant.inference import Inference, Judgement
from assistant.quantities import find_ranges
from index.passage_text import text_in_context
from index.search import Index

# Sentences judged, and how sure the network must be, chosen on the claims to work with (docs/experiments.md).
_NUM_JUDGED = 3
_SAYS, _DENIES = 0.8, 0.84
_NUM_NEAREST = 2
_OPEN = "Aucun passage ne dit assez clairement la même chose ni le contraire."


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the network makes of a claim beside ``sentence`` and its neighbours, ``text``."""

    sentence: Sentence
    text: str
    judgement: Judgement


def check_claim(
    index: Index, inference: Inference | None, claim: str, sentences: Sequence[Sentence]
) -> CheckedClaim:
    """The verdict on ``claim`` by ``sentences`` of the passages found, those that fit it best first.

    Without ``inference``, words and figures alone decide.
    """
    by_words = decide_by_words(index, claim, sentences)
    if by_words is not None:
        return by_words
    by_network = _decide(inference, claim, sentences) if inference is not None else None
    if by_network is not None:
        return by_network
    nearest = tuple(
        cite(each.hit, each.start, each.end, marker=number, score=each.score)
        for number, each in enumerate(sentences[:_NUM_NEAREST], start=1)
    )
    return CheckedClaim(claim, Verdict.NOT_ENOUGH_INFO, 0.5, _OPEN, nearest=nearest)


def _decide(inference: Inference, claim: str, sentences: Sequence[Sentence]) -> CheckedClaim | None:
    """What the network is sure of, if anything."""
    judged = _judge(inference, claim, sentences)
    if not judged:
        return None
    surest = max(judged, key=lambda each: each.judgement.decided)
    others = [each for each in judged if each is not surest]
    says, denies = surest.judgement.supported, surest.judgement.refuted
    if says >= max(_SAYS, denies):
        if _holds_all(claim, surest):
            also = [each for each in others if each.judgement.supported >= _SAYS and _holds_all(claim, each)]
            by = _clearest_first(inference, claim, [surest, *also])
            return _decided(claim, Verdict.SUPPORTED, says, by)
        # The same subject with another figure of the same unit: what the claim says is denied.
        if figure_instead(claim, surest.sentence.reading) is not None and not _names_missing(claim, surest):
            return _decided(claim, Verdict.REFUTED, says, [surest])
    elif denies >= _DENIES and not _same_figures(claim, surest.text):
        also = [each for each in others if each.judgement.refuted >= _DENIES]
        by = _clearest_first(inference, claim, [surest, *also])
        return _decided(claim, Verdict.REFUTED, denies, by)
    return None


def _judge(inference: Inference, claim: str, sentences: Sequence[Sentence]) -> list[_Judged]:
    read = windows(claim, sentences, _NUM_JUDGED)
    judgements = inference.judge(claim, [text for _, text in read])
    return [_Judged(sentence, text, said) for (sentence, text), said in zip(read, judgements, strict=True)]


def _holds_all(claim: str, judged: _Judged) -> bool:
    """Whether the sentence and its neighbours have the figures of ``claim``, and their passage its names."""
    return not figures_missing(claim, judged.text) and not _names_missing(claim, judged)


def _names_missing(claim: str, judged: _Judged) -> bool:
    hit = judged.sentence.hit
    return bool(names_missing(claim, text_in_context(hit.document, hit.passage)))


def _same_figures(claim: str, passage: str) -> bool:
    """Whether ``claim`` has figures, each of them in ``passage``: what agrees so far is not denied by words alone."""
    return bool(find_ranges(claim)) and not figures_missing(claim, passage)


def _clearest_first(inference: Inference, claim: str, by: Sequence[_Judged]) -> list[_Judged]:
    """``by`` in the order of what each sentence decides by itself: what was read around it may be what settled it."""
    if len(by) == 1:
        return list(by)
    alone = inference.judge(claim, [each.sentence.reading for each in by])
    order = sorted(range(len(by)), key=lambda number: alone[number].decided, reverse=True)
    return [by[number] for number in order]


def _decided(claim: str, verdict: Verdict, sure: float, by: Sequence[_Judged]) -> CheckedClaim:
    """``by``: what says so, clearest first; the first of them explains it."""
    evidence = tuple(
        cite(
            each.sentence.hit,
            each.sentence.start,
            each.sentence.end,
            marker=number,
            score=each.sentence.score,
        )
        for number, each in enumerate(by, start=1)
    )
    return CheckedClaim(claim, verdict, round(sure, 3), explain(claim, verdict, by[0].sentence), evidence)
