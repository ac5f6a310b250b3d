"""Gemma 3's forward pass in plain numpy, written from its report and transformers' code, to
hold a built model against. Slow and short."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.translation.engines.tiny_model import (
    EPSILON,
    HEAD_SIZE,
    HEADS,
    HIDDEN,
    LAYERS,
    WINDOW,
    Floats,
    Tiny,
)


def log_probabilities(tiny: Tiny, ids: list[int]) -> NDArray[np.float64]:
    """Shape (len(ids), pieces): of each next piece."""
    weights = tiny.weights
    x = weights["embedding"][ids] * np.sqrt(np.float32(HIDDEN))
    for layer in range(LAYERS):
        name = f"model.layers.{layer}"

        def norm(values: Floats, module: str, name: str = name) -> Floats:
            return _norm(values, weights[f"{name}.{module}.weight"])

        attended = _attention(tiny, name, norm(x, "input_layernorm"), full=(layer + 1) % 6 == 0)
        x = x + norm(attended, "post_attention_layernorm")
        inner = norm(x, "pre_feedforward_layernorm")
        gate = _gelu(inner @ weights[f"{name}.mlp.gate_proj"].T)
        up = inner @ weights[f"{name}.mlp.up_proj"].T
        x = x + norm((gate * up) @ weights[f"{name}.mlp.down_proj"].T, "post_feedforward_layernorm")
    logits = _norm(x, weights["model.norm.weight"]) @ weights["embedding"].T
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def _attention(tiny: Tiny, name: str, x: Floats, full: bool) -> Floats:
    def heads(which: str) -> Floats:
        values = x @ tiny.weights[f"{name}.self_attn.{which}_proj"].T
        values = values.reshape(len(x), -1, HEAD_SIZE).swapaxes(0, 1)
        if which == "v":
            return values
        normed = _norm(values, tiny.weights[f"{name}.self_attn.{which}_norm.weight"])
        return _rotated(normed, 1_000_000.0 if full else 10_000.0)

    query, key, value = heads("q"), heads("k"), heads("v")
    scores = query @ key.swapaxes(1, 2) / np.sqrt(HEAD_SIZE)
    distance = np.arange(len(x))[:, None] - np.arange(len(x))[None, :]
    hidden = (distance < 0) | (False if full else distance >= WINDOW)
    scores = np.where(hidden, -np.inf, scores)
    share = np.exp(scores - scores.max(axis=-1, keepdims=True))
    share /= share.sum(axis=-1, keepdims=True)
    joined = (share @ value).swapaxes(0, 1).reshape(len(x), HEADS * HEAD_SIZE)
    return joined @ tiny.weights[f"{name}.self_attn.o_proj"].T


def _rotated(x: Floats, base: float) -> Floats:
    angle = np.arange(x.shape[1])[:, None] * base ** (-np.arange(0, HEAD_SIZE, 2) / HEAD_SIZE)
    cos, sin = np.cos(np.tile(angle, 2)), np.sin(np.tile(angle, 2))
    first, second = np.split(x, 2, axis=-1)
    return x * cos + np.concatenate([-second, first], axis=-1) * sin


def _norm(x: Floats, gamma: Floats) -> Floats:
    return x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + EPSILON) * (1 + gamma)


def _gelu(x: Floats) -> Floats:
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))
