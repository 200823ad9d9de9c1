"""Checkpoints of a training: tensors in safetensors, the rest in JSON, written whole or not at all."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import nn

_TENSORS, _STATE = "checkpoint.safetensors", "checkpoint.json"
_MODEL = "model."


def save_checkpoint(folder: Path, model: nn.Module, optimizer: torch.optim.Optimizer, step: int) -> None:
    """Keep the trained weights of ``model`` and the moments of ``optimizer`` after ``step`` steps."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {_MODEL + name: value.detach() for name, value in trained_weights(model).items()}
    for number, moments in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{number}.{name}": value for name, value in moments.items()}
    save_file({name: value.contiguous() for name, value in tensors.items()}, folder / f"{_TENSORS}.tmp")
    (folder / f"{_STATE}.tmp").write_text(json.dumps({"step": step}))
    (folder / f"{_TENSORS}.tmp").replace(folder / _TENSORS)
    (folder / f"{_STATE}.tmp").replace(folder / _STATE)


def load_checkpoint(folder: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """Put back what was kept, if anything; the number of steps done."""
    if not (folder / _STATE).exists():
        return 0
    tensors = load_file(folder / _TENSORS)
    model.load_state_dict(_weights_in(tensors), strict=False)
    state: dict[int, dict[str, Any]] = {}
    for name, value in tensors.items():
        if name.startswith("optimizer."):
            _, number, moment = name.split(".")
            state.setdefault(int(number), {})[moment] = value
    optimizer.load_state_dict({**optimizer.state_dict(), "state": state})
    return int(json.loads((folder / _STATE).read_text())["step"])


def load_weights(folder: Path, model: nn.Module) -> None:
    """Give ``model`` the weights that the checkpoint in ``folder`` keeps, to train it anew from there.

    Raises ValueError where they are not those of such a model.
    """
    kept = _weights_in(load_file(folder / _TENSORS))
    if kept.keys() != trained_weights(model).keys():
        raise ValueError(f"{folder} holds the checkpoint of another model")
    model.load_state_dict(kept, strict=False)


def trained_weights(model: nn.Module) -> dict[str, torch.Tensor]:
    """The weights of ``model`` that training changes, by name."""
    return {name: value for name, value in model.named_parameters() if value.requires_grad}


def trained_in(folder: Path) -> dict[str, NDArray[np.float32]]:
    """The trained weights that the checkpoint in ``folder`` keeps, by name."""
    return {name: value.float().numpy() for name, value in _weights_in(load_file(folder / _TENSORS)).items()}


def _weights_in(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {name.removeprefix(_MODEL): value for name, value in tensors.items() if name.startswith(_MODEL)}
