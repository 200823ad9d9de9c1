"""How sure the assistant is that what it found answers, and when it abstains."""

import math
from dataclasses import astuple, dataclass

from assistant.evidence import Evidence, needs_its_kind
from assistant.question import Expected, coverage, defines, gives
from index.analysis import analyse
from index.model_folder import DEFAULT_MODEL_NAME


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer being there; every field is in [0, 1].

    ``sentence_coverage`` and ``passage_coverage``: the share of the question's terms, weighted by
    rarity, in the sentence and in the passage that cover it best, titles included;
    ``sentence_maxsim``, ``passage_maxsim`` and ``passage_cosine``: those of the nearest ones;
    ``reading``: the reader's probability for the passage that most likely answers, 0 without a reader;
    ``unknown_name``: 1 where the question holds a proper name that the collection never does;
    ``wrong_kind``: 1 where it asks for a figure or a date and no sentence that could answer holds one.
    """

    sentence_coverage: float
    passage_coverage: float
    sentence_maxsim: float
    passage_maxsim: float
    passage_cosine: float
    reading: float
    unknown_name: float = 0.0
    wrong_kind: float = 0.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over Signals, and the probability below which the assistant abstains."""

    intercept: float
    weights: Signals
    threshold: float


# Fitted by training/abstention.py, which also gives the trade-off (docs/experiments.md). Coverages add nothing to the
# vectors there; MaxSim of the sentence corrects that of its passage. MaxSim and cosines mean something for one model only.
_DEFAULT_MODEL = Calibration(-14.76, Signals(0.0, 0.0, -3.97, -4.5, 24.51, 5.6, -0.68, -1.12), threshold=0.3)
# For a model that was not calibrated, words alone decide: half of the question's terms must be there.
_ANY_MODEL = Calibration(-3.0, Signals(3.0, 3.0, 0.0, 0.0, 0.0, 0.0, -9.0, -9.0), threshold=0.5)


# « Rotoscopie : découpe… » answers « Qu'est-ce que la rotoscopie ? », whatever the rest of its passage is about.
SURE_OF_DEFINITION = 0.9


def is_definition(found: Evidence) -> bool:
    """Whether a definition is asked for and the best sentence gives it; something relevant must be found."""
    return found.question.expected is Expected.DEFINITION and defines(
        found.relevant[0].reading, found.question.weights
    )


def calibration_for(model_name: str) -> Calibration:
    """The calibration of an embedding model."""
    return _DEFAULT_MODEL if model_name == DEFAULT_MODEL_NAME else _ANY_MODEL


def signals(found: Evidence) -> Signals:
    """The signals of what was found; it must hold a sentence."""
    return Signals(
        sentence_coverage=max(sentence.coverage for sentence in found.sentences),
        passage_coverage=max(
            coverage(
                found.question.weights,
                analyse(" ".join((hit.document.title, *hit.passage.headings, hit.passage.reading))),
            )
            for hit in found.hits
        ),
        sentence_maxsim=max(sentence.maxsim for sentence in found.sentences),
        passage_maxsim=max(0.0, max(sentence.hit.maxsim or 0.0 for sentence in found.sentences)),
        passage_cosine=max(0.0, max(sentence.hit.cosine for sentence in found.sentences)),
        reading=max((reading.answers for reading in found.readings.values()), default=0.0),
        unknown_name=float(bool(found.question.unknown_names)),
        wrong_kind=float(
            needs_its_kind(found.question)
            and bool(found.relevant)
            and not gives(found.question.expected, found.relevant[0].reading)
        ),
    )


def confidence(observed: Signals, calibration: Calibration) -> float:
    """Probability that the question is answered by what was found, in [0, 1]."""
    total = calibration.intercept + sum(
        weight * value for weight, value in zip(astuple(calibration.weights), astuple(observed), strict=True)
    )
    return 1 / (1 + math.exp(-total))
