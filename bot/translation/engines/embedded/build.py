"""Base and adapter become a CTranslate2 int8 model: no torch, one layer in memory at a time.

Knows how the three formats name and store the same weights, and nothing of cache folders or
locks: it writes into an empty folder it is given. The mapping follows CTranslate2's own
converter for Gemma 3 (`Gemma3Loader` in `ctranslate2/converters/transformers.py`, 4.8).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import DamagedModel, NoDiskSpace
from bot.records import Progress
from bot.translation.engines.embedded.base import EMBEDDING, Base, Shape, check_base
from bot.translation.engines.embedded.card import Card

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_EMBEDDING_ROWS = 4096
"""Rows of the vocabulary made float32 at once: 10 MB."""

_SPARE_BYTES = 16 << 20
"""For scales, the manifest, and not filling a disk to its last byte."""

LINEAR = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
"""transformers' name, as the adapter has it, to llama.cpp's, as the GGUF has it."""

NORM = {
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "post_attention_norm",
    "pre_feedforward_layernorm": "ffn_norm",
    "post_feedforward_layernorm": "post_ffw_norm",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
}


class MergedWeights:
    """The base's weights with the adapter's added, under transformers' names, in float32."""

    def __init__(self, base: Base, card: Card) -> None:
        """Raises DamagedModel where the adapter or the vocabulary's index cannot be read."""
        import numpy as np
        from safetensors import SafetensorError, safe_open

        self._base = base
        self._card = card
        try:
            self._adapter: Any = safe_open(card.adapter, framework="numpy")
            self.kept_ids: NDArray[np.int32] = np.load(card.kept_ids, allow_pickle=False)
        except (SafetensorError, OSError, ValueError, EOFError) as error:
            raise DamagedModel(f"The model files in {card.folder} are damaged: {error}") from error
        self._unused = set(self._adapter.keys())  # type: ignore[no-untyped-call]

    def linear(self, layer: int, module: str) -> Floats:
        """Shape (out, in)."""
        import numpy as np

        weight = self._base.tensor(f"blk.{layer}.{LINEAR[module]}.weight")
        name = f"model.layers.{layer}.{module}"
        if f"{name}.a" in self._unused:
            down, up = self._take(f"{name}.a"), self._take(f"{name}.b")
            if (up.shape[0], down.shape[1]) != weight.shape or up.shape[1] != down.shape[0]:
                raise DamagedModel(f"The adapter does not fit the base model at {name}.")
            weight += np.float32(self._card.adapter_scale) * (up @ down)
        return self._sound(name, weight)

    def norm(self, layer: int, module: str) -> Floats:
        return self._norm(f"model.layers.{layer}.{module}.weight", f"blk.{layer}.{NORM[module]}")

    def final_norm(self) -> Floats:
        return self._norm("model.norm.weight", "output_norm")

    def embedding(self) -> Iterator[Floats]:
        """The rows of the kept pieces in order, some thousands at a time."""
        for rows in self._base.rows(EMBEDDING, self.kept_ids, _EMBEDDING_ROWS):
            yield self._sound("the vocabulary", rows)

    def check_all_used(self) -> None:
        """Raise DamagedModel where the adapter has a weight that nothing asked for: it was
        trained on another network than this one."""
        if self._unused:
            raise DamagedModel(f"The adapter has weights of no layer: {min(self._unused)}.")

    def _norm(self, name: str, base_name: str) -> Floats:
        if name in self._unused:
            return self._sound(name, self._take(name))
        # GGUF stores 1 + w where transformers and CTranslate2 store w.
        return self._sound(name, self._base.tensor(f"{base_name}.weight") - 1)

    def _take(self, name: str) -> Floats:
        import numpy as np

        self._unused.discard(name)
        values: Floats = self._adapter.get_tensor(name).astype(np.float32)
        return values

    def _sound(self, name: str, values: Floats) -> Floats:
        import numpy as np

        if not np.isfinite(values).all():
            raise DamagedModel(f"The model files hold no numbers at {name}: they are damaged.")
        return values


def build_model(card: Card, folder: Path, progress: Progress) -> None:
    """Write `model.bin`, `config.json` and `vocabulary.json` into the empty `folder`.

    Raises DamagedModel where base or model files are not what they should be, NoDiskSpace
    before anything is written, OSError where the disk refuses.
    """
    card.check()
    base = Base(check_base(card.base_package, card.base_sha256, progress))
    try:
        _check_room(card, base, folder)
        convert(card, base, folder, progress)
    finally:
        base.close()


def convert(card: Card, base: Base, folder: Path, progress: Progress) -> None:
    """`build_model` without the check of the files' checksums."""
    weights = MergedWeights(base, card)
    spec = _empty_spec(base.shape)
    _fill_layers(spec.decoder, weights, base.shape, progress)
    _fill_vocabulary(spec, weights, card, progress)
    weights.check_all_used()
    spec.config.layer_norm_epsilon = base.shape.norm_epsilon
    progress("writing", 0, 1)
    try:
        spec.validate()
    except ValueError as error:
        raise DamagedModel(f"The embedded model is not complete: {error}") from error
    spec.optimize()  # Writes the matrix that input and output share only once.
    spec.save(str(folder))
    progress("writing", 1, 1)


def _check_room(card: Card, base: Base, folder: Path) -> None:
    needed = base.weights(len(_pieces(card))) + card.tokenizer.stat().st_size + _SPARE_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise NoDiskSpace(
            f"The translation model needs {needed >> 20} MB in {folder.parent}, where "
            f"{free >> 20} MB are free. Make room, or set MUJAZ_CACHE_DIR to a larger disk."
        )


def _empty_spec(shape: Shape) -> Any:
    from ctranslate2.specs import common_spec, transformer_spec

    spec = transformer_spec.TransformerDecoderModelSpec.from_config(
        shape.layers,
        shape.heads,
        activation=common_spec.Activation.GELUTanh,
        pre_norm=True,
        pre_post_layer_norm=True,
        ffn_glu=True,
        rms_norm=True,
        qk_norm=True,
        rotary_dim=shape.head_size,
        rotary_interleave=False,
        rotary_base=shape.local_rope_base,
        num_heads_kv=shape.key_value_heads,
        head_dim=shape.head_size,
        sliding_window=shape.window,
        quant_type=common_spec.Quantization.CT2,
    )
    spec.decoder.scale_embeddings = True
    spec.decoder.start_from_zero_embedding = False
    return spec


def _fill_layers(decoder: Any, weights: MergedWeights, shape: Shape, progress: Progress) -> None:
    import numpy as np

    for number, layer in enumerate(decoder.layer):
        progress("merging layers", number, shape.layers)
        attention, ffn = layer.self_attention, layer.ffn
        full = shape.has_full_attention(number)
        attention.rotary_base = np.float32(shape.rope_base if full else shape.local_rope_base)
        attention.sliding_window = np.int32(0 if full else shape.window)
        for module, norm in (
            ("input_layernorm", layer.input_layer_norm),
            ("post_attention_layernorm", layer.post_attention_layer_norm),
            ("pre_feedforward_layernorm", layer.pre_feedforward_layer_norm),
            ("post_feedforward_layernorm", layer.post_feedforward_layer_norm),
            ("self_attn.q_norm", attention.q_norm),
            ("self_attn.k_norm", attention.k_norm),
        ):
            _fill_norm(norm, weights.norm(number, module))
        fused = [weights.linear(number, f"self_attn.{name}_proj") for name in "qkv"]
        _fill_linear(attention.linear[0], np.concatenate(fused))
        for module, linear in (
            ("self_attn.o_proj", attention.linear[1]),
            ("mlp.gate_proj", ffn.linear_0),
            ("mlp.up_proj", ffn.linear_0_noact),
            ("mlp.down_proj", ffn.linear_1),
        ):
            _fill_linear(linear, weights.linear(number, module))
    _fill_norm(decoder.layer_norm, weights.final_norm())
    progress("merging layers", shape.layers, shape.layers)


def _fill_vocabulary(spec: Any, weights: MergedWeights, card: Card, progress: Progress) -> None:
    import numpy as np

    pieces = _pieces(card)
    total = len(weights.kept_ids)
    if len(pieces) != total:
        raise DamagedModel(
            f"{card.tokenizer} has {len(pieces)} pieces, {card.kept_ids} {total}: "
            "the files are of different models."
        )
    values, scales, done = [], [], 0
    for rows in weights.embedding():
        quantised, scale = quantise(rows)
        values.append(quantised)
        scales.append(scale)
        done += len(rows)
        progress("quantising the vocabulary", done, total)
    decoder = spec.decoder
    decoder.embeddings.weight = np.concatenate(values)
    decoder.embeddings.weight_scale = np.concatenate(scales)
    decoder.projection.weight = decoder.embeddings.weight
    decoder.projection.weight_scale = decoder.embeddings.weight_scale
    spec.register_vocabulary(pieces)
    spec.config.bos_token, spec.config.eos_token = card.prompt[0], card.end


def _pieces(card: Card) -> list[str]:
    try:
        vocabulary = json.loads(card.tokenizer.read_text("utf-8"))["model"]["vocab"]
        return sorted(vocabulary, key=vocabulary.__getitem__)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedModel(f"{card.tokenizer} is damaged: {error}") from error


def _fill_norm(spec: Any, weight: Floats) -> None:
    spec.gamma = weight
    # CTranslate2's name for "multiply by 1 + gamma".
    spec.layer_norm_use_residual = True


def _fill_linear(spec: Any, weight: Floats) -> None:
    spec.weight, spec.weight_scale = quantise(weight)


def quantise(weight: Floats) -> tuple[NDArray[np.int8], Floats]:
    """int8 rows and their scales, as CTranslate2 stores them: weight = rows / scales[:, None].

    The same arithmetic as `ModelSpec._quantize` in `ctranslate2/specs/model_spec.py`, done here
    so that no two layers are in memory in float32 at once.
    """
    import numpy as np

    largest = np.amax(np.absolute(weight), axis=1)
    largest[largest == 0] = 127.0
    scale = (np.float32(127.0) / largest).astype(np.float32)
    return np.rint(weight * scale[:, None]).astype(np.int8), scale
