"""Where the processor time of a `mujaz` command goes: `bench/spent.py digest --whole DIR`.

The command's own output goes where it always goes; the table goes to standard error, or with
`--to FILE`, first, into a file: seconds of processor time of all threads, each counted once, in the
innermost part that it was spent in. `bench/digest.py` prints it of the whole digest.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.cli import main as mujaz
from bot.pipeline.rooms import Rooms
from bot.pipeline.vectors import SentenceEncoder
from bot.translation import judge
from bot.translation.answers import Memory
from bot.translation.engines.embedded.engine import EmbeddedTranslator
from bot.translation.names import Names

SPENT: dict[str, float] = defaultdict(float)
_inner: list[float] = []
"""Of each part under way what parts within it have spent."""

PARTS = (
    (EmbeddedTranslator, "load", "loading the model"),
    (EmbeddedTranslator, "_answers", "searching, beam {0.beam}"),
    (EmbeddedTranslator, "read", "reading for the trust"),
    (SentenceEncoder, "encode", "vectors"),
    (judge.Judge, "_flags", "checks"),
    (judge, "repair", "names"),
    (Names, "scope", "names"),
    (Names, "find", "names"),
    (Names, "inline", "names"),
    (Memory, "get", "memory"),
    (Memory, "put", "memory"),
    (Memory, "known", "memory"),
    (Memory, "note", "memory"),
    (Rooms, "brief", "briefs and digest"),
    (Rooms, "digest", "briefs and digest"),
)
OTHER = "starting, reading files, the rest"


def watch(owner: Any, name: str, part: str) -> None:
    work: Callable[..., Any] = getattr(owner, name)

    @wraps(work)
    def watched(*given: Any, **named: Any) -> Any:
        began = time.process_time()
        _inner.append(0.0)
        try:
            return work(*given, **named)
        finally:
            took = time.process_time() - began
            SPENT[part.format(*given[2:3])] += took - _inner.pop()
            if _inner:
                _inner[-1] += took

    setattr(owner, name, watched)


def table() -> str:
    rows = {**SPENT, OTHER: time.process_time() - sum(SPENT.values())}
    order = sorted(rows.items(), key=lambda row: -row[1])
    return "\n".join(f"{seconds:9.1f} s  {part}" for part, seconds in order)


def main() -> None:
    given = sys.argv[1:]
    to = Path(given[1]) if given[:1] == ["--to"] else None
    sys.argv[1:] = given[2:] if to else given
    for part in PARTS:
        watch(*part)
    try:
        mujaz()
    finally:
        if to:
            to.write_text(table() + "\n", "utf-8")
        else:
            print(table(), file=sys.stderr)


if __name__ == "__main__":
    main()
