"""What a chat model said -> drafts, or a reason why not. Strict: what has another shape is none."""

from __future__ import annotations

from typing import Any

from bot.formats.model_answers import different_answers, without_thoughts
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
_OBJECTS_AT_MOST = 50


def drafted(content: str, points: int) -> Drafted:
    """The headline and at most `points` points, by their slots. Raises NoAnswer."""
    answers = different_answers(without_thoughts(content), "points", _OBJECTS_AT_MOST)
    if len(answers) != 1:
        raise NoAnswer("the model gave no usable answer")
    (answer,) = answers
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
