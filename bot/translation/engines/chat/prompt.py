"""Sentences -> the messages of one request, with the article shut in as data.

The words are prompts/translate.md. The data stands between two marker lines whose name is drawn
from the data's own hash and does not occur in it, so no sentence can close them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from itertools import count
from typing import Any

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


@cache
def instructions() -> str:
    """The system message."""
    return prompt("translate")


def messages(sources: Sequence[SourceSentence]) -> list[Message]:
    """One request for these sentences, numbered from 1."""
    data = _data(sources)
    marker = marker_for(data)
    user = f"<<<DATA {marker}>>>\n{data}\n<<<END {marker}>>>"
    return [{"role": "system", "content": instructions()}, {"role": "user", "content": user}]


def marker_for(data: str) -> str:
    """A word that does not occur in `data`; the same for the same data."""
    for number in count():
        marker = hashlib.sha256(f"{number} {data}".encode("utf-8", "replace")).hexdigest()[:16]
        if marker not in data:
            return marker
    raise AssertionError


def _data(sources: Sequence[SourceSentence]) -> str:
    """A JSON object with a line for each sentence."""
    lines = []
    for number, source in enumerate(sources, 1):
        segment: dict[str, Any] = {"n": number, "arabic": normalise(source.text)}
        if source.terms:
            segment["terms"] = dict(source.terms)
        lines.append(json.dumps(segment, ensure_ascii=False))
    return encodable('{"segments": [\n' + ",\n".join(lines) + "\n]}")
