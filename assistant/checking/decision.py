"""The verdict on a claim, from the passages that search finds.

What words and figures alone settle comes first. Else the network decides, by the passage it is surest of; it may not
confirm a figure that the passage does not hold, as a false claim called confirmed is the grave error.
"""

from collections.abc import Mapping, Sequence

from assistant.answers import CheckedClaim, Citation, Verdict
from assistant.checking.by_words import decide_by_words
from assistant.checking.explanation import explain, figures_missing
from assistant.citing import cite
from assistant.evidence import Sentence
from assistant.inference import Inference, Judgement
from index.passage_text import text_in_context
from index.search import Hit, Index

# Passages judged: the facts a claim speaks of are among the first six (docs/experiments.md).
NUM_JUDGED = 6
# How sure the network must be, chosen on the claims to work with (docs/experiments.md).
_SAYS, _DENIES = 0.6, 0.6
# A further sentence of the deciding passage is shown where it fits the claim nearly as well as the best.
_CLOSE = 0.9
_NUM_SHOWN = 2


def judge_hits(inference: Inference | None, claim: str, hits: Sequence[Hit]) -> dict[int, Judgement]:
    """What the network makes of the first NUM_JUDGED of ``hits``, by their position in the index; without one, nothing."""
    if inference is None:
        return {}
    first = hits[:NUM_JUDGED]
    judged = inference.judge(claim, [text_in_context(hit.document, hit.passage) for hit in first])
    return {hit.position: judgement for hit, judgement in zip(first, judged, strict=True)}


def check_claim(
    index: Index, claim: str, sentences: Sequence[Sentence], judged: Mapping[int, Judgement]
) -> CheckedClaim:
    """The verdict on ``claim``: ``sentences`` of the passages found, those that fit best first, and what was ``judged``."""
    by_words = decide_by_words(index, claim, sentences)
    if by_words is not None:
        return by_words
    found = [sentence for sentence in sentences if sentence.hit.position in judged]
    saying = max(found, key=lambda each: judged[each.hit.position].supported, default=None)
    denying = max(found, key=lambda each: judged[each.hit.position].refuted, default=None)
    if saying is not None and denying is not None:
        says, denies = judged[saying.hit.position].supported, judged[denying.hit.position].refuted
        if denies >= max(_DENIES, says):
            return _decided(claim, Verdict.REFUTED, denies, denying, found)
        if says >= _SAYS:
            if not figures_missing(claim, _context(saying.hit)):
                return _decided(claim, Verdict.SUPPORTED, says, saying, found)
            if denies >= 1 - says:
                return _decided(claim, Verdict.REFUTED, denies, denying, found)
    return CheckedClaim(
        claim,
        Verdict.NOT_ENOUGH_INFO,
        0.5,
        "Aucun passage ne dit assez clairement la même chose ni le contraire.",
    )


def _decided(
    claim: str, verdict: Verdict, sure: float, deciding: Sentence, found: Sequence[Sentence]
) -> CheckedClaim:
    """The verdict with the sentences of the deciding passage that fit the claim best."""
    of_passage = [each for each in found if each.hit.position == deciding.hit.position]
    shown = [each for each in of_passage if each.score >= _CLOSE * of_passage[0].score][:_NUM_SHOWN]
    evidence = tuple(_citation(each, number) for number, each in enumerate(shown, start=1))
    return CheckedClaim(claim, verdict, round(sure, 3), explain(claim, verdict, shown[0]), evidence)


def _citation(sentence: Sentence, marker: int) -> Citation:
    return cite(sentence.hit, sentence.start, sentence.end, marker=marker, score=sentence.score)


def _context(hit: Hit) -> str:
    return text_in_context(hit.document, hit.passage)
