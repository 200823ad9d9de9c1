"""Check a claim: what words and figures settle, then what the inference network makes of the sentences found."""

from assistant.checking.decision import check_claim

__all__ = ["check_claim"]
