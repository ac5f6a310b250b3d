"""Sentences -> the messages of one request, with the article shut in as data.

The words are prompts/translate.md. The data stands between two marker lines whose name is drawn
from the data's own hash and does not occur in it, so no sentence can close them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.formats.data_marker import shut_in
from bot.formats.encodable import encodable
from bot.language.arabic.normalise import normalise
from bot.prompt_files import prompt
from bot.translation.engines.translator import SourceSentence

Message = dict[str, str]

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "translations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"n": {"type": "integer"}, "english": {"type": "string"}},
                "required": ["n", "english"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["translations"],
    "additionalProperties": False,
}
"""Of the answer. No counts in it: not every endpoint knows minItems, and they are checked here."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A form that an answer is asked for in, for endpoints that know JSON schemas."""

    name: str
    schema: Mapping[str, Any]


TRANSLATIONS = Shape("translations", SCHEMA)


@cache
def instructions() -> str:
    """The system message."""
    return prompt("translate").filled()


def messages(sources: Sequence[SourceSentence]) -> list[Message]:
    """One request for these sentences, numbered from 1."""
    return [
        {"role": "system", "content": instructions()},
        {"role": "user", "content": shut_in(_data(sources))},
    ]


def _data(sources: Sequence[SourceSentence]) -> str:
    """A JSON object with a line for each sentence."""
    lines = []
    for number, source in enumerate(sources, 1):
        segment: dict[str, Any] = {"n": number, "arabic": normalise(source.text)}
        if source.terms:
            segment["terms"] = dict(source.terms)
        lines.append(json.dumps(segment, ensure_ascii=False))
    return encodable('{"segments": [\n' + ",\n".join(lines) + "\n]}")
