"""A CrossEncoder of the user's own, tiny and untrained, kept in a folder."""

from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from assistant.reader import load_reader
from ingest.errors import ModelError

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "le", "potager", "fleurit"]
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(tmp_path)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
    )
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    return tmp_path


def test_it_gives_probabilities_and_no_span(folder: Path) -> None:
    readings = load_reader(str(folder)).read("le potager", ["le potager fleurit", "le"])
    assert all(0 < reading.answers < 1 for reading in readings)
    assert readings[0].answers != readings[1].answers
    assert [reading.span for reading in readings] == [None, None]
    assert load_reader(str(folder)).read("le potager", []) == []


@pytest.mark.parametrize("name", ["modeling.py", "pytorch_model.bin"])
def test_folder_that_could_run_code_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_text("print('non')")
    with pytest.raises(ModelError, match="exécuter du code"):
        load_reader(str(folder))


def test_folder_without_weights_is_refused(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="safetensors"):
        load_reader(str(folder))


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="SOURCIER_RERANKER"):
        load_reader(str(tmp_path / "absent"))
