"""A network that ships with the package, and the pairs of texts that it reads together: a question or a claim, a passage."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import torch
from safetensors import SafetensorError, safe_open
from torch import nn
from transformers import AutoModel, AutoTokenizer

from assistant.reader.int8 import int8_is_fast, to_int8
from index.embedding import encodable, quiet_libraries
from index.model_folder import find_model, set_hub_environment
from index.packed_weights import unpack
from ingest.errors import ModelError

if TYPE_CHECKING:
    from transformers import BertModel

MAX_TOKENS = 320  # of a pair; the longest passage of an index has 256

_Network = TypeVar("_Network", bound=nn.Module)
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, and what the tokenizer made of them together."""

    first: str
    passage: str
    encoding: Any

    @property
    def ids(self) -> torch.Tensor:
        """int64 ``(1, num_tokens)``."""
        return torch.tensor([self.encoding.ids])


class PairNetwork(Generic[_Network]):
    """A network on the processor: in 8 bits where it has them, else in 32. Threads may share one."""

    def __init__(
        self,
        make: "Callable[[BertModel], _Network]",
        weights: Path,
        cache_dir: Path | None,
        *,
        max_first_tokens: int,
    ) -> None:
        """Load ``weights``, packed by index.packed_weights, into what ``make`` makes of an encoder.

        The first text of a pair is cut after ``max_first_tokens``, the second where both exceed MAX_TOKENS.
        The word embeddings and the lowest layers are those of the default embedding model, which no training
        changes: on disk there is one copy. Raises ModelError.
        """
        _, folder = find_model(None, cache_dir)
        set_hub_environment()
        self._max_first_tokens = max_first_tokens
        try:
            self.network = _load(make, folder, weights)
            with safe_open(weights, framework="numpy") as file:
                self.metadata: dict[str, str] = file.metadata() or {}
        except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
            raise ModelError(
                f"Le modèle {weights} ne se charge pas ({type(error).__name__}) : réinstallez Sourcier."
            ) from error
        torch.set_num_threads(1)  # as the embedder has it: passages are read side by side instead
        # The tokenizer keeps its truncation between calls: one thread at a time.
        self._tokenizing = threading.Lock()
        self._tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)

    def read(
        self, first: str, passages: Sequence[str], read: "Callable[[_Network, Pair], _Read]"
    ) -> list[_Read]:
        """What ``read`` makes of the network and each pair, in the order of ``passages``."""
        if not passages:
            return []
        first, *passages = encodable([first, *passages])
        with self._tokenizing:
            encodings = self._encode(first, passages)
        pairs = [
            Pair(first, passage, encoding) for passage, encoding in zip(passages, encodings, strict=True)
        ]

        @torch.inference_mode()
        def one(pair: Pair) -> _Read:
            return read(self.network, pair)

        # One pair a thread rather than a batch: no padding, and the two processors end together.
        order = sorted(range(len(pairs)), key=lambda i: -len(pairs[i].encoding.ids))
        with ThreadPoolExecutor(min(os.cpu_count() or 1, len(pairs))) as pool:
            done = dict(zip(order, pool.map(one, (pairs[i] for i in order)), strict=True))
        return [done[i] for i in range(len(pairs))]

    def fits(self, first: str) -> bool:
        """Whether ``first`` is read whole."""
        with self._tokenizing:
            encoded = self._tokenizer(*encodable([first]), add_special_tokens=False, verbose=False)
        return len(encoded["input_ids"]) <= self._max_first_tokens

    def _encode(self, first: str, passages: list[str]) -> list[Any]:
        asked = self._tokenizer(first, add_special_tokens=False, verbose=False).encodings[0]
        if len(asked) > self._max_first_tokens:
            first = first[: asked.offsets[self._max_first_tokens - 1][1]]
        encodings: list[Any] = self._tokenizer(
            [first] * len(passages), passages, truncation="only_second", max_length=MAX_TOKENS
        ).encodings
        return encodings


def _load(make: "Callable[[BertModel], _Network]", folder: Path, weights: Path) -> _Network:
    with quiet_libraries():
        encoder = AutoModel.from_pretrained(
            folder, local_files_only=True, use_safetensors=True, dtype=torch.float32, add_pooling_layer=False
        )
    network = make(encoder)
    ours = {name: torch.from_numpy(values) for name, values in unpack(weights).items()}
    unknown = network.load_state_dict(ours, strict=False, assign=True).unexpected_keys
    heads = [name for name, _ in network.named_parameters() if not name.startswith("encoder.")]
    if unknown or not all(name in ours for name in heads):
        raise ValueError("not the weights of this network")
    if int8_is_fast():
        to_int8(encoder)
    return network.eval()
