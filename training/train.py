"""Teach the embedded model more, for as long as it is left to run. It resumes where it stopped.

    python -m training.train RUN                        the sets of training/ that are in git
    python -m training.train RUN --sets FOLDER          further sets that mix.txt names
    python -m training.train RUN --amendments FILE.tsv  and what an operator put right
    python -m training.train RUN --dev SET.tsv ...      figures on sets that it does not learn from

`make train RUN=FOLDER` sets its own environment up first, with torch, and starts this at the lowest
priority. training/README.md says more.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

from bot.errors import MujazError
from bot.evaluation.testset import load_pairs
from bot.language.arabic.normalise import normalise
from bot.translation.engines.embedded.card import SHIPPED, load_card
from training.base import write_base
from training.batches import Batch, batches, endless
from training.drawing import Drawing
from training.mix import WeightedSet, amendments, load_sets
from training.pairs import BadSet, clean_english
from training.pieces import Pieces

HERE = Path(__file__).parent
OWN_SETS = HERE / "sets.tar.xz"
DEV_PAIRS = 60
"""Of each development set, evenly spread: a figure every few minutes must cost little."""


def main() -> None:
    given = parse()
    try:
        run(given)
    except (BadSet, MujazError, ValueError) as error:
        sys.exit(str(error))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="of the run: state, log, weights")
    parser.add_argument(
        "--model", type=Path, default=SHIPPED, help="the model folder to begin with"
    )
    parser.add_argument("--sets", type=Path, nargs="*", default=[], help="folders of further sets")
    parser.add_argument("--mix", type=Path, default=HERE / "mix.txt")
    parser.add_argument("--amendments", type=Path, help="TSV: Arabic, English")
    parser.add_argument("--amendments-weight", type=float, default=8.0)
    parser.add_argument("--dev", type=Path, nargs="*", default=[], help="TSV: Arabic, English")
    parser.add_argument("--learning-rate", type=float, default=5e-4)
    parser.add_argument("--pieces", type=int, default=4096, help="of a batch; two are a step")
    parser.add_argument("--steps", type=int, default=0, help="0: until `touch FOLDER/stop`")
    return parser.parse_args()


def run(given: argparse.Namespace) -> None:
    """Raises BadSet, `bot.errors.MujazError`."""
    import torch

    from training.network import Network
    from training.running import Plan, Training

    torch.set_num_threads(len(os.sched_getaffinity(0)))
    given.folder.mkdir(parents=True, exist_ok=True)
    (given.folder / "stop").unlink(missing_ok=True)
    card, rng = load_card(given.model), random.Random()
    pieces = Pieces(card)
    sets = all_sets(given)
    base = given.folder / "base.safetensors"
    if not base.exists():
        write_base(card, base, lambda stage, done, total: None)
    network = Network(base, card.adapter_rank)
    network.load(card.adapter)
    print(f"computes in {str(network.kind).removeprefix('torch.')}", flush=True)
    plan = Plan(
        given.folder,
        given.learning_rate,
        given.steps,
        {path.stem: dev_batches(path, pieces, given.pieces) for path in given.dev},
    )
    training = Training(network, pieces.template, pieces.padding, plan)
    if training.step:
        print(f"goes on after step {training.step}", flush=True)
    training.run(endless(Drawing(sets, rng), pieces.encode, pieces.template, given.pieces, rng))


def all_sets(given: argparse.Namespace) -> Sequence[WeightedSet]:
    """Those of the mix that are here, and the amendments; tells what is left out."""
    own = unpacked(OWN_SETS, given.folder / "sets")
    sets, missing = load_sets(given.mix, [own, *given.sets])
    if missing:
        print(f"not here, and left out: {', '.join(missing)}", flush=True)
    if given.amendments:
        sets.append(amendments(given.amendments, given.amendments_weight))
    total = sum(each.weight * len(each.pairs) for each in sets)
    for each in sets:
        share = each.weight * len(each.pairs) / total
        print(f"{each.name}: {len(each.pairs)} pairs, {share:.1%} of draws", flush=True)
    return sets


def unpacked(archive: Path, folder: Path) -> Path:
    """The sets of the archive in `folder`; nothing is done where they are there."""
    if not folder.exists():
        new = folder.with_name(f"{folder.name}.new")
        with tarfile.open(archive) as packed:
            packed.extractall(new, filter="data")
        new.replace(folder)
    return folder


def dev_batches(path: Path, pieces: Pieces, room: int) -> list[Batch]:
    pairs = load_pairs([path], DEV_PAIRS)
    encoded = [(pieces.encode(normalise(a)), pieces.encode(clean_english(e))) for a, e in pairs]
    return batches(encoded, pieces.template.signs, room, random.Random(0))


if __name__ == "__main__":
    main()
