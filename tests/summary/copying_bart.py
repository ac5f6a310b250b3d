"""A BART made by hand that summarises by saying its source again, piece by piece.

Every piece and every position has a dimension of its own. The decoder's attention to the source
looks from each position at the same position and takes the piece there, so a summary is the source
up to its length: known beforehand, and wrong wherever positions, attention, norms or the pieces
that begin and end a text are not as BART has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
POSITIONS = 160


def make(folder: Path, texts: Iterable[str]) -> Path:
    """The folder of a model, as published, whose pieces are the words of these texts."""
    folder.mkdir(parents=True)
    words = list(dict.fromkeys(f"▁{word}" for text in texts for word in text.split()))
    pieces = [*SPECIAL, *words]
    width = len(pieces) + POSITIONS
    by_piece = np.hstack([np.eye(len(pieces)), np.zeros((len(pieces), POSITIONS))])
    places = np.hstack([np.zeros((POSITIONS, len(pieces))), np.eye(POSITIONS)])
    positions = np.vstack([np.zeros((2, width)), places])
    on_pieces = np.diag([1.0] * len(pieces) + [0.0] * POSITIONS)
    on_places = np.diag([0.0] * len(pieces) + [1.0] * POSITIONS)
    nothing, none = np.zeros((width, width)), np.zeros(width)
    weights = {"model.shared.weight": by_piece, "lm_head.weight": by_piece}

    def norm(name: str) -> None:
        weights[f"{name}.weight"], weights[f"{name}.bias"] = np.ones(width), none

    def linear(name: str, matrix: np.ndarray) -> None:
        weights[f"{name}.weight"], weights[f"{name}.bias"] = matrix, none

    def attention(name: str, looks: np.ndarray, takes: np.ndarray) -> None:
        for letter, matrix in (("q", looks), ("k", looks), ("v", takes)):
            linear(f"{name}.{letter}_proj", matrix)
        linear(f"{name}.out_proj", takes)
        norm(f"{name}_layer_norm")

    for side in ("encoder", "decoder"):
        weights[f"model.{side}.embed_positions.weight"] = positions
        norm(f"model.{side}.layernorm_embedding")
        layer = f"model.{side}.layers.0"
        attention(f"{layer}.self_attn", nothing, nothing)
        if side == "decoder":
            attention(f"{layer}.encoder_attn", 4 * on_places, 4 * on_pieces)
        linear(f"{layer}.fc1", nothing)
        linear(f"{layer}.fc2", nothing)
        norm(f"{layer}.final_layer_norm")
    save_file(
        {name: np.ascontiguousarray(value, np.float32) for name, value in weights.items()},
        folder / "model.safetensors",
    )
    config = {
        "model_type": "bart",
        "vocab_size": len(pieces),
        "d_model": width,
        "encoder_layers": 1,
        "decoder_layers": 1,
        "encoder_attention_heads": 1,
        "decoder_attention_heads": 1,
        "activation_function": "gelu",
        "max_position_embeddings": POSITIONS,
        "scale_embedding": False,
        "normalize_embedding": True,
        "decoder_start_token_id": 2,
    }
    (folder / "config.json").write_text(json.dumps(config))
    numbers = {piece: number for number, piece in enumerate(pieces)}
    (folder / "vocab.json").write_text(json.dumps(numbers))
    tokenizer = Tokenizer(models.WordLevel(numbers, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.add_special_tokens(list(SPECIAL))
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder
