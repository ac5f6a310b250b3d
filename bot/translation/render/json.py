"""Translation -> JSON: the article's fields, the engine, and every sentence with its flags."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.records import TranslatedSegment, Translation


def json_text(
    translation: Translation,
    article_fields: Mapping[str, object],
    *,
    width: int = 80,
    colour: bool = False,
) -> str:
    """`article_fields`, as `mujaz read --json` gives them, with `engine`, `segments` and `absent`,
    the labels of engines that should have been asked and could not be used.

    Lone surrogates, which no UTF-8 file can hold, become U+FFFD.
    """
    engine = translation.engine
    fields = {
        **article_fields,
        "engine": {"name": engine.name, "version": engine.version, "label": engine.label},
        "absent": [absent.label for absent in translation.absent],
        "segments": [segment_fields(segment, translation) for segment in translation.segments],
    }
    text = json.dumps(fields, ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") + "\n"


def segment_fields(translated: TranslatedSegment, translation: Translation) -> dict[str, Any]:
    """`paragraph` counts from 0 and is null for the kicker and the title; `score` is null for
    a sentence that was passed through or whose engine gives none; `engine` is the label of the
    one that translated it, null where none did."""
    segment = translated.segment
    engine = translation.translator_of(translated)
    return {
        "part": segment.part.value,
        "paragraph": segment.paragraph,
        "source": segment.source,
        "target": translated.target,
        "score": translated.score,
        "engine": engine.label if engine else None,
        "flags": [
            {"check": flag.check, "severity": flag.severity.value, "detail": flag.detail}
            for flag in translated.flags
        ],
    }
