"""What a claim has and a passage lacks, which keeps it from being confirmed whatever else agrees: figures and names."""

from assistant.quantities import Quantity, find_ranges
from assistant.question import proper_names
from index.analysis import analyse


def figures_missing(claim: str, passage: str) -> list[Quantity]:
    """The quantities of ``claim`` that ``passage`` does not hold, with what is said of them (« près de »)."""
    theirs = find_ranges(passage)
    return [ours.quantity for ours in find_ranges(claim) if not any(map(ours.follows_from, theirs))]


def names_missing(claim: str, passage: str) -> list[str]:
    """The proper names of ``claim`` of which ``passage`` has no word."""
    theirs = set(analyse(passage))
    return [name for name in proper_names(claim) if (terms := analyse(name)) and theirs.isdisjoint(terms)]
