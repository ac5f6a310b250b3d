"""Gemma 3 with LoRA on all linear layers, written out for training on a CPU.

The base stays fixed; what is trained are the LoRA matrices and the norms, in float32. To save
memory and time, the LoRA is folded into one matrix product with its projection, projections of one
input are one product, and the loss is computed in stretches without float32 copies of all logits.
Gemma 3's report (arXiv 2503.19786) describes the network.
"""

from __future__ import annotations

import json
import math
import time
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - as everybody calls it
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor

from bot.translation.engines.embedded.base import Shape
from bot.translation.engines.embedded.build import LINEAR, NORM

_STRETCH = 512
"""Positions whose logits are held at a time."""
_ROTATIONS = 400
"""Tables of angles that are kept, one for each shape of a batch."""


def faster_type() -> torch.dtype:
    """What this processor multiplies matrices faster in. bfloat16 takes half the memory and, with
    AVX-512 or AMX, half the time; without them torch is some fifty times slower in it."""
    seconds = {}
    for kind in (torch.float32, torch.bfloat16):
        one = torch.ones(128, 640, dtype=kind)
        other = torch.ones(640, 640, dtype=kind)
        _ = one @ other
        started = time.process_time()
        for _ in range(4):
            _ = one @ other
        seconds[kind] = time.process_time() - started
    return min(seconds, key=lambda kind: seconds[kind])


class _WithLora(torch.autograd.Function):
    """y = x Wᵀ + (x Aᵀ) Bᵀ, W fixed. Where B is block diagonal, what lies outside its blocks gets a
    gradient that nobody reads."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, down: Tensor, up: Tensor) -> Tensor:
        inner = x @ down.t()
        both = torch.cat([weight, up], 1)
        ctx.save_for_backward(x, inner, down, both)
        return torch.cat([x, inner], 1) @ both.t()

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, None, Tensor, Tensor]:  # type: ignore[override]
        x, inner, down, both = ctx.saved_tensors
        through, width = grad @ both, x.shape[1]
        to_inner = through[:, width:].contiguous()
        return through[:, :width] + to_inner @ down, None, to_inner.t() @ x, grad.t() @ inner


class _CrossEntropy(torch.autograd.Function):
    """Mean cross entropy of `hidden` @ `embedding`ᵀ against `targets`, the embedding fixed. The
    gradient is made with the loss, as the logits are at hand then."""

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, embedding: Tensor, targets: Tensor) -> Tensor:
        total, grad, count = 0.0, torch.empty_like(hidden), hidden.shape[0]
        for start in range(0, count, _STRETCH):
            some, wanted = hidden[start : start + _STRETCH], targets[start : start + _STRETCH]
            logits = (some @ embedding.t()).float()
            norm, rows = torch.logsumexp(logits, 1), torch.arange(len(wanted))
            total += float((norm - logits[rows, wanted]).sum())
            logits.sub_(norm[:, None]).exp_()
            logits[rows, wanted] -= 1
            grad[start : start + _STRETCH] = logits.mul_(1 / count).to(hidden.dtype) @ embedding
        ctx.save_for_backward(grad)
        return torch.tensor(total / count)

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, None, None]:  # type: ignore[override]
        (made,) = ctx.saved_tensors
        return made * grad.to(made.dtype), None, None


class Network:
    """`trained` holds what is trained, by the names that a model folder's adapter has."""

    def __init__(self, base: Path, rank: int, kind: torch.dtype | None = None) -> None:
        """`base`: a file of `training.base`. `kind`: what is computed in; None: the faster type."""
        self.kind = kind or faster_type()
        with safe_open(base, framework="pt") as opened:  # type: ignore[no-untyped-call]
            self.shape = Shape(**json.loads(opened.metadata()["shape"]))
        weights = load_file(base)
        self.embedding = weights["embedding"].to(self.kind)
        self._fixed: list[dict[str, Tensor]] = []
        trained: dict[str, Tensor] = {"model.norm.weight": weights["norm"].float()}
        for layer in range(self.shape.layers):
            place = f"model.layers.{layer}"
            fixed = {module: weights[f"{layer}.{module}"] for module in LINEAR}
            for module, weight in fixed.items():
                down = torch.empty(rank, weight.shape[1])
                torch.nn.init.kaiming_uniform_(down, a=math.sqrt(5))
                trained[f"{place}.{module}.a"] = down
                trained[f"{place}.{module}.b"] = torch.zeros(weight.shape[0], rank)
            for module in NORM:
                trained[f"{place}.{module}.weight"] = weights[f"{layer}.{module}"].float()
            self._fixed.append(_joined(fixed, self.kind))
        self.trained = {n: torch.nn.Parameter(values.clone()) for n, values in trained.items()}
        self._rotations: dict[tuple[int, int, float], tuple[Tensor, Tensor]] = {}

    def load(self, adapter: Path) -> None:
        """Take the weights of an adapter. Raises ValueError where they are of another network."""
        for name, values in load_file(adapter).items():
            part = self.trained.get(name)
            if part is None or part.shape != values.shape:
                raise ValueError(f"{adapter} is of another network or rank: {name} does not fit.")
            part.data.copy_(values.float())

    def loss(self, ids: Tensor, learn: Tensor) -> Tensor:
        """Mean cross entropy of the pieces where `learn` is true; both are (sentences, length)."""
        hidden = self._hidden(ids).view(*ids.shape, -1)[:, :-1][learn[:, 1:]]
        return _CrossEntropy.apply(hidden, self.embedding, ids[:, 1:][learn[:, 1:]])  # type: ignore[no-any-return,no-untyped-call]

    def _hidden(self, ids: Tensor) -> Tensor:
        """(sentences, length) -> (sentences * length, hidden). A sentence is shorter than any
        window, so attention is causal and no more."""
        shape = self.shape
        scale = torch.tensor(math.sqrt(shape.hidden), dtype=self.kind)
        h = F.embedding(ids.reshape(-1), self.embedding) * scale
        for layer, fixed in enumerate(self._fixed):
            place = f"model.layers.{layer}"
            attended = self._attention(
                place, fixed, self._norm(h, f"{place}.input_layernorm"), ids, layer
            )
            h = h + self._norm(attended, f"{place}.post_attention_layernorm")
            y = self._norm(h, f"{place}.pre_feedforward_layernorm")
            gate, up = self._linear(place, fixed["in"], y, "mlp.gate_proj", "mlp.up_proj").split(
                shape.feed_forward, 1
            )
            inner = F.gelu(gate, approximate="tanh") * up
            out = self._linear(place, fixed["mlp.down_proj"], inner, "mlp.down_proj")
            h = h + self._norm(out, f"{place}.post_feedforward_layernorm")
        return self._norm(h, "model.norm")

    def _attention(
        self, place: str, fixed: dict[str, Tensor], y: Tensor, ids: Tensor, layer: int
    ) -> Tensor:
        (count, length), shape = ids.shape, self.shape
        names = [f"self_attn.{which}_proj" for which in "qkv"]
        heads, others, size = shape.heads, shape.key_value_heads, shape.head_size
        q, k, v = self._linear(place, fixed["qkv"], y, *names).split(
            [heads * size, others * size, others * size], 1
        )
        base = shape.rope_base if shape.has_full_attention(layer) else shape.local_rope_base
        angles = self._rotation(count, length, base)
        q = _turned(self._norm(q.reshape(-1, heads, size), f"{place}.self_attn.q_norm"), angles)
        k = _turned(self._norm(k.reshape(-1, others, size), f"{place}.self_attn.k_norm"), angles)

        def by_head(x: Tensor, of: int) -> Tensor:
            split = x.reshape(count, length, of, size).transpose(1, 2)
            return split.repeat_interleave(heads // of, 1)

        mixed = F.scaled_dot_product_attention(
            by_head(q, heads),
            by_head(k, others),
            by_head(v, others),
            is_causal=True,
            scale=size**-0.5,
        )
        flat = mixed.transpose(1, 2).reshape(count * length, heads * size)
        return self._linear(place, fixed["self_attn.o_proj"], flat, "self_attn.o_proj")

    def _linear(self, place: str, weight: Tensor, x: Tensor, *modules: str) -> Tensor:
        """Projections of one input, beside each other."""
        down = torch.cat([self.trained[f"{place}.{m}.a"].to(self.kind) for m in modules])
        up = torch.block_diag(*(self.trained[f"{place}.{m}.b"].to(self.kind) for m in modules))
        return _WithLora.apply(x, weight, down, up)  # type: ignore[no-any-return,no-untyped-call]

    def _norm(self, x: Tensor, name: str) -> Tensor:
        wide = x.float()
        scale = torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.shape.norm_epsilon)
        return (wide * scale * (1 + self.trained[f"{name}.weight"])).to(self.kind)

    def _rotation(self, count: int, length: int, base: float) -> tuple[Tensor, Tensor]:
        key = count, length, base
        if key not in self._rotations:
            if len(self._rotations) >= _ROTATIONS:
                self._rotations.clear()
            size = self.shape.head_size
            steps = base ** -(torch.arange(0, size, 2).float() / size)
            turns = torch.arange(length).float()[:, None] * steps[None]
            cosine, sine = (
                t.to(self.kind).repeat(count, 1)[:, None, :] for t in (turns.cos(), turns.sin())
            )
            self._rotations[key] = cosine, sine
        return self._rotations[key]


def _joined(fixed: dict[str, Tensor], kind: torch.dtype) -> dict[str, Tensor]:
    """Projections of one input as one matrix."""
    typed = {name: weight.to(kind) for name, weight in fixed.items()}
    return {
        "qkv": torch.cat([typed[f"self_attn.{which}_proj"] for which in "qkv"]).contiguous(),
        "self_attn.o_proj": typed["self_attn.o_proj"].contiguous(),
        "in": torch.cat([typed["mlp.gate_proj"], typed["mlp.up_proj"]]).contiguous(),
        "mlp.down_proj": typed["mlp.down_proj"].contiguous(),
    }


def _turned(x: Tensor, angles: tuple[Tensor, Tensor]) -> Tensor:
    """Rotary positions, a head's first half against its second."""
    cosine, sine = angles
    a, b = x.chunk(2, -1)
    return torch.cat([a * cosine - b * sine, b * cosine + a * sine], -1)
