"""The figures that the README shows: bench/figures.json, which the scripts here write.

Each script writes its rows with `--record`; `make docs` makes the README's table of them. A row
says what was measured, its values, how they are worded, the command, the date and the machine.
"""

from __future__ import annotations

import json
import os
import platform
import shlex
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

FILE = Path(__file__).with_name("figures.json")


@dataclass(frozen=True, slots=True)
class Figure:
    id: str
    what: str
    words: str
    """This and `what` are format strings over the names of the values."""
    values: Mapping[str, float]
    command: str
    date: str
    machine: str

    @property
    def title(self) -> str:
        return self.what.format(**self.values)

    @property
    def text(self) -> str:
        return self.words.format(**self.values)


def load(file: Path = FILE) -> tuple[Figure, ...]:
    return tuple(Figure(**row) for row in json.loads(file.read_text("utf-8")))


def add_option(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--record", action="store_true", help="write the figures to bench/figures.json too"
    )


def record(measured: Mapping[str, Mapping[str, float]], file: Path = FILE) -> None:
    """Put the values, by row, in the place of the old ones, with this run's command and machine.

    Raises KeyError where a row is not in the file, or lacks a value that its words name: a new
    row is written into bench/figures.json by hand, once.
    """
    rows = {figure.id: figure for figure in load(file)}
    for name, values in measured.items():
        rows[name] = replace(
            rows[name],
            values=dict(values),
            command=command_line(sys.argv),
            date=datetime.now(UTC).date().isoformat(),
            machine=this_machine(),
        )
        _ = rows[name].title, rows[name].text
    text = json.dumps([asdict(row) for row in rows.values()], indent=1, ensure_ascii=False)
    file.write_text(text + "\n", "utf-8")


def command_line(argv: list[str]) -> str:
    """The command as another can give it: files by their names, without the folders of here."""
    words = [Path(word).name if Path(word).exists() else word for word in argv[1:]]
    words = [word for word in words if word != "--record"]
    return shlex.join([f"bench/{Path(argv[0]).name}", *words])


def this_machine() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    avx2 = cpuinfo.is_file() and " avx2" in cpuinfo.read_text("utf-8")
    return f"{os.cpu_count()} cores, {platform.machine()}" + (" with AVX2" if avx2 else "")
