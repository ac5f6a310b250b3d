"""A run becomes a model folder that the engine takes as it takes the packaged one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from bot.translation.engines.embedded.card import load_card
from bot.translation.engines.embedded.engine import EmbeddedTranslator
from tests.translation.engines.tiny_model import LAYERS, Tiny, make_tiny
from training.base import write_base
from training.export import NothingLearnt, export
from training.mix import load_sets
from training.pieces import Pieces
from training.train import HERE, OWN_SETS, unpacked

ROOT = Path(__file__).parents[2]


def silent(stage: str, done: int, total: int) -> None:
    pass


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    made = make_tiny(tmp_path)
    with made.importable():
        yield made


def run_of(tiny: Tiny, folder: Path) -> Path:
    """What training would have written, had it doubled every weight."""
    folder.mkdir()
    adapter = load_file(tiny.folder / "adapter.safetensors")
    save_file({name: 2 * values for name, values in adapter.items()}, folder / "best.safetensors")
    return folder


def test_the_folder_is_whole_and_translates(tiny: Tiny, tmp_path: Path) -> None:
    run, made = run_of(tiny, tmp_path / "run"), tmp_path / "made"
    export(run, made, "0.9", model=tiny.folder)
    card = load_card(made)
    card.check()
    assert (card.version, card.label) == ("0.9", "tiny 0.9 (embedded)")
    sums = (made / "SHA256SUMS").read_text().splitlines()
    assert {line.split()[1] for line in sums} == {path.name for path in card.files}
    before, after = (
        EmbeddedTranslator(load_card(folder), tmp_path, silent, canaries=())
        for folder in (tiny.folder, made)
    )
    assert before.identity.version != after.identity.version
    assert after.translate(["abc def"]) != before.translate(["abc def"])


def test_what_is_not_there_and_what_would_be_lost(tiny: Tiny, tmp_path: Path) -> None:
    with pytest.raises(NothingLearnt, match=r"best\.safetensors"):
        export(tmp_path / "none", tmp_path / "made", "1", model=tiny.folder)
    run = run_of(tiny, tmp_path / "run")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(FileExistsError, match="Name a new folder"):
        export(run, tmp_path / "mine", "1", model=tiny.folder)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_the_base_is_what_the_engine_adds_the_adapter_to(tiny: Tiny, tmp_path: Path) -> None:
    card = load_card(tiny.folder)
    write_base(card, tmp_path / "base.safetensors", silent)
    found = load_file(tmp_path / "base.safetensors")
    assert np.array_equal(found["embedding"], tiny.weights["embedding"])
    assert len(found) == 2 + LAYERS * 13
    name = "model.layers.1.mlp.up_proj"
    assert np.array_equal(found["1.mlp.up_proj"], tiny.weights[name])


def test_the_prompt_is_the_engines_own(tiny: Tiny) -> None:
    pieces = Pieces(load_card(tiny.folder))
    sequence, begin = pieces.template.sequence(pieces.encode("ab"), pieces.encode("c"))
    words = [tiny.pieces[number] for number in sequence]
    assert words == ["<bos>", "a", "b", "\n", "c", "<eos>"]
    assert words[begin:] == ["c", "<eos>"]


def test_the_packed_sets_are_those_that_the_mix_names(tmp_path: Path) -> None:
    sets, missing = load_sets(HERE / "mix.txt", [unpacked(OWN_SETS, tmp_path / "sets")])
    assert len(sets) == len(list((tmp_path / "sets").iterdir())) == 28
    assert sum(len(each.pairs) for each in sets) > 20_000
    assert all(name[0] not in "WC" for name in missing)
    named = [pair for each in sets for pair in each.pairs if pair.names]
    assert len(named) > 10_000
