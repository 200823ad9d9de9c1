"""Check a claim: what words and figures settle, then what the inference network makes of the passages found."""

from assistant.checking.decision import NUM_JUDGED, check_claim, judge_hits

__all__ = ["NUM_JUDGED", "check_claim", "judge_hits"]
