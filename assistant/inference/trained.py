"""The inference network that ships with the package, trained by ``training.inference`` from claims of our own."""

import json
from collections.abc import Sequence
from pathlib import Path

import torch

from assistant.inference.judgement import Judgement
from assistant.inference.matching import token_matches
from assistant.inference.network import InferenceNetwork
from assistant.pairs import Pair, PairNetwork
from ingest.errors import ModelError

_MAX_CLAIM_TOKENS = 160
TRAINED_INFERENCE = Path(__file__).with_name("inference.safetensors")


class TrainedInference:
    """Judges by the trained network. Threads may share one."""

    def __init__(self, weights: Path = TRAINED_INFERENCE, *, cache_dir: Path | None = None) -> None:
        """Load ``weights``. Raises ModelError."""
        self._pairs = PairNetwork(InferenceNetwork, weights, cache_dir, max_first_tokens=_MAX_CLAIM_TOKENS)
        try:
            self._temperature = float(json.loads(self._pairs.metadata["temperature"]))
        except (KeyError, ValueError, TypeError) as error:
            raise ModelError(f"Le modèle {weights} n'est pas étalonné : réinstallez Sourcier.") from error

    def judge(self, claim: str, passages: Sequence[str]) -> list[Judgement]:
        """See Inference. A claim too long to be read whole is left open: its end may be what is false."""
        if not self._pairs.fits(claim):
            return [Judgement(0.0, 0.0)] * len(passages)
        return self._pairs.read(claim, passages, self._judge)

    def _judge(self, network: InferenceNetwork, pair: Pair) -> Judgement:
        matches = torch.tensor([token_matches(pair.first, pair.passage, pair.encoding)])
        logits = network(pair.ids, torch.ones_like(pair.ids), matches)[0] / self._temperature
        supported, refuted, _ = torch.softmax(logits, dim=0).tolist()
        return Judgement(supported, refuted)
