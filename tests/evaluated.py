"""A real evaluation, for the tests that look at it."""

from dataclasses import dataclass

from evals.evaluation import Run
from evals.reference_set import ReferenceSet


@dataclass(frozen=True)
class Evaluated:
    """A set, the run over it, and the texts of the documents by name."""

    reference_set: ReferenceSet
    run: Run
    texts: dict[str, str]
