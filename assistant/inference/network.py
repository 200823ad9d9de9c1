"""The network that compares a claim with a passage: both read together, by every layer (a cross-encoder)."""

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from transformers import BertModel


class InferenceNetwork(nn.Module):
    """``encoder`` and one head on the first token: three logits: supported, refuted, neither."""

    def __init__(self, encoder: "BertModel") -> None:
        super().__init__()
        hidden = encoder.config.hidden_size
        self.encoder = encoder
        self.pooled = nn.Linear(hidden, hidden)
        self.verdict = nn.Linear(hidden, 3)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Logits ``(num_pairs, 3)``; both inputs int64 ``(num_pairs, num_tokens)``."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        logits: Tensor = self.verdict(torch.tanh(self.pooled(states[:, 0].float())))
        return logits
