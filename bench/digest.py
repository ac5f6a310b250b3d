"""Wall time and peak memory of `mujaz digest samples/`: cold, warm, and remembered.

    python bench/digest.py [PATH...] [--skip-cold]

Each run is a process of its own over a cache folder of its own, so nothing of the user's is
touched. Cold: no model built, nothing remembered. Warm: the model is built, nothing is
remembered. Remembered: the same digest once more. Whole: warm again, with every sentence
translated (`--whole`), which share of that the digest costs that translates only what its
briefs need, and where its processor time goes (bench/spent.py). Alone: CTranslate2 by itself with
all sentences (bench/alone.py), with the same search and greedily, and how many times that the whole
run takes. Shares and ratios are by the clock and in processor time, which other work on the machine
disturbs less. Also `mujaz --help`, best of five.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import figures

SAME, GREEDY = 2, 1
"""Widths of the beam: of `mujaz digest`, unless the settings say another, and of the least work."""
SAMPLES = str(Path(__file__).parents[1] / "samples")


def processor_seconds() -> float:
    """Of all children that ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


def alone(paths: list[str], cache: Path, beam: int) -> tuple[int, float, float]:
    """Sentences, seconds, and processor seconds of CTranslate2 by itself."""
    script = str(Path(__file__).parent / "alone.py")
    command = [sys.executable, script, "--beam", str(beam), *paths]
    environment = os.environ | {"MUJAZ_CACHE_DIR": str(cache)}
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    count, seconds, cpu = told.stdout.split()[-3:]
    return int(count), float(seconds), float(cpu)


def run(arguments: list[str], cache: Path, table: Path | None = None) -> tuple[float, float, float]:
    """Seconds, peak resident MB and processor seconds of one `mujaz` process and its children;
    into `table` where they went."""
    before = processor_seconds()
    command = [sys.executable, "-m", "bot.cli", *arguments]
    if table is not None:
        command[1:3] = [str(Path(__file__).with_name("spent.py")), "--to", str(table)]
    environment = os.environ | {"MUJAZ_CACHE_DIR": str(cache)}
    started = time.monotonic()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    watched = psutil.Process(process.pid)
    peak = 0
    while process.poll() is None:
        try:
            family = [watched, *watched.children(recursive=True)]
            peak = max(peak, sum(member.memory_info().rss for member in family))
        except psutil.Error:
            pass
        time.sleep(0.05)
    seconds = time.monotonic() - started
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return seconds, peak / 1e6, processor_seconds() - before


def anew(digest: list[str], cache: Path, table: Path | None = None) -> tuple[float, float, float]:
    """The same with nothing remembered."""
    for memory in cache.glob("memory.sqlite*"):
        memory.unlink()
    return run(digest, cache, table)


ROW = "{:<12}{:7.1f} s  {:6.0f} MB  {:7.1f} s of processor time"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", default=[SAMPLES])
    parser.add_argument("--skip-cold", action="store_true", help="build the model unmeasured")
    figures.add_option(parser)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mujaz-bench-") as folder:
        cache = Path(folder)
        digest = ["digest", "--quiet", *arguments.paths]
        if arguments.skip_cold:
            run(["models", "build", "--quiet"], cache)
        else:
            print(ROW.format("cold", *run(digest, cache)), flush=True)
        warm = anew(digest, cache)
        print(ROW.format("warm", *warm), flush=True)
        remembered = run(digest, cache)
        print(ROW.format("remembered", *remembered), flush=True)
        table = cache / "spent.txt"
        whole = anew([*digest, "--whole"], cache, table)
        print(
            f"{ROW.format('whole', *whole)}; the briefs alone cost {warm[0] / whole[0]:.0%} of it, "
            f"{warm[2] / whole[2]:.0%} of its processor time, which went into",
            flush=True,
        )
        print(table.read_text("utf-8"), end="", flush=True)
        ratios: dict[int, float] = {}
        for beam in (SAME, GREEDY):
            count, seconds, spent = alone(arguments.paths, cache, beam)
            ratios[beam] = whole[0] / seconds
            print(
                f"alone       {seconds:7.1f} s  {count} sentences, beam {beam}; the whole digest "
                f"takes {ratios[beam]:.2f} times that, {whole[2] / spent:.2f} times in processor "
                "time",
                flush=True,
            )
        shortest = min(run(["--help"], cache) for _ in range(5))
        print("--help      {:7.2f} s  {:6.0f} MB".format(*shortest[:2]))
    if arguments.record and arguments.paths == [SAMPLES]:
        values = {
            "warm_seconds": warm[0],
            "warm_mb": warm[1],
            "remembered_seconds": remembered[0],
            "remembered_mb": remembered[1],
            "share": warm[0] / whole[0],
            "ratio": ratios[SAME],
            "greedy": ratios[GREEDY],
        }
        figures.record({"digest": values, "help": {"seconds": shortest[0]}})


if __name__ == "__main__":
    main()
