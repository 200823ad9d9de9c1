"""Inference: does a passage say a claim, its contrary, or neither?

torch takes seconds to import: it is imported by ``load_inference`` alone.
"""

from pathlib import Path

from assistant.inference.judgement import Inference, Judgement

__all__ = ["Inference", "Judgement", "load_inference"]


def load_inference(*, cache_dir: Path | None = None) -> Inference:
    """The network of the package. Raises ModelError."""
    from assistant.inference.trained import TrainedInference

    return TrainedInference(cache_dir=cache_dir)
