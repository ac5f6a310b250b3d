"""The base model as training starts from it: float32, its vocabulary cut, in one file."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from bot.records import Progress
from bot.translation.engines.embedded.base import EMBEDDING, Base, check_base
from bot.translation.engines.embedded.build import LINEAR, NORM
from bot.translation.engines.embedded.card import Card

_ROWS = 8192


def write_base(card: Card, target: Path, progress: Progress) -> None:
    """Named as transformers names it; the network's shape is in the file's metadata. Half a
    gigabyte. Raises DamagedModel."""
    base = Base(check_base(card.base_package, card.base_sha256, progress))
    try:
        kept = np.load(card.kept_ids, allow_pickle=False)
        weights = {
            "embedding": np.concatenate(list(base.rows(EMBEDDING, kept, _ROWS))),
            "norm": base.tensor("output_norm.weight") - 1,
        }
        for layer in range(base.shape.layers):
            for module, name in LINEAR.items():
                weights[f"{layer}.{module}"] = base.tensor(f"blk.{layer}.{name}.weight")
            for module, name in NORM.items():
                # GGUF stores 1 + w where transformers stores w.
                weights[f"{layer}.{module}"] = base.tensor(f"blk.{layer}.{name}.weight") - 1
            progress("reading the base model", layer + 1, base.shape.layers)
        new = target.with_suffix(".new")
        save_file(
            {name: np.ascontiguousarray(values, np.float32) for name, values in weights.items()},
            new,
            metadata={"shape": json.dumps(asdict(base.shape))},
        )
        new.replace(target)
    finally:
        base.close()
