"""What a chat model said -> drafts, or a reason why not. Strict: what has another shape is none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.summary.written.author import Draft, Drafted, NoAnswer

SLOTS = ("event", "figures", "cause", "reaction", "next", "background")
"""What a point may be for, in the order in which a reader wants to know."""

_LINE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "sentences": {"type": "array", "items": {"type": "integer"}},
        "speaker": {"type": "string"},
        "slot": {"type": "string", "enum": list(SLOTS)},
    },
    "required": ["text", "sentences", "speaker", "slot"],
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "headline": {
            "type": "object",
            "properties": {key: _LINE["properties"][key] for key in ("text", "sentences")},
            "required": ["text", "sentences"],
            "additionalProperties": False,
        },
        "points": {"type": "array", "items": _LINE},
    },
    "required": ["headline", "points"],
    "additionalProperties": False,
}
_THOUGHTS = re.compile(r"<think>.*?</think>|^.*?</think>", re.DOTALL)
_OBJECTS_AT_MOST = 50


def drafted(content: str, points: int) -> Drafted:
    """The headline and at most `points` points, by their slots. Raises NoAnswer."""
    answers = {json.dumps(a, sort_keys=True): a for a in _answers(_THOUGHTS.sub("", content))}
    if len(answers) != 1:
        raise NoAnswer("the model gave no usable answer")
    (answer,) = answers.values()
    found = [(_slot(item), _draft(item)) for item in answer["points"]]
    found.sort(key=lambda pair: pair[0])
    headline = answer.get("headline")
    return Drafted(
        _draft(headline) if headline is not None else None,
        tuple(draft for _, draft in found[:points]),
    )


def _draft(item: Any) -> Draft:
    text = item.get("text") if isinstance(item, dict) else None
    cites = item.get("sentences") if isinstance(item, dict) else None
    speaker = item.get("speaker") if isinstance(item, dict) else None
    if (
        not isinstance(text, str)
        or not text.strip()
        or not isinstance(cites, list)
        or not cites
        or not all(type(number) is int for number in cites)
    ):
        raise NoAnswer("the model gave a line without words or without its sentences")
    said = speaker if isinstance(speaker, str) else ""
    return Draft(" ".join(text.split()), tuple(dict.fromkeys(cites)), " ".join(said.split()))


def _slot(item: Any) -> int:
    slot = item.get("slot") if isinstance(item, dict) else None
    return SLOTS.index(slot) if slot in SLOTS else len(SLOTS)


def _answers(spoken: str) -> Iterator[dict[str, Any]]:
    """Every outermost JSON object with a list of points; prose around is passed over."""
    decoder = json.JSONDecoder()
    start = spoken.find("{")
    for _ in range(_OBJECTS_AT_MOST):
        if start < 0:
            return
        try:
            value, end = decoder.raw_decode(spoken, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            if isinstance(value, dict) and isinstance(value.get("points"), list):
                yield value
        start = spoken.find("{", end)
