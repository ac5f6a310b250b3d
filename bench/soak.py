"""The whole bot for a long time under much work: does anything grow, does anything slow down?

    python bench/soak.py                          # an hour at 100 times the usual load
    python bench/soak.py --minutes 3

The usual load: 40 articles and 10 questions of readers an hour, as a reader of some 20 outlets has
them (40 articles a day of one, bench/capacity.py). The bot is that of `bench/loaded_bot.py`; the
time runs from its first brief. Every five seconds the memory, the open files, the threads and the
database connections are looked at. The slope is of the second half, since models, pools and caches
fill first (until some 2,000 articles were briefed); of memory, of the least in each minute, since a
batch or a digest under way takes tens of megabytes and gives them back.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from bench.loaded_bot import Load, Sample, live, run_child
from bench.readers import Answer, percentiles

USUAL = 40 / 3600
"""Articles a second."""
QUESTIONS = 10 / 3600
MOST = 1.0
"""Megabytes that 1,000 articles may add."""
SLOWER = 1.5
"""How many times the time of an answer in the first half that in the second may be: other work on
the machine comes and goes."""


@dataclass(frozen=True, slots=True)
class Report:
    minutes: float
    articles: int
    waiting: int
    """At the end."""
    processor_seconds_an_article: float | None
    """Of the bot, with all it does; None where there was none."""
    megabytes_a_thousand: float | None
    """Of memory, for 1,000 articles; None where too few came for a slope."""
    megabytes: int
    on_disk_a_thousand: float | None
    """Megabytes of the database and the memory; kept for so many days as is set."""
    files: tuple[float, float]
    """The median of the middle third, and of the last: sockets come and go with every request."""
    threads: tuple[float, float]
    connections: tuple[float, float]
    answers: int
    unanswered: int
    first_half: dict[str, dict[str, float]]
    """Seconds until an answer: percentiles by what was asked."""
    second_half: dict[str, dict[str, float]]

    @property
    def steady(self) -> bool:
        grows = self.megabytes_a_thousand is None or self.megabytes_a_thousand >= MOST
        leaks = any(last > before for before, last in (self.files, self.threads, self.connections))
        slower = any(
            self.second_half[to]["p50"] > SLOWER * of["p50"]
            for to, of in self.first_half.items()
            if to in self.second_half
        )
        return not grows and not leaks and not slower and not self.unanswered


def a_thousand(samples: Sequence[Sample], name: str) -> float | None:
    """How much 1,000 articles add; None where all samples are of one number of articles."""
    if len({each.articles for each in samples}) < 2:
        return None
    line = np.polyfit([s.articles for s in samples], [getattr(s, name) for s in samples], 1)
    return round(float(line[0]) * 1000, 2)


def at_rest(samples: Sequence[Sample]) -> list[Sample]:
    """Of each whole minute the one with the least memory; of less than a minute, of that."""
    minutes = [
        min(of, key=lambda sample: sample.megabytes)
        for _, of in groupby(samples, lambda sample: int((sample.at - samples[0].at) // 60))
    ]
    return minutes[:-1] or minutes


def report(samples: Sequence[Sample], answers: Sequence[Answer]) -> Report:
    """Raises ValueError where there is no sample."""
    if not samples:
        raise ValueError("no sample")
    third, half = len(samples) // 3, len(answers) // 2
    later = samples[len(samples) // 2 :]
    middle, last = samples[third : 2 * third] or samples, samples[2 * third :]
    done = samples[-1].articles - samples[0].articles
    spent = samples[-1].processor - samples[0].processor

    def held(name: str) -> tuple[float, float]:
        return median(getattr(s, name) for s in middle), median(getattr(s, name) for s in last)

    return Report(
        minutes=round((samples[-1].at - samples[0].at) / 60, 1),
        articles=samples[-1].articles,
        waiting=samples[-1].waiting,
        processor_seconds_an_article=round(spent / done, 2) if done else None,
        megabytes_a_thousand=a_thousand(at_rest(later), "megabytes"),
        megabytes=round(samples[-1].megabytes),
        on_disk_a_thousand=a_thousand(later, "on_disk"),
        files=held("files"),
        threads=held("threads"),
        connections=held("connections"),
        answers=sum(each.seconds is not None for each in answers),
        unanswered=sum(each.seconds is None for each in answers),
        first_half=percentiles(answers[:half]),
        second_half=percentiles(answers[half:]),
    )


def tell(sample: Sample) -> None:
    print(
        f"{time.strftime('%X')} {sample.articles} briefed, {sample.waiting} wait,"
        f" {sample.megabytes:.1f} MB, {sample.files} files, {sample.connections} connections",
        file=sys.stderr,
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--times", type=float, default=100.0, help="the usual load")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="write what was seen into it")
    parser.add_argument("--again", type=Path, metavar="FILE", help="only report what is in it")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        run_child(given.child)
        return
    if given.again:
        told = json.loads(given.again.read_text("utf-8"))
        samples = [Sample(**each) for each in told["samples"]]
        answers = [Answer(**each) for each in told["answers"]]
    else:
        load = Load(USUAL * given.times, given.minutes * 60)
        lived = asyncio.run(live(load, QUESTIONS * given.times, tell, script=Path(__file__)))
        samples, answers = lived.samples, lived.answers
    if given.keep:
        kept = {"samples": [*map(asdict, samples)], "answers": [*map(asdict, answers)]}
        given.keep.write_text(json.dumps(kept), "utf-8")
    found = report(samples, answers)
    print(json.dumps(asdict(found), indent=2))
    print("steady" if found.steady else "NOT STEADY")
    sys.exit(not found.steady)


if __name__ == "__main__":
    main()
