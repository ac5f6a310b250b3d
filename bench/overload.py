"""Three times as many articles as the bot can brief: who waits, and does anything grow?

    python bench/overload.py                     # 20 minutes, the first three to find the capacity
    python bench/overload.py --minutes 4

The bot is that of `bench/loaded_bot.py`. What must hold: whoever asks is answered within the bound,
commands and articles that are sent to be read alike; digests say that articles wait, after a minute
here instead of an hour, so that a short run shows it; messages do not pile up; memory, files,
threads and connections stay as they are. Articles that wait are rows of the database and grow by
twice the capacity: `store.keep_days` ends that.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.loaded_bot import Lived, Load, Sample, live, run_child
from bench.readers import Answer, percentiles
from bench.soak import a_thousand, at_rest, tell
from bot.delivery.wording import plain

QUESTIONS = 0.28
"""A second, of all readers: 100 times the usual, as in bench/soak.py."""
SMALL = 50
"""Messages that may wait to be sent."""
MOST = 20.0
"""Megabytes that 1,000 articles may add to the memory: caches fill until some 2,000 are done."""
NOTE = plain("en", "digest.behind")


@dataclass(frozen=True, slots=True)
class Report:
    capacity: float
    """Articles a second."""
    came_in: int
    briefed: int
    """Since the capacity was known, as `came_in`."""
    waiting: int
    """At the end."""
    answers: dict[str, dict[str, float]]
    """Seconds: percentiles by what was asked."""
    longest: float
    unanswered: int
    digests: int
    digests_that_said_so: int
    most_unsent: int
    """Messages that waited at once."""
    megabytes_a_thousand: float | None
    """Of memory, for 1,000 articles that were briefed."""
    files: tuple[int, int]
    """The most of the first half of the overload, and of the second."""
    threads: tuple[int, int]
    connections: tuple[int, int]
    rows: dict[str, int]
    """Of the largest tables, at the end."""

    def holds(self, bound: float) -> bool:
        """`bound`: seconds within which whoever asks is answered."""
        grows = self.megabytes_a_thousand is None or self.megabytes_a_thousand > MOST
        leaks = self.threads[1] > self.threads[0] + 1 or self.connections[1] > 8
        said = self.digests_that_said_so > 0
        fast = not self.unanswered and self.longest <= bound
        return fast and said and self.most_unsent <= SMALL and not grows and not leaks


def report(lived: Lived) -> Report:
    """Raises ValueError where the overload had no samples."""
    samples, answers = lived.samples, lived.answers
    if len(samples) < 2:
        raise ValueError("too few samples")
    half = len(samples) // 2
    first, last = samples[0], samples[-1]
    done = last.articles - first.articles
    came = done + last.waiting - first.waiting
    rows = sorted(last.rows.items(), key=lambda each: -each[1])[:8]

    def most(name: str) -> tuple[int, int]:
        parts: tuple[Sequence[Sample], Sequence[Sample]] = (samples[:half], samples[half:])
        before, after = (max(getattr(each, name) for each in part) for part in parts)
        return before, after

    return Report(
        capacity=round(lived.capacity, 2),
        came_in=came,
        briefed=done,
        waiting=last.waiting,
        answers=percentiles(answers),
        longest=round(max(_seconds(answers), default=0.0), 2),
        unanswered=sum(each.seconds is None for each in answers),
        digests=sum(each.to == "/now" for each in answers),
        digests_that_said_so=lived.said[NOTE],
        most_unsent=max(each.unsent for each in samples),
        megabytes_a_thousand=a_thousand(at_rest(samples[half:]), "megabytes"),
        files=most("files"),
        threads=most("threads"),
        connections=most("connections"),
        rows=dict(rows),
    )


def _seconds(answers: Sequence[Answer]) -> list[float]:
    return [each.seconds for each in answers if each.seconds is not None]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--times", type=float, default=3.0, help="of what it can do")
    parser.add_argument("--bound", type=float, default=10.0, help="seconds for an answer")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        run_child(given.child)
        return
    load = Load(0.0, given.minutes * 60, times_capacity=given.times, long_wait=60.0)
    lived = asyncio.run(live(load, QUESTIONS, tell, script=Path(__file__), notes=(NOTE,)))
    found = report(lived)
    print(json.dumps(asdict(found), indent=2))
    held = found.holds(given.bound)
    print("held" if held else "BROKEN")
    sys.exit(not held)


if __name__ == "__main__":
    main()
