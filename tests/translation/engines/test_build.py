import shutil
from collections import namedtuple
from pathlib import Path

import ctranslate2
import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from bot.errors import DamagedModel, NoDiskSpace
from bot.translation.engines.embedded.base import Base
from bot.translation.engines.embedded.build import MergedWeights, build_model, quantise
from bot.translation.engines.embedded.card import load_card
from bot.translation.model_store.files import file_sha256
from tests.translation.engines.gemma_reference import log_probabilities
from tests.translation.engines.tiny_model import LAYERS, LINEAR, NORM, WINDOW, Tiny

END = 1  # the id of <eos>


def silent(stage: str, done: int, total: int) -> None:
    pass


def build(tiny: Tiny, folder: Path) -> Path:
    folder.mkdir()
    build_model(load_card(tiny.folder), folder, silent)
    return folder


def test_merged_weights_are_base_plus_adapter(tiny: Tiny) -> None:
    weights = MergedWeights(Base(tiny.parts), load_card(tiny.folder))
    for layer in range(LAYERS):
        for module in LINEAR:
            expected = tiny.weights[f"model.layers.{layer}.{module}"]
            np.testing.assert_allclose(weights.linear(layer, module), expected, atol=1e-6)
        for module in NORM:
            expected = tiny.weights[f"model.layers.{layer}.{module}.weight"]
            np.testing.assert_allclose(weights.norm(layer, module), expected, atol=1e-6)
    np.testing.assert_array_equal(
        np.concatenate(list(weights.embedding())), tiny.weights["embedding"]
    )
    weights.final_norm()
    weights.check_all_used()


def test_the_built_model_computes_what_gemma_computes(tiny: Tiny, tmp_path: Path) -> None:
    """Longer than the window, so that the two kinds of layers and rotary bases all show."""
    built = build(tiny, tmp_path / "built")
    model = ctranslate2.Generator(str(built), compute_type="float32")
    prompt = [2, 262, 270, 265]
    result = model.generate_batch(
        [[tiny.pieces[i] for i in prompt]],
        max_length=4 * WINDOW,
        min_length=4 * WINDOW,
        include_prompt_in_result=False,
        return_logits_vocab=True,
    )[0]
    ids = prompt + result.sequences_ids[0]
    expected = np.delete(log_probabilities(tiny, ids)[len(prompt) - 1 : -1], END, axis=1)
    logits = np.array([np.array(step) for step in result.logits[0]]).reshape(len(expected), -1)
    mine = np.delete(logits, END, axis=1)  # which min_length forbids
    mine = mine - mine.mean(axis=1, keepdims=True)
    expected = expected - expected.mean(axis=1, keepdims=True)
    # What is left is the rounding of the weights to int8.
    assert np.abs(mine - expected).max() < 0.3
    assert np.corrcoef(mine.ravel(), expected.ravel())[0, 1] > 0.999


def test_stages_are_told_in_order_and_reach_their_end(tiny: Tiny, tmp_path: Path) -> None:
    told: dict[str, list[tuple[int, int]]] = {}
    (tmp_path / "built").mkdir()
    build_model(
        load_card(tiny.folder),
        tmp_path / "built",
        lambda stage, done, total: told.setdefault(stage, []).append((done, total)),
    )
    assert list(told) == [
        "checking the base model",
        "merging layers",
        "quantising the vocabulary",
        "writing",
    ]
    assert all(steps[-1][0] == steps[-1][1] for steps in told.values())
    assert [done for done, _ in told["merging layers"]] == list(range(LAYERS + 1))


def test_quantised_rows_come_back_within_half_a_step() -> None:
    weight = np.random.default_rng(0).standard_normal((5, 40)).astype(np.float32)
    weight[3] = 0
    rows, scale = quantise(weight)
    assert rows.dtype == np.int8
    assert (np.abs(rows / scale[:, None] - weight) <= 0.5001 / scale[:, None]).all()


def test_nothing_is_left_but_the_model(tiny: Tiny, tmp_path: Path) -> None:
    built = build(tiny, tmp_path / "built")
    assert {path.name for path in built.iterdir()} == {
        "model.bin",
        "config.json",
        "vocabulary.json",
    }


def test_a_damaged_base_is_named(tiny: Tiny, tmp_path: Path) -> None:
    data = bytearray(tiny.parts[1].read_bytes())
    data[100] ^= 1
    tiny.parts[1].write_bytes(data)
    with pytest.raises(DamagedModel, match="pip install --force-reinstall tiny-base-gguf"):
        build(tiny, tmp_path / "built")


def test_a_missing_part_of_the_base_is_named(tiny: Tiny, tmp_path: Path) -> None:
    tiny.parts[2].unlink()
    with pytest.raises(DamagedModel, match=r"base\.part2 is missing"):
        build(tiny, tmp_path / "built")


def test_a_base_that_is_not_installed(tiny: Tiny, tmp_path: Path) -> None:
    shutil.rmtree(tiny.site)
    with pytest.raises(DamagedModel, match="tiny-base-gguf is not usable"):
        build(tiny, tmp_path / "built")


def test_a_cut_adapter(tiny: Tiny, tmp_path: Path) -> None:
    path = tiny.folder / "adapter.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DamagedModel, match="damaged"):
        build(tiny, tmp_path / "built")


def test_an_adapter_for_another_network(tiny: Tiny, tmp_path: Path) -> None:
    path = tiny.folder / "adapter.safetensors"
    stranger = {"model.layers.99.mlp.up_proj.a": np.zeros((4, 64), np.float16)}
    save_file(load_file(path) | stranger, path)
    with pytest.raises(DamagedModel, match=r"layers\.99"):
        build(tiny, tmp_path / "built")


def test_an_adapter_of_another_size(tiny: Tiny, tmp_path: Path) -> None:
    path = tiny.folder / "adapter.safetensors"
    key = "model.layers.1.mlp.up_proj.a"
    save_file(load_file(path) | {key: np.zeros((4, 63), np.float16)}, path)
    with pytest.raises(DamagedModel, match=r"does not fit .*layers\.1\.mlp\.up_proj"):
        build(tiny, tmp_path / "built")


def test_an_adapter_without_numbers(tiny: Tiny, tmp_path: Path) -> None:
    path = tiny.folder / "adapter.safetensors"
    key = "model.layers.2.input_layernorm.weight"
    save_file(load_file(path) | {key: np.full(64, np.nan, np.float16)}, path)
    with pytest.raises(DamagedModel, match="input_layernorm"):
        build(tiny, tmp_path / "built")


def test_a_vocabulary_of_another_model(tiny: Tiny, tmp_path: Path) -> None:
    kept = np.load(tiny.folder / "kept_ids.npy")
    np.save(tiny.folder / "kept_ids.npy", kept[:-1])
    with pytest.raises(DamagedModel, match="of different models"):
        build(tiny, tmp_path / "built")


def test_pieces_the_base_does_not_have(tiny: Tiny, tmp_path: Path) -> None:
    np.save(tiny.folder / "kept_ids.npy", np.load(tiny.folder / "kept_ids.npy") + 200)
    with pytest.raises(DamagedModel, match="400 rows"):
        build(tiny, tmp_path / "built")


def sums(tiny: Tiny, **wrong: str) -> list[str]:
    """The lines of SHA256SUMS; `wrong` has another sum for the file of that stem."""
    files = load_card(tiny.folder).files
    return [f"{wrong.get(path.stem, file_sha256(path))}  {path.name}\n" for path in files]


def test_shipped_checksums_are_held_to(tiny: Tiny, tmp_path: Path) -> None:
    listing = tiny.folder / "SHA256SUMS"
    for name in ("model.json", "adapter.safetensors", "kept_ids.npy", "tokenizer.json"):
        listing.write_text("".join(sums(tiny, **{name.partition(".")[0]: "0" * 64})))
        with pytest.raises(DamagedModel, match=rf"{name} is damaged: .*pip install"):
            build(tiny, tmp_path / name)
    listing.write_text("".join(sums(tiny)))
    build(tiny, tmp_path / "built")


def test_a_model_file_without_a_checksum_is_refused(tiny: Tiny, tmp_path: Path) -> None:
    listing = tiny.folder / "SHA256SUMS"
    for line in sums(tiny):
        name = line.split()[1]
        listing.write_text("".join(each for each in sums(tiny) if each != line))
        with pytest.raises(DamagedModel, match=rf"SHA256SUMS does not list {name}"):
            build(tiny, tmp_path / name)


@pytest.mark.parametrize("content", [b"adapter.safetensors", b"0123  adapter.safetensors", b"\xff"])
def test_checksums_that_cannot_be_understood(tiny: Tiny, tmp_path: Path, content: bytes) -> None:
    (tiny.folder / "SHA256SUMS").write_bytes(content)
    with pytest.raises(DamagedModel, match="SHA256SUMS is damaged"):
        build(tiny, tmp_path / "built")


def test_too_little_room_is_said_before_anything_is_written(
    tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(9, 9, 5 << 20))
    with pytest.raises(NoDiskSpace, match=r"needs \d+ MB in .*5 MB are free"):
        build(tiny, tmp_path / "built")
    assert not list((tmp_path / "built").iterdir())
