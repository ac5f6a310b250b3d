"""JSON lines of any length to values, and answers to JSON lines: `mujaz ingest`.

A line that is too long, no UTF-8 or no JSON is answered like any other; the next one is read.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from bot.intake.submission import Answer
from bot.records import Progress

LONGEST = 24 * 1024 * 1024
"""Bytes of a line: the largest article, and what JSON adds to it."""
TOLD_EVERY = 100
"""Lines between two words on how far it has come."""


@dataclass(frozen=True, slots=True)
class Counts:
    taken: int = 0
    known: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    data: bytes | None
    """None of a line over LONGEST."""


def lines(stream: BinaryIO, longest: int = LONGEST) -> Iterator[_Line]:
    """Lines that are not blank, never more than `longest` bytes of one in memory."""
    number = 0
    while data := stream.readline(longest + 1):
        number += 1
        whole = len(data) <= longest or data.endswith(b"\n")
        while not data.endswith(b"\n") and len(data) > longest:
            data = stream.readline(longest + 1)
        if not whole:
            yield _Line(number, None)
        elif data.strip():
            yield _Line(number, data)


async def ingest(
    stream: BinaryIO,
    submit: Callable[[Any], Awaitable[Answer]],
    tell: Callable[[str], None],
    progress: Progress,
    longest: int = LONGEST,
) -> Counts:
    """Each line submitted and its answer told, in order. Ends with the stream."""
    taken = known = refused = 0
    # In a thread, so that a stream that waits does not keep the store's connections from closing.
    waiting = lines(stream, longest)
    while (line := await asyncio.to_thread(next, waiting, None)) is not None:
        answer = await _answered(line, submit, longest)
        fields = {"line": line.number} | answer.model_dump(exclude_none=True)
        tell(json.dumps(fields, ensure_ascii=False))
        taken += answer.status in ("new", "version")
        known += answer.status == "known"
        refused += answer.status == "refused"
        answered = taken + known + refused
        if answered % TOLD_EVERY == 0:
            # How many are to come is not known.
            progress(f"{answered} lines answered", 0, 0)
    return Counts(taken, known, refused)


async def _answered(
    line: _Line, submit: Callable[[Any], Awaitable[Answer]], longest: int
) -> Answer:
    if line.data is None:
        reason = f"The line is longer than {longest // 1024 // 1024} MB."
        return Answer(status="refused", error="TooLarge", reason=reason)
    try:
        # As text: JSON's reader takes bytes of other codings for UTF-16.
        sent = json.loads(line.data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Answer(status="refused", error="BadSubmission", reason="The line is not UTF-8.")
    except (ValueError, RecursionError) as error:
        reason = f"The line is no JSON: {_short(error)}."
        return Answer(status="refused", error="BadSubmission", reason=reason)
    return await submit(sent)


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:200] or type(error).__name__
