"""What an embedder makes of texts: one vector a text, and one a token."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, slots=True)
class TokenVectors:
    """The tokens of one text, in order, without prefix or special tokens.

    ``ids`` int32 ``(num_tokens,)``: their numbers in the model's vocabulary; ``spans`` int32
    ``(num_tokens, 2)``: half-open code points of the text; ``vectors`` int8
    ``(num_tokens, token_dimension)``: only their cosines mean something.
    """

    ids: NDArray[np.int32]
    spans: NDArray[np.int32]
    vectors: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, eq=False, slots=True)
class EmbeddedTexts:
    """``vectors`` float32 ``(num_texts, dimension)``, unit L2 rows; ``tokens`` of each text, in order."""

    vectors: NDArray[np.float32]
    tokens: list[TokenVectors]
