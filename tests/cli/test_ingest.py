"""`mujaz ingest` and `mujaz serve` as a user meets them."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.json_lines import ingest, lines
from bot.intake.submission import Answer
from bot.pipeline.documents import silent
from tests.cli.running import BOLTON, mujaz, process

TEXT = BOLTON.read_text("utf-8")


def sent(*values: Any) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def test_lines_are_answered_and_sent_again_answered_the_same(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'new' / 'mujaz.db'}"
    stream = sent({"text": TEXT, "key": "bolton"}) + b"\n{oops\n" + sent({"text": "Hello there"})
    first = process("ingest", "-q", stdin=stream, MUJAZ_STORE__URL=database)
    again = mujaz("ingest", "-q", stdin=stream, MUJAZ_STORE__URL=database)
    assert (first.returncode, again.returncode) == (3, 3)
    answers = [json.loads(line) for line in first.stdout.splitlines()]
    assert [(a["line"], a["status"]) for a in answers] == [
        (1, "new"),
        (3, "refused"),
        (4, "refused"),
    ]
    assert [a.get("error") for a in answers] == [None, "BadSubmission", "NotArabic"]
    assert json.loads(again.stdout.splitlines()[0]) == answers[0] | {"status": "known"}
    assert "1 taken in, 0 known already, 2 refused." in first.stderr
    assert "0 taken in, 1 known already, 2 refused." in again.stderr


def test_nothing_sent_is_nothing_wrong(tmp_path: Path) -> None:
    done = mujaz("ingest", stdin=b"", MUJAZ_STORE__URL=f"sqlite:///{tmp_path / 'mujaz.db'}")
    assert (done.returncode, done.stdout) == (0, "")


def test_serving_nowhere_is_said() -> None:
    done = mujaz("serve")
    assert done.returncode == 1
    assert "endpoint.listen" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["ingest", "serve"])
def test_help_has_examples(command: str) -> None:
    assert "Example" in mujaz(command, "--help").stdout


# ------------------------------------------------------------------------------------- lines


@given(st.lists(st.binary(max_size=12).filter(lambda line: b"\n" not in line), max_size=6))
def test_every_line_comes_once_and_none_over_the_limit(given_lines: list[bytes]) -> None:
    found = list(lines(io.BytesIO(b"\n".join(given_lines)), longest=5))
    wanted = [
        (number, len(line) > 5)
        for number, line in enumerate(given_lines, 1)
        if len(line) > 5 or line.strip()
    ]
    assert [(line.number, line.data is None) for line in found] == wanted
    for line in found:
        assert line.data is None or line.data.rstrip(b"\n") == given_lines[line.number - 1]


def test_a_line_that_is_too_long_is_answered_and_the_next_one_read() -> None:
    async def submit(value: Any) -> Answer:
        return Answer(status="new", article=value)

    told: list[str] = []
    stream = io.BytesIO(b'"' + b"x" * 5000 + b'"\n\xff\xfe7\n7\n')
    counts = asyncio.run(ingest(stream, submit, told.append, silent, longest=100))
    answers = [json.loads(line) for line in told]
    assert [each["status"] for each in answers] == ["refused", "refused", "new"]
    assert "UTF-8" in answers[1]["reason"]
    assert (counts.taken, counts.refused) == (1, 2)
