"""The loop: batches in, weights out; it resumes where it stopped.

Written to the folder of the run: `state.pt` (everything, every ten minutes), `mean.safetensors`
(the running mean of the weights over about 100 steps, which is what to use), `best.safetensors`
(the mean with the lowest loss on the development sets), `log.tsv` (the figures). A file `stop` in
it ends the run cleanly.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from training.batches import Batch, Template
from training.network import Network

SAVE_EVERY = 600.0
"""Seconds."""
TELL_EVERY = 20
"""Steps between two lines of the log; with the loss on development sets every fifth time."""
MEASURE_EVERY = 100
WARM_UP = 10
"""Steps until the full learning rate, after every start."""
BATCHES_A_STEP = 2


@dataclass(frozen=True, slots=True)
class Plan:
    folder: Path
    learning_rate: float
    steps: int
    """After which this run ends; 0: never."""
    dev: Mapping[str, Sequence[Batch]]


@dataclass(slots=True)
class _Told:
    """Since the last line of the log."""

    losses: list[float] = field(default_factory=list)
    pieces: int = 0
    since: float = field(default_factory=time.monotonic)


class Training:
    def __init__(self, network: Network, template: Template, padding: int, plan: Plan) -> None:
        """`padding`: the piece that fills rows up."""
        self._network = network
        self._template = template
        self._padding = padding
        self._plan = plan
        self._parts = list(network.trained.values())
        self._optimiser = torch.optim.AdamW(
            self._parts, lr=plan.learning_rate, betas=(0.9, 0.98), weight_decay=0, fused=True
        )
        self._mean = {name: p.detach().clone() for name, p in network.trained.items()}
        self.step = 0
        self.pairs = 0
        self.best = float("inf")
        self._resume()

    def run(self, batches: Iterator[Batch]) -> None:
        """Until the plan's steps are done or somebody asks it to stop."""
        first, saved, told = self.step, time.monotonic(), _Told()
        stop = self._plan.folder / "stop"
        while not stop.exists() and (not self._plan.steps or self.step - first < self._plan.steps):
            for group in self._optimiser.param_groups:
                group["lr"] = self._plan.learning_rate * min(1, (self.step - first + 1) / WARM_UP)
            for _ in range(BATCHES_A_STEP):
                self._learn(next(batches), told)
            torch.nn.utils.clip_grad_norm_(self._parts, 1.0)
            self._optimiser.step()
            self._optimiser.zero_grad()
            self.step += 1
            self._average()
            due = time.monotonic() - saved > SAVE_EVERY
            if due or self.step % TELL_EVERY == 0:
                self._tell(told, measure=due or self.step % MEASURE_EVERY == 0)
                told = _Told()
            if due:
                self._save()
                saved = time.monotonic()
        if told.losses:
            self._tell(told, measure=True)
        self._save()

    def loss_of(self, batch: Batch) -> tuple[Tensor, int]:
        """Mean loss of a batch's targets, and how many pieces they have."""
        ids = torch.full((len(batch.rows), batch.length), self._padding)
        learn = torch.zeros(ids.shape, dtype=torch.bool)
        for row, (source, target) in enumerate(batch.rows):
            sequence, begin = self._template.sequence(source, target)
            ids[row, : len(sequence)] = torch.tensor(sequence)
            learn[row, begin : len(sequence)] = True
        return self._network.loss(ids, learn), int(learn.sum())

    def dev_losses(self) -> dict[str, float]:
        """Of the running mean, a piece, by set."""
        found = {}
        with torch.no_grad(), _Swapped(self._network, self._mean):
            for name, batches in self._plan.dev.items():
                losses = [(float(loss), count) for loss, count in map(self.loss_of, batches)]
                found[name] = sum(l * n for l, n in losses) / sum(n for _, n in losses)  # noqa: E741
        return found

    def _learn(self, batch: Batch, told: _Told) -> None:
        loss, _ = self.loss_of(batch)
        (loss / BATCHES_A_STEP).backward()  # type: ignore[no-untyped-call]
        told.losses.append(float(loss))
        told.pieces += sum(len(s) + len(t) + self._template.signs for s, t in batch.rows)
        self.pairs += len(batch.rows)

    def _average(self) -> None:
        share = min(0.99, (1 + self.step) / (10 + self.step))
        for name, part in self._network.trained.items():
            self._mean[name].mul_(share).add_(part.detach(), alpha=1 - share)

    def _tell(self, told: _Told, *, measure: bool) -> None:
        dev = self.dev_losses() if measure else {}
        speed = told.pieces / (time.monotonic() - told.since)
        columns = [
            time.strftime("%F %T"),
            f"step {self.step}",
            f"pairs {self.pairs}",
            f"loss {sum(told.losses) / len(told.losses):.3f}",
            f"pieces/s {speed:.0f}",
            *(f"{name} {loss:.4f}" for name, loss in dev.items()),
        ]
        line = "\t".join(columns)
        print(line, flush=True)
        with (self._plan.folder / "log.tsv").open("a", encoding="utf-8") as log:
            log.write(line + "\n")
        if dev and sum(dev.values()) < self.best:
            self.best = sum(dev.values())
            self._write("best")

    def _write(self, name: str) -> None:
        """The running mean as an adapter: LoRA in float16, norms in float32."""
        new = self._plan.folder / f"{name}.new"
        kept = {
            key: (v.half() if key.endswith((".a", ".b")) else v.float()).contiguous()
            for key, v in self._mean.items()
        }
        save_file(kept, new)
        new.replace(self._plan.folder / f"{name}.safetensors")

    def _save(self) -> None:
        self._write("mean")
        new = self._plan.folder / "state.new"
        trained = {name: part.detach() for name, part in self._network.trained.items()}
        state = {
            "trained": trained,
            "mean": self._mean,
            "optimiser": self._optimiser.state_dict(),
            "step": self.step,
            "pairs": self.pairs,
            "best": self.best,
        }
        torch.save(state, new)
        new.replace(self._plan.folder / "state.pt")

    def _resume(self) -> None:
        path = self._plan.folder / "state.pt"
        if not path.exists():
            return
        state = torch.load(path, weights_only=True)
        for name, part in self._network.trained.items():
            part.data.copy_(state["trained"][name])
        self._optimiser.load_state_dict(state["optimiser"])
        self._mean = state["mean"]
        self.step, self.pairs, self.best = state["step"], state["pairs"], state["best"]


class _Swapped:
    """The network with other weights for a while."""

    def __init__(self, network: Network, weights: dict[str, Tensor]) -> None:
        self._network = network
        self._weights = weights

    def __enter__(self) -> None:
        for name, part in self._network.trained.items():
            part.data, self._weights[name] = self._weights[name], part.data

    def __exit__(self, *error: object) -> None:
        self.__enter__()
