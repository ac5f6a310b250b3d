"""Running the command as a user does: within this process, or as one of its own.

A process of its own costs seconds of imports; within this one the command is the same from its
arguments to its exit code. What only a process shows (encodings, signals, what is imported) is
asked of `process`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from bot.cli import main

SAMPLES = Path(__file__).parents[2] / "samples"
BOLTON = SAMPLES / "2018-08-23-arabicpost-bolton-warns-russia.txt"
COLUMNS = {"COLUMNS": "100"}

Done = subprocess.CompletedProcess[str]


def mujaz(*arguments: str, stdin: bytes | None = None, **environment: str) -> Done:
    """What the command answered, run within this process; its own faults are raised here."""
    runner = CliRunner(env=COLUMNS | environment)
    done = runner.invoke(main, arguments, input=stdin, prog_name="mujaz")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(arguments, done.exit_code, done.stdout, done.stderr)


def process(*arguments: str, stdin: bytes | None = None, **environment: str) -> Done:
    """The finished process, its output as text."""
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        input=stdin,
        capture_output=True,
        env=os.environ | COLUMNS | environment,
        check=False,
    )
    return Done(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
