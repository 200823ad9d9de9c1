"""Layers in 8 bits: what they give beside 32."""

import pytest
import torch
from torch import nn

from assistant.reader.int8 import Int8Linear, to_int8


@pytest.fixture
def linear() -> nn.Linear:
    torch.manual_seed(0)
    return nn.Linear(48, 24).eval()


@torch.inference_mode()
def test_outputs_stay_within_a_hundredth_of_those_in_32_bits(linear: nn.Linear) -> None:
    inputs = torch.randn(2, 20, 48)
    outputs = Int8Linear(linear)(inputs)
    assert outputs.shape == (2, 20, 24)
    assert (outputs - linear(inputs)).abs().max() < 0.02 * linear(inputs).abs().max()


@torch.inference_mode()
def test_one_outlying_token_leaves_the_others_as_they_were(linear: nn.Linear) -> None:
    inputs = torch.randn(20, 48)
    outlying = inputs.clone()
    outlying[3] *= 1e4
    layer = Int8Linear(linear)
    kept = [row for row in range(20) if row != 3]
    assert torch.equal(layer(inputs)[kept], layer(outlying)[kept])


@torch.inference_mode()
def test_tokens_of_nought_give_the_bias(linear: nn.Linear) -> None:
    assert torch.allclose(Int8Linear(linear)(torch.zeros(3, 48)), linear.bias.expand(3, 24))


@torch.inference_mode()
def test_every_linear_layer_is_replaced_however_deep(linear: nn.Linear) -> None:
    module = nn.Sequential(nn.Sequential(linear, nn.LayerNorm(24)), nn.Linear(24, 2))
    to_int8(module)
    assert not any(isinstance(each, nn.Linear) for each in module.modules())
    assert module(torch.randn(5, 48)).shape == (5, 2)
