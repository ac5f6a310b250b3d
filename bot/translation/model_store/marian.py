"""A MarianMT model as published becomes a CTranslate2 model: no torch, no transformers.

Ends at the weights: it writes `model.bin`, `config.json` and the vocabulary into a folder, and
knows nothing of hubs. The mapping follows CTranslate2's own converter (`BartLoader` and
`MarianMTLoader` in `ctranslate2/converters/transformers.py`, 4.8), which needs torch to read what
numpy can read too; tests/translation/engines/torch compares the two byte for byte.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import DamagedModel
from bot.translation.model_store.pickled import read_tensors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

_PAD = "<pad>"

ACTIVATIONS = {"swish": "SWISH", "silu": "SWISH", "relu": "RELU", "gelu": "GELU"}
"""transformers' name to CTranslate2's."""

WEIGHT_FILES = ("model.safetensors", "pytorch_model.bin")


def can_convert(folder: Path, files: Collection[str]) -> bool:
    """Whether `folder`'s config.json and the names of its `files`, there or still to come, are
    those of a MarianMT model of the usual shape: weights in one file, and one vocabulary for
    both languages."""
    config = json_in(folder / "config.json")
    return (
        config.get("model_type") == "marian"
        and config.get("share_encoder_decoder_embeddings", True) is True
        and config.get("activation_function") in ACTIVATIONS
        and not config.get("normalize_before", False)
        and "target_vocab.json" not in files
        and any(name in files for name in WEIGHT_FILES)
    )


def convert(folder: Path, output: Path, quantization: str) -> None:
    """Convert `folder`, of which `can_convert`, into the empty `output`.

    `quantization`: one of CTranslate2's. Raises DamagedModel where files do not go together.
    """
    config = json_in(folder / "config.json")
    try:
        weights = Weights(tensors_of(folder), config)
        spec = _filled(config, weights, pieces_of(folder))
        spec.validate()
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise DamagedModel(
            f"The model in {folder} cannot be converted: {error}. Remove it and pull it again."
        ) from error
    spec.optimize(quantization=quantization)
    spec.save(str(output))


class Weights:
    """The published tensors, by the names MarianMT gives them."""

    def __init__(self, tensors: Mapping[str, Callable[[], Any]], config: Mapping[str, Any]):
        self._tensors = tensors
        self.pieces = int(config["vocab_size"])

    def __call__(self, name: str) -> Floats:
        """Raises ValueError where there is no such tensor or it holds no numbers."""
        import numpy as np

        if name not in self._tensors:
            raise ValueError(f"it has no weights {name}")
        values = np.asarray(self._tensors[name]())
        if not np.isfinite(values).all():
            raise ValueError(f"its weights {name} are no numbers")
        return values

    def embedding(self, name: str) -> Floats:
        own = f"model.{name}.embed_tokens.weight"
        return self(own if own in self._tensors else "model.shared.weight")

    def projection(self) -> Floats:
        name = "lm_head.weight"
        return self(name) if name in self._tensors else self.embedding("decoder")

    def bias(self) -> Floats | None:
        name = "final_logits_bias"
        values = self(name).reshape(-1) if name in self._tensors else None
        return values if values is not None and values.any() else None


def _filled(config: Mapping[str, Any], weights: Weights, pieces: list[str]) -> Any:
    from ctranslate2.specs import common_spec, transformer_spec

    spec: Any = transformer_spec.TransformerSpec.from_config(
        (config["encoder_layers"], config["decoder_layers"]),
        config["encoder_attention_heads"],
        pre_norm=False,
        activation=common_spec.Activation[ACTIVATIONS[config["activation_function"]]],
    )
    # Marian starts from a zero vector, for which transformers adds <pad>, the last piece. It
    # goes, so that it is never produced.
    count = weights.pieces - 1 if pieces[-1] == _PAD else weights.pieces
    pieces = pieces[:count]
    positions = _positions(config["max_position_embeddings"], config["d_model"])
    for name, side in (("encoder", spec.encoder), ("decoder", spec.decoder)):
        side.scale_embeddings = math.sqrt(config["d_model"]) if config["scale_embedding"] else 1.0
        side.position_encodings.encodings = positions
        embeddings = side.embeddings[0] if name == "encoder" else side.embeddings
        embeddings.weight = weights.embedding(name)[:count]
        for number, layer in enumerate(side.layer):
            fill_layer(layer, weights, f"model.{name}.layers.{number}")
    spec.decoder.start_from_zero_embedding = True
    spec.decoder.projection.weight = weights.projection()[:count]
    bias = weights.bias()
    if bias is not None:
        spec.decoder.projection.bias = bias[:count]
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.eos_token = spec.config.decoder_start_token = "</s>"  # noqa: S105
    spec.config.unk_token = "<unk>"  # noqa: S105
    return spec


def fill_layer(layer: Any, weights: Weights, name: str) -> None:
    _fill_attention(layer.self_attention, weights, f"{name}.self_attn", ("qkv",))
    if hasattr(layer, "attention"):
        _fill_attention(layer.attention, weights, f"{name}.encoder_attn", ("q", "kv"))
    _fill_linear(layer.ffn.linear_0, weights, f"{name}.fc1")
    _fill_linear(layer.ffn.linear_1, weights, f"{name}.fc2")
    fill_norm(layer.ffn.layer_norm, weights, f"{name}.final_layer_norm")


def _fill_attention(spec: Any, weights: Weights, name: str, fused: tuple[str, ...]) -> None:
    import numpy as np

    for linear, letters in zip(spec.linear, fused, strict=False):
        linear.weight = np.concatenate([weights(f"{name}.{x}_proj.weight") for x in letters])
        linear.bias = np.concatenate([weights(f"{name}.{x}_proj.bias") for x in letters])
    _fill_linear(spec.linear[-1], weights, f"{name}.out_proj")
    fill_norm(spec.layer_norm, weights, f"{name}_layer_norm")


def _fill_linear(spec: Any, weights: Weights, name: str) -> None:
    spec.weight, spec.bias = weights(f"{name}.weight"), weights(f"{name}.bias")


def fill_norm(spec: Any, weights: Weights, name: str) -> None:
    spec.gamma, spec.beta = weights(f"{name}.weight"), weights(f"{name}.bias")


def _positions(count: int, width: int) -> Floats:
    """Sines in the first half of a vector, cosines in the second: `create_weight` of
    `MarianSinusoidalPositionalEmbedding` in transformers. Shape (count, width)."""
    import numpy as np

    dimensions = 2 * (np.arange(width) // 2) / width
    angles = np.arange(count)[:, None] / np.power(10000, dimensions)[None, :]
    halves = [np.sin(angles[:, 0::2]), np.cos(angles[:, 1::2])]
    return np.concatenate(halves, axis=1).astype(np.float32)


def tensors_of(folder: Path) -> Mapping[str, Callable[[], Any]]:
    from safetensors import SafetensorError, safe_open

    safe = folder / WEIGHT_FILES[0]
    if not safe.is_file():
        return read_tensors(folder / WEIGHT_FILES[1])
    try:
        opened: Any = safe_open(safe, framework="numpy")
    except (SafetensorError, OSError) as error:
        raise ValueError(f"{safe.name} is damaged: {error}") from error

    def reader(name: str) -> Callable[[], Any]:
        return lambda: opened.get_tensor(name)

    return {name: reader(name) for name in opened.keys()}  # noqa: SIM118


def pieces_of(folder: Path) -> list[str]:
    vocabulary = json_in(folder / "vocab.json")
    return sorted(vocabulary, key=vocabulary.__getitem__)


def json_in(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
