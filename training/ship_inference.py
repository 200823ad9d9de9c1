"""Pack the trained inference network into assistant/inference/inference.safetensors, its probabilities calibrated.

Usage: python -m training.ship_inference CHECKPOINT_FOLDER [--to FILE]

Calibration: one temperature for the three logits (Guo et al., ICML 2017), on the short pairs kept apart from the training.
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize_scalar

from assistant.inference.trained import TRAINED_INFERENCE, TrainedInference
from index.packed_weights import pack
from training.base_model import ORIGIN
from training.checkpoints import trained_in
from training.claims import VERDICTS, load_pairs


def main() -> None:
    """Write the file, and print how its verdicts fare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--to", type=Path, default=TRAINED_INFERENCE)
    options = parser.parse_args()
    weights = trained_in(options.checkpoint)
    pairs = load_pairs(dev=True)
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "inference.safetensors"
        pack(weights, draft, {"temperature": "1.0"})
        inference = TrainedInference(draft)
        judged = [inference.judge(each.claim, [each.text])[0] for each in track(pairs, "Étalonnage")]
    said = np.array([[each.supported, each.refuted, 1 - each.decided] for each in judged])
    true = np.array([each.verdict for each in pairs])
    temperature = round(fitted_temperature(said, true), 4)
    pack(weights, options.to, {"temperature": json.dumps(temperature), **ORIGIN})
    print(f"{options.to}: {options.to.stat().st_size / 1e6:.1f} MB, temperature {temperature}")
    print(f"accuracy {(said.argmax(axis=1) == true).mean():.3f}, {len(pairs)} pairs")
    for number, verdict in enumerate(VERDICTS):
        counts = np.bincount(said[true == number].argmax(axis=1), minlength=len(VERDICTS))
        print(f"{verdict}: said {dict(zip(VERDICTS, counts.tolist(), strict=True))}")


def fitted_temperature(said: NDArray[np.float64], true: NDArray[np.int64]) -> float:
    """The temperature that makes the true verdicts likeliest; ``said`` ``(num_claims, 3)``, probabilities at 1."""
    logits = np.log(np.maximum(said, 1e-9))

    def surprise(temperature: float) -> float:
        scaled = logits / temperature
        scaled = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return float(-scaled[np.arange(len(true)), true].mean())

    return float(minimize_scalar(surprise, bounds=(0.2, 5.0), method="bounded").x)


if __name__ == "__main__":
    main()
