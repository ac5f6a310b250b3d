"""A BART model as published, such as one that summarises English, becomes a CTranslate2 model
without torch, as `marian` does it. What differs is CTranslate2's `BartLoader`: learned positions,
a norm behind the embeddings, and a start with a piece of its own.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from bot.errors import DamagedModel
from bot.translation.model_store.marian import (
    ACTIVATIONS,
    WEIGHT_FILES,
    Weights,
    fill_layer,
    fill_norm,
    json_in,
    pieces_of,
    tensors_of,
)

OFFSET = 2
"""Rows before the first position: `BartLearnedPositionalEmbedding` in transformers."""


def can_convert(folder: Path, files: Collection[str]) -> bool:
    """As `marian.can_convert`."""
    config = json_in(folder / "config.json")
    return (
        config.get("model_type") == "bart"
        and config.get("activation_function") in ACTIVATIONS
        and not config.get("normalize_before", False)
        and not config.get("static_position_embeddings", False)
        and "vocab.json" in files
        and any(name in files for name in WEIGHT_FILES)
    )


def convert(folder: Path, output: Path, quantization: str) -> None:
    """As `marian.convert`."""
    config = json_in(folder / "config.json")
    try:
        spec = _filled(config, Weights(tensors_of(folder), config), pieces_of(folder))
        spec.validate()
    except (KeyError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise DamagedModel(
            f"The model in {folder} cannot be converted: {error}. Remove it and pull it again."
        ) from error
    spec.optimize(quantization=quantization)
    spec.save(str(output))


def _filled(config: Mapping[str, Any], weights: Weights, pieces: list[str]) -> Any:
    from ctranslate2.specs import common_spec, transformer_spec

    spec: Any = transformer_spec.TransformerSpec.from_config(
        (config["encoder_layers"], config["decoder_layers"]),
        config["encoder_attention_heads"],
        pre_norm=False,
        activation=common_spec.Activation[ACTIVATIONS[config["activation_function"]]],
        layernorm_embedding=config.get("normalize_embedding", True),
    )
    for name, side in (("encoder", spec.encoder), ("decoder", spec.decoder)):
        scaled = config.get("scale_embedding", False)
        side.scale_embeddings = math.sqrt(config["d_model"]) if scaled else 1.0
        positions = weights(f"model.{name}.embed_positions.weight")
        side.position_encodings.encodings = positions[OFFSET:]
        embeddings = side.embeddings[0] if name == "encoder" else side.embeddings
        embeddings.weight = weights.embedding(name)
        if config.get("normalize_embedding", True):
            fill_norm(side.layernorm_embedding, weights, f"model.{name}.layernorm_embedding")
        for number, layer in enumerate(side.layer):
            fill_layer(layer, weights, f"model.{name}.layers.{number}")
    spec.decoder.projection.weight = weights.projection()
    if (bias := weights.bias()) is not None:
        spec.decoder.projection.bias = bias
    # <mask> has a number in the vocabulary and none in the network.
    known = pieces[: weights.pieces]
    spec.register_source_vocabulary(known)
    spec.register_target_vocabulary(known)
    spec.config.bos_token, spec.config.eos_token = "<s>", "</s>"
    spec.config.unk_token = "<unk>"  # noqa: S105
    spec.config.decoder_start_token = pieces[config.get("decoder_start_token_id", 2)]
    return spec
