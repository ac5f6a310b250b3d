"""The network and the loop, on the made-up model; `make test-torch` runs it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from bot.translation.engines.embedded.card import load_card  # noqa: E402
from bot.translation.engines.embedded.engine import EmbeddedTranslator  # noqa: E402
from tests.translation.engines.gemma_reference import log_probabilities  # noqa: E402
from tests.translation.engines.tiny_model import WINDOW, Tiny, make_tiny  # noqa: E402
from training.base import write_base  # noqa: E402
from training.batches import Batch, endless  # noqa: E402
from training.drawing import Drawing  # noqa: E402
from training.export import export  # noqa: E402
from training.mix import WeightedSet  # noqa: E402
from training.network import Network, _CrossEntropy, _WithLora  # noqa: E402
from training.pairs import Pair  # noqa: E402
from training.pieces import Pieces  # noqa: E402
from training.running import Plan, Training  # noqa: E402

PAIRS = (Pair("abc", "xyz"), Pair("de", "wv"), Pair("fgh ij", "u"))


def silent(stage: str, done: int, total: int) -> None:
    pass


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Tiny]:
    made = make_tiny(tmp_path)
    with made.importable():
        yield made


@pytest.fixture
def network(tiny: Tiny, tmp_path: Path) -> Network:
    card, base = load_card(tiny.folder), tmp_path / "base.safetensors"
    write_base(card, base, silent)
    return learner(card.adapter, base)


def learner(adapter: Path, base: Path, kind: torch.dtype | None = None) -> Network:
    # The made-up adapter has alpha 8 and rank 4; training writes those of alpha = rank.
    made = Network(base, 4, kind)
    made.load(adapter)
    for name, part in made.trained.items():
        if name.endswith(".b"):
            part.data.mul_(2)
    return made


def training(tiny: Tiny, network: Network, folder: Path, steps: int) -> Training:
    pieces = Pieces(load_card(tiny.folder))
    dev = {"dev": list(stream(tiny, 1))}
    plan = Plan(folder, learning_rate=5e-3, steps=steps, dev=dev)
    folder.mkdir(exist_ok=True)
    return Training(network, pieces.template, pieces.padding, plan)


def stream(tiny: Tiny, count: int = 10_000) -> Iterator[Batch]:
    pieces, rng = Pieces(load_card(tiny.folder)), random.Random(1)
    drawing = Drawing([WeightedSet("a", PAIRS, 1)], rng)
    made = endless(drawing, pieces.encode, pieces.template, 64, rng)
    return (next(made) for _ in range(count))


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_the_network_computes_what_gemma_computes(
    tiny: Tiny, tmp_path: Path, kind: torch.dtype
) -> None:
    """No longer than the window of the made-up model, which training leaves out."""
    card, base = load_card(tiny.folder), tmp_path / "base.safetensors"
    write_base(card, base, silent)
    network = learner(card.adapter, base, kind)
    ids = [2, 270, 265, 280][:WINDOW]
    learn = torch.tensor([[False, False, True, True]])
    with torch.no_grad():
        found = float(network.loss(torch.tensor([ids]), learn))
    expected = log_probabilities(tiny, ids)
    wanted = -np.mean([expected[place - 1, ids[place]] for place in (2, 3)])
    assert found == pytest.approx(wanted, rel=0.02)


def test_gradients_are_those_of_the_plain_formulas() -> None:
    torch.manual_seed(1)
    x, weight, down, up = (torch.randn(*size) for size in ((5, 7), (6, 7), (2, 7), (6, 2)))
    targets = torch.tensor([0, 1, 2, 3, 0])
    table = torch.randn(9, 6)

    def both(ours: bool) -> list[torch.Tensor]:
        parts = [t.clone().requires_grad_() for t in (x, down, up)]
        a, b, c = parts
        if ours:
            loss = _CrossEntropy.apply(_WithLora.apply(a, weight, b, c), table, targets)
        else:
            y = a @ weight.t() + (a @ b.t()) @ c.t()
            loss = torch.nn.functional.cross_entropy(y @ table.t(), targets)
        loss.backward()
        return [loss.detach(), *(part.grad for part in parts)]

    for mine, plain in zip(both(True), both(False), strict=True):
        assert torch.allclose(mine, plain, atol=1e-5)


def test_it_learns_resumes_and_becomes_a_model(
    tiny: Tiny, network: Network, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    first = training(tiny, network, run, steps=60)
    before = first.dev_losses()["dev"]
    first.run(stream(tiny))
    assert first.dev_losses()["dev"] < before / 2
    lines = (run / "log.tsv").read_text().splitlines()
    assert [line.split("\t")[1] for line in lines] == ["step 20", "step 40", "step 60"]

    again = training(
        tiny, learner(load_card(tiny.folder).adapter, tmp_path / "base.safetensors"), run, steps=1
    )
    assert (again.step, again.pairs, again.best) == (60, first.pairs, first.best)
    assert again.dev_losses() == first.dev_losses()
    again.run(stream(tiny))
    assert again.step == 61

    tiny.edit_card(adapter={"file": "adapter.safetensors", "rank": 4, "alpha": 4})
    export(run, tmp_path / "made", "1", which="mean", model=tiny.folder)
    translator = EmbeddedTranslator(load_card(tmp_path / "made"), tmp_path, silent, canaries=())
    (found,) = translator.translate(["abc"])
    assert found[0].text == "xyz"


def test_a_file_called_stop_ends_it(tiny: Tiny, network: Network, tmp_path: Path) -> None:
    run = tmp_path / "run"
    made = training(tiny, network, run, steps=0)
    (run / "stop").touch()
    made.run(stream(tiny))
    assert made.step == 0
    assert (run / "state.pt").is_file()


def test_an_adapter_of_another_network_is_refused(
    tiny: Tiny, network: Network, tmp_path: Path
) -> None:
    other = Network(tmp_path / "base.safetensors", rank=3)
    with pytest.raises(ValueError, match="another network or rank"):
        other.load(load_card(tiny.folder).adapter)
