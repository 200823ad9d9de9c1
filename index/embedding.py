"""Texts to unit vectors, by any sentence-transformers model kept in a folder.

torch and sentence_transformers take seconds to import, so they are imported only to load a model: naming
one or verifying it (``index.model_folder``) does without.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedded_texts import EmbeddedTexts, TokenVectors
from index.model_folder import (
    ModelDescription,
    describe_folder,
    describe_model,
    find_model,
    modules_of,
    set_hub_environment,
    verify_model,
)
from index.token_codec import codec_of, unit_rows
from ingest.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = [
    "EmbeddedTexts",
    "Embedder",
    "ModelDescription",
    "SentenceTransformerEmbedder",
    "TokenVectors",
    "describe_model",
    "encodable",
    "load_embedder",
    "quiet_libraries",
    "verify_model",
]

_BATCH_SIZE = 16  # 8, 16 and 32 embed as many passages a second
_UNLIMITED_TOKENS = 1 << 30

TokenEncoder = Callable[[NDArray[np.float32]], NDArray[np.int8]]


class Embedder(Protocol):
    """What turns texts into vectors. A model's own prefixes for queries and passages are its affair."""

    @property
    def description(self) -> ModelDescription:
        """The model's name, fingerprint and dimension."""

    @property
    def max_tokens(self) -> int:
        """The most tokens of one text, as ``count_tokens`` counts them, that its vector takes in."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each whole text, without prefix or special tokens."""

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> EmbeddedTexts:
        """The vectors of passages and of their tokens.

        ``progress`` is called, in the caller's thread, with how many were done since its last call.
        """

    def embed_queries(self, texts: Sequence[str]) -> EmbeddedTexts:
        """The vectors of questions and of their tokens."""


class SentenceTransformerEmbedder:
    """A sentence-transformers model, from a folder, on the processor. Threads may share one."""

    def __init__(
        self, folder: Path, *, name: str | None = None, encode_tokens: TokenEncoder | None = None
    ) -> None:
        """Load the model of ``folder``; raises ModelError if it is unsafe, incomplete or unreadable.

        ``encode_tokens`` makes the token vectors of a text int8, by default as its codec does.
        """
        self.description = describe_folder(name or folder.resolve().name, folder)
        self._encode_tokens = encode_tokens or codec_of(folder).encode
        self._model = _load(folder)
        # The tokenizer keeps its padding and truncation between calls: one thread at a time.
        self._tokenizing = threading.Lock()
        prompts = self._model.prompts
        self._query_prefix = prompts.get("query") or ""
        self._passage_prefix = prompts.get("passage") or prompts.get("document") or ""
        self.max_tokens = self._room()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See Embedder."""
        if not texts:
            return []
        with self._tokenizing:
            encoded = self._model.tokenizer(encodable(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> EmbeddedTexts:
        """See Embedder."""
        return self._embed(texts, self._passage_prefix, progress=progress)

    def embed_queries(self, texts: Sequence[str]) -> EmbeddedTexts:
        """See Embedder."""
        return self._embed(texts, self._query_prefix)

    def _embed(
        self,
        texts: Sequence[str],
        prefix: str,
        *,
        progress: Callable[[int], None] | None = None,
    ) -> EmbeddedTexts:
        import torch

        texts = encodable(texts)

        def embed_batch(batch: list[int]) -> EmbeddedTexts:
            with self._tokenizing:
                features = self._model.preprocess([texts[i] for i in batch], prompt=prefix or None)
            # In 32 bits: bfloat16 is 1.7 times as fast where the processor has it, but a vector then
            # depends on the processor and on the batch (measured: up to 4e-4 on a cosine).
            with torch.inference_mode():
                output = self._model(features)
            vectors: NDArray[np.float32] = output["sentence_embedding"].numpy()
            return EmbeddedTexts(vectors, self._tokens(features, output, len(prefix)))

        # Texts of one length together, to pad little; the longest first, so that threads end together.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        batches = [order[i : i + _BATCH_SIZE] for i in range(0, len(order), _BATCH_SIZE)]
        vectors = np.empty((len(texts), self.description.dimension), np.float32)
        tokens: dict[int, TokenVectors] = {}
        pool = ThreadPoolExecutor(min(_num_processors(), len(batches)) or 1)
        try:
            for batch, embedded in zip(batches, pool.map(embed_batch, batches), strict=True):
                vectors[batch] = embedded.vectors
                tokens.update(zip(batch, embedded.tokens, strict=True))
                if progress is not None:
                    progress(len(batch))
        finally:
            pool.shutdown(cancel_futures=True)  # on Ctrl-C, only the batches under way are finished
        return EmbeddedTexts(unit_rows(vectors), [tokens[i] for i in range(len(texts))])

    def _tokens(self, features: Any, output: Any, prefix_length: int) -> list[TokenVectors]:
        """The tokens of a batch; none for a model that has no vectors of tokens, or does not place them."""
        encodings = getattr(features, "encodings", None)
        embeddings = output.get("token_embeddings")
        if not encodings or embeddings is None or embeddings.ndim != 3:
            none = TokenVectors(np.empty(0, np.int32), np.empty((0, 2), np.int32), np.empty((0, 0), np.int8))
            return [none] * len(output["sentence_embedding"])
        tokens = []
        for encoding, rows in zip(encodings, embeddings.numpy(), strict=True):
            spans = np.array(encoding.offsets, np.int32).reshape(-1, 2)
            kept = np.array(encoding.attention_mask, bool) & ~np.array(encoding.special_tokens_mask, bool)
            kept &= spans[:, 1] > prefix_length
            tokens.append(
                TokenVectors(
                    np.array(encoding.ids, np.int32)[kept],
                    np.maximum(spans[kept] - prefix_length, 0),
                    self._encode_tokens(rows[kept]),
                )
            )
        return tokens

    def _room(self) -> int:
        limit = self._model.max_seq_length
        if limit is None:
            return _UNLIMITED_TOKENS
        prefixes = self.count_tokens([self._query_prefix.strip(), self._passage_prefix.strip()])
        return limit - int(self._model.tokenizer.num_special_tokens_to_add()) - max(prefixes)


def load_embedder(name: str | None = None, *, cache_dir: Path | None = None) -> SentenceTransformerEmbedder:
    """The default model, or the one of the folder ``name``, or else the one so called on the model hub.

    ``index.model_folder.BASE_MODEL`` names the default model before its training. Either is converted once into ``cache_dir``, else ``$SOURCIER_CACHE``, else the user's cache
    folder; a damaged copy is made again, with a warning in the log. Raises ModelError.
    """
    model_name, folder = find_model(name, cache_dir)
    return SentenceTransformerEmbedder(folder, name=model_name)


def _load(folder: Path) -> "SentenceTransformer":
    """The model, in 32 bits, from safetensors only, without a word from the libraries."""
    set_hub_environment()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from sentence_transformers import SentenceTransformer

    # One thread per operation: several batches run side by side instead. Operations split among threads
    # wait for the slowest, so that on two cores, one of them busy, a question takes 300 ms instead of 24.
    torch.set_num_threads(1)
    try:
        with quiet_libraries():
            model = SentenceTransformer(
                str(folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"dtype": torch.float32, "use_safetensors": True},
            )
            missing = _missing_weights(model, folder)
    except Exception as error:  # for a folder that they cannot read, the libraries raise anything
        raise ModelError(
            f"Le modèle {folder} ne se charge pas ({type(error).__name__}) : téléchargez-le de nouveau ou"
            " choisissez-en un autre."
        ) from error
    if missing:
        raise ModelError(
            f"Le modèle {folder} n'a pas tous ses poids ({missing[0]}) : téléchargez-le de nouveau."
        )
    return model.eval()


def _missing_weights(model: "SentenceTransformer", folder: Path) -> list[str]:
    """The weights that the folder lacks, which transformers draws at random with no more than a warning.

    Only a second loading tells them, a matter of 50 ms as the weights are mapped. The pooler does not
    count: sentence-transformers has its own.
    """
    transformer = model.transformers_model
    if transformer is None:
        return []
    path = folder / str(modules_of(folder)[0].get("path", ""))
    loaded: Any = type(transformer).from_pretrained(
        path, local_files_only=True, use_safetensors=True, output_loading_info=True
    )
    return sorted(name for name in loaded[1]["missing_keys"] if "pooler" not in name)


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """No progress bar, no loading report: standard error is for our own sentences."""
    from transformers.utils import logging as transformers_logging

    verbosity, bars = transformers_logging.get_verbosity(), transformers_logging.is_progress_bar_enabled()
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        transformers_logging.set_verbosity(verbosity)
        if bars:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _num_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def encodable(texts: Sequence[str]) -> list[str]:
    """Lone surrogates, as from an argument that is not UTF-8, become "?": tokenizers would raise."""
    return [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
