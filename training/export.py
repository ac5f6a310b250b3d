"""What a run has learnt as a model folder, in the place of the packaged one.

    python -m training.export RUN FOLDER VERSION [--mean]

FOLDER holds what `bot/translation/engines/embedded/aren` holds: measure it with
`bench/quality.py --first ... --model FOLDER`, and copy it there where it is better. The README of
the model is yours to bring up to date.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

from bot.errors import MujazError
from bot.translation.engines.embedded.card import SHIPPED, load_card
from bot.translation.model_store.files import file_sha256

COPIED = ("NOTICE", "README.md")
"""Beside the files that the card names."""


class NothingLearnt(Exception):
    """The run has written no weights yet."""


def export(
    run: Path, folder: Path, version: str, which: str = "best", model: Path = SHIPPED
) -> None:
    """Write the model folder and its SHA256SUMS. `which`: the running mean that was "best" on the
    development sets, or the latest "mean".

    Raises NothingLearnt, DamagedModel, OSError; FileExistsError where `folder` holds something.
    """
    weights = run / f"{which}.safetensors"
    if not weights.is_file():
        raise NothingLearnt(
            f"{weights} is not there: the run has not come so far, or had no --dev."
        )
    card = load_card(model)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} holds something. Name a new folder.")
    for path in (card.kept_ids, card.tokenizer, *(model / name for name in COPIED)):
        if path.exists():
            shutil.copy(path, folder)
    shutil.copyfile(weights, folder / card.adapter_file)
    about = json.loads((model / "model.json").read_text("utf-8")) | {"version": version}
    text = json.dumps(about, indent=1, ensure_ascii=False)
    (folder / "model.json").write_text(text + "\n", "utf-8")
    made = load_card(folder)
    lines = [f"{file_sha256(path)}  {path.name}\n" for path in sorted(made.files)]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
    made.check()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("version")
    parser.add_argument("--mean", action="store_true", help="the latest, not the best")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="what the run began with")
    given = parser.parse_args()
    try:
        which = "mean" if given.mean else "best"
        export(given.run, given.folder, given.version, which, given.model)
    except (NothingLearnt, MujazError, OSError) as error:
        sys.exit(str(error))
    print(
        f"{given.folder} is version {given.version}. Is it better? bench/quality.py --first says."
    )


if __name__ == "__main__":
    main()
