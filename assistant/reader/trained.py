"""The reader that ships with the package, trained by ``training.reader`` from open data."""

import json
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from transformers import AutoModel, AutoTokenizer

from assistant.reader.int8 import int8_is_fast, to_int8
from assistant.reader.network import ReaderNetwork, Readings
from assistant.reader.reading import Reading
from index.embedding import encodable, quiet_libraries
from index.model_folder import find_model, set_hub_environment
from index.packed_weights import unpack
from ingest.errors import ModelError

TRAINED_READER = Path(__file__).with_name("reader.safetensors")
MAX_TOKENS = 320  # of a pair; the longest passage of an index has 256
_MAX_QUESTION_TOKENS = 60
_MAX_SPAN_TOKENS = 120  # a list, from its first item to its last
# Spans that the answer is chosen among, and how sharply their scores tell; on PIAF dev (docs/experiments.md).
_NUM_LIKELY, _SPAN_TEMPERATURE = 60, 0.7


class TrainedReader:
    """Reads by the trained network, on the processor: in 8 bits where it has them, else in 32. Threads may share one."""

    def __init__(self, weights: Path = TRAINED_READER, *, cache_dir: Path | None = None) -> None:
        """Load ``weights``, packed by index.packed_weights. Raises ModelError.

        The word embeddings and the lowest layers are those of the default embedding model, which neither
        training changes: on disk and in memory there is one copy.
        """
        _, folder = find_model(None, cache_dir)
        set_hub_environment()
        try:
            self._network = _network(folder, weights)
            with safe_open(weights, framework="numpy") as file:
                scale, margin_scale, bias = json.loads(file.metadata()["calibration"])
        except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
            raise ModelError(
                f"Le lecteur {weights} ne se charge pas ({type(error).__name__}) : réinstallez Sourcier."
            ) from error
        self._calibration = (float(scale), float(margin_scale), float(bias))
        torch.set_num_threads(1)  # as the embedder has it: passages are read side by side instead
        # The tokenizer keeps its truncation between calls: one thread at a time.
        self._tokenizing = threading.Lock()
        self._tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """See Reader."""
        if not passages:
            return []
        encodings = self._encode(question, passages)
        # One pair a thread rather than a batch: no padding, and the two processors end together.
        order = sorted(range(len(passages)), key=lambda i: -len(encodings[i].ids))
        with ThreadPoolExecutor(min(os.cpu_count() or 1, len(passages))) as pool:
            read = dict(zip(order, pool.map(self._read, (encodings[i] for i in order)), strict=True))
        return [read[i] for i in range(len(passages))]

    def _encode(self, question: str, passages: Sequence[str]) -> list[Any]:
        question, *passages = encodable([question, *passages])
        with self._tokenizing:
            return self._tokenized(question, passages)

    def _tokenized(self, question: str, passages: list[str]) -> list[Any]:
        asked = self._tokenizer(question, add_special_tokens=False, verbose=False).encodings[0]
        if len(asked) > _MAX_QUESTION_TOKENS:
            question = question[: asked.offsets[_MAX_QUESTION_TOKENS - 1][1]]
        encodings: list[Any] = self._tokenizer(
            [question] * len(passages), passages, truncation="only_second", max_length=MAX_TOKENS
        ).encodings
        return encodings

    @torch.inference_mode()
    def _read(self, encoding: Any) -> Reading:
        ids = torch.tensor([encoding.ids])
        return reading_of(self._network(ids, torch.ones_like(ids)), encoding, calibration=self._calibration)


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


def _network(folder: Path, weights: Path) -> ReaderNetwork:
    with quiet_libraries():
        encoder = AutoModel.from_pretrained(
            folder, local_files_only=True, use_safetensors=True, dtype=torch.float32, add_pooling_layer=False
        )
    network = ReaderNetwork(encoder)
    ours = {name: torch.from_numpy(values) for name, values in unpack(weights).items()}
    unknown = network.load_state_dict(ours, strict=False, assign=True).unexpected_keys
    heads = [name for name, _ in network.named_parameters() if not name.startswith("encoder.")]
    if unknown or not all(name in ours for name in heads):
        raise ValueError("not the weights of this network")
    if int8_is_fast():
        to_int8(network.encoder)
    return network.eval()
