"""The reader's network: a question and a passage read together, by every layer (a cross-encoder).

Two heads on the encoder: start and end of the answer among the tokens, the first token standing for "no
answer" (Devlin et al., NAACL 2019), and one logit that says whether the passage answers.
"""

from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from transformers import BertModel


class Readings(NamedTuple):
    """``starts``, ``ends``: logits ``(num_pairs, num_tokens)``, padding at -inf; ``answers`` ``(num_pairs,)``."""

    starts: Tensor
    ends: Tensor
    answers: Tensor


class ReaderNetwork(nn.Module):
    """``encoder`` and the two heads."""

    def __init__(self, encoder: "BertModel") -> None:
        super().__init__()
        hidden = encoder.config.hidden_size
        self.encoder = encoder
        self.span = nn.Linear(hidden, 2)
        self.pooled = nn.Linear(hidden, hidden)
        self.answer = nn.Linear(hidden, 1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Readings:
        """Both int64 ``(num_pairs, num_tokens)``."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state.float()
        padding = attention_mask == 0
        starts, ends = self.span(states).masked_fill(padding[..., None], float("-inf")).unbind(dim=-1)
        answers = self.answer(torch.tanh(self.pooled(states[:, 0]))).squeeze(-1)
        return Readings(starts, ends, answers)
