"""The network that compares a claim with a passage: both read together, by every layer (a cross-encoder)."""

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from assistant.inference.matching import Match

if TYPE_CHECKING:
    from transformers import BertModel

# Layers below the one that is told how the words meet: those that no training changes.
_LAYERS_BEFORE = 4


class InferenceNetwork(nn.Module):
    """``encoder``, told how the words of the two texts meet, and one head on the first token.

    Three logits: supported, refuted, neither.
    """

    def __init__(self, encoder: "BertModel") -> None:
        super().__init__()
        hidden = encoder.config.hidden_size
        self.encoder = encoder
        self.match = nn.Embedding(len(Match), hidden)
        nn.init.normal_(self.match.weight, std=0.3)  # as the states it is added to
        self.pooled = nn.Linear(hidden, hidden)
        self.verdict = nn.Linear(hidden, 3)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, matches: Tensor) -> Tensor:
        """Logits ``(num_pairs, 3)``; the inputs int64 ``(num_pairs, num_tokens)``, ``matches`` of Match."""
        states = self.encoder.embeddings(input_ids)
        hidden = torch.zeros(attention_mask.shape, dtype=states.dtype).masked_fill(
            attention_mask == 0, torch.finfo(states.dtype).min
        )[:, None, None, :]
        for number, layer in enumerate(self.encoder.encoder.layer):
            if number == _LAYERS_BEFORE:
                states = states + self.match(matches)
            states = layer(states, hidden)
        logits: Tensor = self.verdict(torch.tanh(self.pooled(states[:, 0].float())))
        return logits
