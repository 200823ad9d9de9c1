"""The reader that ships with the package, trained by ``training.reader`` from open data."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.pairs import Pair, PairNetwork
from assistant.reader.network import ReaderNetwork, Readings
from assistant.reader.reading import Reading
from ingest.errors import ModelError

TRAINED_READER = Path(__file__).with_name("reader.safetensors")
_MAX_QUESTION_TOKENS = 60
_MAX_SPAN_TOKENS = 120  # a list, from its first item to its last
# Spans that the answer is chosen among, and how sharply their scores tell; on PIAF dev (docs/experiments.md).
_NUM_LIKELY, _SPAN_TEMPERATURE = 60, 0.7


class TrainedReader:
    """Reads by the trained network. Threads may share one."""

    def __init__(self, weights: Path = TRAINED_READER, *, cache_dir: Path | None = None) -> None:
        """Load ``weights``. Raises ModelError."""
        self._pairs = PairNetwork(ReaderNetwork, weights, cache_dir, max_first_tokens=_MAX_QUESTION_TOKENS)
        try:
            scale, margin_scale, bias = json.loads(self._pairs.metadata["calibration"])
            self._calibration = (float(scale), float(margin_scale), float(bias))
        except (KeyError, ValueError, TypeError) as error:
            raise ModelError(f"Le lecteur {weights} n'est pas étalonné : réinstallez Sourcier.") from error

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """See Reader."""
        return self._pairs.read(question, passages, self._read)

    def _read(self, network: ReaderNetwork, pair: Pair) -> Reading:
        logits = network(pair.ids, torch.ones_like(pair.ids))
        return reading_of(logits, pair.encoding, calibration=self._calibration)


def reading_of(logits: Readings, encoding: Any, *, calibration: tuple[float, float, float]) -> Reading:
    """From the logits of one pair to what they say.

    The probability is that of a logistic regression, ``calibration`` its weights for the logit and for the
    margin of the best span over "no answer", then its intercept.
    """
    inside = np.array([sequence == 1 for sequence in encoding.sequence_ids])
    starts, ends = (each[0].float().numpy() for each in (logits.starts, logits.ends))
    none = float(starts[0] + ends[0])
    starts, ends = starts[inside], ends[inside]
    places = np.array(encoding.offsets, np.int32).reshape(-1, 2)[inside]
    if not len(starts):
        return Reading(answers=0.0)
    scores = starts[:, None] + ends[None, :]
    length = np.arange(len(starts))[None, :] - np.arange(len(starts))[:, None]
    scores = np.where((length >= 0) & (length < _MAX_SPAN_TOKENS), scores, -np.inf)
    first, last = _likeliest_overlap(scores)
    margin = float(scores.max()) - none
    logit = float(logits.answers[0])
    total = calibration[0] * logit + calibration[1] * margin + calibration[2]
    shares = (_softmax(starts) + _softmax(ends)) / 2
    return Reading(
        answers=float(1 / (1 + np.exp(-np.clip(total, -30, 30)))),
        span=(int(places[first, 0]), int(places[last, 1])),
        places=places,
        shares=shares.astype(np.float32),
        logit=logit,
        margin=margin,
    )


def _likeliest_overlap(scores: NDArray[np.float32]) -> tuple[int, int]:
    """First and last token of the span that shares most with the likely ones, by expected F1 of its tokens.

    The span of best score may be the odd one out (minimum Bayes risk: Kumar & Byrne, NAACL 2004).
    """
    num_likely = min(_NUM_LIKELY, int(np.isfinite(scores).sum()))
    best = np.argpartition(-scores, num_likely - 1, axis=None)[:num_likely]
    firsts, lasts = np.unravel_index(best, scores.shape)
    chances = _softmax(scores.ravel()[best] / _SPAN_TEMPERATURE)
    shared = np.minimum(lasts[:, None], lasts) - np.maximum(firsts[:, None], firsts) + 1
    lengths = lasts - firsts + 1
    chosen = int((2 * np.maximum(shared, 0) / (lengths[:, None] + lengths) @ chances).argmax())
    return int(firsts[chosen]), int(lasts[chosen])


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)
