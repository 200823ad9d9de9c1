"""The loop that both trainings share: warm-up, linear decay, checkpoints, and a measure now and then."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

from training.checkpoints import load_checkpoint, save_checkpoint

_Batch = TypeVar("_Batch")

_WARM_UP = 0.05  # of the steps
_LAST_FACTOR = 1e-3
_SHOW_EVERY, _CHECKPOINT_EVERY = 20, 50  # steps
_LONGEST_GRADIENT = 1.0


def train(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    batches: Iterable[_Batch],
    loss_of: Callable[[_Batch], Tensor],
    *,
    num_steps: int,
    folder: Path,
    measure: Callable[[], str],
    measure_every: int,
) -> None:
    """Make ``num_steps`` steps over ``batches``, going on from the checkpoint in ``folder`` if there is one.

    ``batches`` must be the same at each run: those of steps already made are passed over. The rates of
    ``optimizer`` are the highest ones; each step has a share of them.
    """
    highest = [group["lr"] for group in optimizer.param_groups]
    done = load_checkpoint(folder, model, optimizer)
    started, recent = time.monotonic(), []
    for step, batch in enumerate(batches, start=1):
        if step > num_steps:
            break
        if step <= done:
            continue
        progress = step / num_steps
        factor = min(progress / _WARM_UP, 1.0) * (1 - progress) + _LAST_FACTOR
        for group, rate in zip(optimizer.param_groups, highest, strict=True):
            group["lr"] = rate * factor
        loss = loss_of(batch)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(model.parameters(), _LONGEST_GRADIENT)
        optimizer.step()
        optimizer.zero_grad()
        recent.append(loss.item())
        if step % _SHOW_EVERY == 0:
            speed = (time.monotonic() - started) / (step - done)
            print(
                f"{step}/{num_steps} loss {sum(recent) / len(recent):.3f}, {speed:.2f} s a step", flush=True
            )
            recent.clear()
        if step % _CHECKPOINT_EVERY == 0 or step == num_steps:
            save_checkpoint(folder, model, optimizer, step)
        if step % measure_every == 0 or step == num_steps:
            print(step, measure(), flush=True)
