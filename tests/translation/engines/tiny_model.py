"""A made-up model in the shape of the embedded one, small enough to build in a test.

Random weights: it translates nothing, but it is stored, merged, quantised, loaded and run by
the same code. `Tiny.embed` and its neighbours are the float weights it should end up with.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter, quants
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers

Floats = NDArray[np.float32]

LAYERS, HIDDEN, FORWARD, HEADS, HEAD_SIZE, WINDOW, EPSILON = 6, 64, 96, 2, 32, 4, 1e-6
BASE_ROWS = 400
SPECIAL = ("<pad>", "<eos>", "<bos>", "<unk>", "\n")
PACKAGE = "tiny-base-gguf"

LINEAR = {
    "self_attn.q_proj": ("attn_q", HEADS * HEAD_SIZE, HIDDEN),
    "self_attn.k_proj": ("attn_k", HEAD_SIZE, HIDDEN),
    "self_attn.v_proj": ("attn_v", HEAD_SIZE, HIDDEN),
    "self_attn.o_proj": ("attn_output", HIDDEN, HEADS * HEAD_SIZE),
    "mlp.gate_proj": ("ffn_gate", FORWARD, HIDDEN),
    "mlp.up_proj": ("ffn_up", FORWARD, HIDDEN),
    "mlp.down_proj": ("ffn_down", HIDDEN, FORWARD),
}
NORM = {
    "input_layernorm": ("attn_norm", HIDDEN),
    "post_attention_layernorm": ("post_attention_norm", HIDDEN),
    "pre_feedforward_layernorm": ("ffn_norm", HIDDEN),
    "post_feedforward_layernorm": ("post_ffw_norm", HIDDEN),
    "self_attn.q_norm": ("attn_q_norm", HEAD_SIZE),
    "self_attn.k_norm": ("attn_k_norm", HEAD_SIZE),
}


@dataclass(frozen=True)
class Tiny:
    """The model's folder, its base package, and the merged float weights by transformers' name."""

    folder: Path
    site: Path
    """To be on sys.path (PYTHONPATH) for the base package to be importable."""
    pieces: tuple[str, ...]
    weights: dict[str, Floats] = field(default_factory=dict)

    @property
    def parts(self) -> list[Path]:
        return sorted(self.site.rglob("*.part*"))

    def edit_card(self, **changes: object) -> None:
        path = self.folder / "model.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | changes))

    @contextmanager
    def importable(self) -> Iterator[None]:
        sys.path.insert(0, str(self.site))
        sys.modules.pop(PACKAGE.replace("-", "_"), None)
        try:
            yield
        finally:
            sys.path.remove(str(self.site))
            sys.modules.pop(PACKAGE.replace("-", "_"), None)


def make_tiny(root: Path, seed: int = 0) -> Tiny:
    """Write base package and model folder below `root`."""
    draw = np.random.default_rng(seed)
    folder, site = root / "tiny", root / "site"
    folder.mkdir()
    pieces = _write_tokenizer(folder)
    kept = draw.permutation(BASE_ROWS)[: len(pieces)].astype(np.int32)
    np.save(folder / "kept_ids.npy", kept)
    tiny = Tiny(folder, site, pieces)
    digest = _write_base(tiny, kept, draw)
    _write_adapter(tiny, draw)
    card = {
        "name": "tiny",
        "version": "0.0",
        "source": "ar",
        "target": "en",
        "base": {"package": PACKAGE, "version": "1", "sha256": digest},
        "adapter": {"file": "adapter.safetensors", "rank": 4, "alpha": 8},
        "prompt": ["<bos>", "{source}", "\n"],
        "end": "<eos>",
        "max_source_pieces": 20,
        "licence": "none",
    }
    (folder / "model.json").write_text(json.dumps(card))
    return tiny


def _write_tokenizer(folder: Path) -> tuple[str, ...]:
    letters = ["▁", *(chr(c) for c in range(ord("a"), ord("z") + 1))]
    pieces = (*SPECIAL, *(f"<0x{byte:02X}>" for byte in range(256)), *letters)
    bpe = models.BPE(
        vocab={piece: i for i, piece in enumerate(pieces)},
        merges=[],
        unk_token="<unk>",
        byte_fallback=True,
        fuse_unk=True,
    )
    tokenizer = Tokenizer(bpe)
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    )
    tokenizer.add_special_tokens([AddedToken(p, special=True) for p in SPECIAL[:4]])
    tokenizer.add_tokens([AddedToken("\n", normalized=False)])
    tokenizer.save(str(folder / "tokenizer.json"))
    return pieces


def _write_base(tiny: Tiny, kept: NDArray[np.int32], draw: np.random.Generator) -> str:
    """Write the GGUF in three parts of a package; returns its SHA-256."""
    package = tiny.site / PACKAGE.replace("-", "_")
    package.mkdir(parents=True)
    whole = tiny.site / "whole.gguf"
    writer = GGUFWriter(whole, "gemma3")
    writer.add_block_count(LAYERS)
    writer.add_embedding_length(HIDDEN)
    writer.add_feed_forward_length(FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(1)
    writer.add_key_length(HEAD_SIZE)
    writer.add_value_length(HEAD_SIZE)
    writer.add_sliding_window(WINDOW)
    writer.add_rope_freq_base(1_000_000.0)
    writer.add_layer_norm_rms_eps(EPSILON)
    writer.add_token_list([f"piece {n}" for n in range(BASE_ROWS)])
    writer.add_array("tiny.numbers", [1, 2, 3])
    table = _add_quantised(writer, "token_embd.weight", _random(draw, BASE_ROWS, HIDDEN) * 0.3)
    tiny.weights["embedding"] = table[kept]
    for layer in range(LAYERS):
        for module, (name, rows, columns) in LINEAR.items():
            weight = _random(draw, rows, columns) / np.sqrt(columns)
            key = f"model.layers.{layer}.{module}"
            tiny.weights[key] = _add_quantised(writer, f"blk.{layer}.{name}.weight", weight)
        for module, (name, size) in NORM.items():
            gamma = 0.1 * _random(draw, size)
            tiny.weights[f"model.layers.{layer}.{module}.weight"] = gamma
            writer.add_tensor(f"blk.{layer}.{name}.weight", 1 + gamma)
    tiny.weights["model.norm.weight"] = 0.1 * _random(draw, HIDDEN)
    writer.add_tensor("output_norm.weight", 1 + tiny.weights["model.norm.weight"])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    data = whole.read_bytes()
    cut = len(data) // 3
    for n, part in enumerate((data[:cut], data[cut : 2 * cut], data[2 * cut :])):
        (package / f"base.part{n}").write_bytes(part)
    (package / "__init__.py").write_text(
        "from pathlib import Path\n"
        "def chunk_paths():\n"
        "    return [Path(__file__).with_name(f'base.part{n}') for n in range(3)]\n"
    )
    return hashlib.sha256(data).hexdigest()


def _write_adapter(tiny: Tiny, draw: np.random.Generator) -> None:
    """LoRA on every linear layer, other norms in one layer; the merged weights go to `tiny`."""
    tensors = {}
    for layer in range(LAYERS):
        for module, (_, rows, columns) in LINEAR.items():
            key = f"model.layers.{layer}.{module}"
            down = (_random(draw, 4, columns) * 0.05).astype(np.float16)
            up = (_random(draw, rows, 4) * 0.05).astype(np.float16)
            tensors[f"{key}.a"], tensors[f"{key}.b"] = down, up
            tiny.weights[key] = tiny.weights[key] + 2.0 * (
                up.astype(np.float32) @ down.astype(np.float32)
            )
    for module, (_, size) in NORM.items():
        key = f"model.layers.2.{module}.weight"
        tensors[key] = (0.1 * _random(draw, size)).astype(np.float16)
        tiny.weights[key] = tensors[key].astype(np.float32)
    save_file(tensors, tiny.folder / "adapter.safetensors")


def _add_quantised(writer: GGUFWriter, name: str, weight: Floats) -> Floats:
    """Stored as Q8_0; returns what it reads back as."""
    kind = GGMLQuantizationType.Q8_0
    stored = quants.quantize(weight, kind)
    writer.add_tensor(name, stored, raw_dtype=kind)
    return quants.dequantize(stored, kind)


def _random(draw: np.random.Generator, *shape: int) -> Floats:
    return draw.standard_normal(shape).astype(np.float32)
