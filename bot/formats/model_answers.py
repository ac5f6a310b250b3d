"""What chat models say around the JSON that they were asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_THOUGHTS = re.compile(r"<think>.*?</think>|^.*?</think>", re.DOTALL)
"""What models that think aloud put before the answer; some templates swallow the opening tag."""


def without_thoughts(content: str) -> str:
    return _THOUGHTS.sub("", content)


def different_answers(spoken: str, key: str, most: int, kind: type = list) -> list[dict[str, Any]]:
    """The different ones of the outermost JSON objects with a `kind` under `key`, in order; prose
    around is passed over. `most`: braces that are tried."""
    found = {json.dumps(each, sort_keys=True): each for each in _answers(spoken, key, most, kind)}
    return list(found.values())


def _answers(spoken: str, key: str, most: int, kind: type) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    start = spoken.find("{")
    for _ in range(most):
        if start < 0:
            return
        try:
            value, end = decoder.raw_decode(spoken, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            if isinstance(value, dict) and isinstance(value.get(key), kind):
                yield value
        start = spoken.find("{", end)
