"""A training that stops goes on where it was."""

from pathlib import Path

import torch
from torch import Tensor, nn

from training.checkpoints import trained_in
from training.loop import train


def run(folder: Path, num_batches: int, num_steps: int) -> nn.Linear:
    torch.manual_seed(0)
    model = nn.Linear(3, 1)
    model.bias.requires_grad_(False)
    batches = [torch.randn(4, 3, generator=torch.Generator().manual_seed(i)) for i in range(num_batches)]

    def loss_of(batch: Tensor) -> Tensor:
        loss: Tensor = (model(batch) - batch.sum(1, keepdim=True)).square().mean()
        return loss

    train(
        model,
        torch.optim.AdamW([model.weight], lr=0.1),
        batches,
        loss_of,
        num_steps=num_steps,
        folder=folder,
        measure=lambda: "measured",
        measure_every=10_000,
    )
    return model


def test_interrupted_and_whole_trainings_give_the_same_weights(tmp_path: Path) -> None:
    whole = run(tmp_path / "whole", 120, 120)
    run(tmp_path / "cut", 70, 120)  # the batches end, as when the machine stops, after the checkpoint at 50
    resumed = run(tmp_path / "cut", 120, 120)
    assert torch.equal(whole.weight, resumed.weight)


def test_what_is_trained_comes_nearer_and_is_all_that_is_kept(tmp_path: Path) -> None:
    model = run(tmp_path, 120, 120)
    assert float((model.weight.detach() - 1).abs().max()) < 0.2
    kept = trained_in(tmp_path)
    assert kept.keys() == {"weight"}
    assert kept["weight"].tolist() == model.weight.detach().numpy().tolist()


def test_finished_training_makes_no_step(tmp_path: Path) -> None:
    model = run(tmp_path, 60, 60)
    again = run(tmp_path, 60, 60)
    assert torch.equal(model.weight, again.weight)
