"""Pack the trained encoder into index/encoder.safetensors, which the default model is made with.

Usage: python -m training.ship_encoder CHECKPOINT_FOLDER [--share 0.5] [--to FILE]

What ships lies between the model before training and after it, ``share`` of the way: better than either on
texts unlike those it was trained on (Wortsman et al., CVPR 2022), and here on PIAF dev too. Only the layers
that were trained are kept, with the projection of tokens.
"""

import argparse
from pathlib import Path

from safetensors.numpy import load_file

from index.model_folder import BASE_MODEL, TRAINED_ENCODER, find_model
from index.packed_weights import pack
from index.token_codec import BASIS_NAME
from training.base_model import ORIGIN
from training.checkpoints import trained_in

_PREFIX = "encoder."
_SHARE = 0.5  # chosen on PIAF dev and on sheets (docs/experiments.md)


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--share", type=float, default=_SHARE)
    parser.add_argument("--to", type=Path, default=TRAINED_ENCODER)
    options = parser.parse_args()
    _, folder = find_model(BASE_MODEL, None)
    before = load_file(folder / "model.safetensors") | load_file(folder / BASIS_NAME)
    after = {name.removeprefix(_PREFIX): values for name, values in trained_in(options.checkpoint).items()}
    pack(
        {name: before[name] + options.share * (values - before[name]) for name, values in after.items()},
        options.to,
        ORIGIN,
    )
    print(f"{options.to}: {options.to.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
