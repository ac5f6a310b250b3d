"""Translation -> JSON: the article's fields, the engine, and every sentence with its flags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.formats.json import engine_fields, flag_fields, json_of
from bot.formats.marks import machine_fields
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
    fields = {
        **article_fields,
        "engine": engine_fields(translation.engine),
        "absent": [absent.label for absent in translation.absent],
        "segments": [segment_fields(segment, translation) for segment in translation.segments],
    }
    return json_of(fields)


def segment_fields(translated: TranslatedSegment, translation: Translation) -> dict[str, Any]:
    """`paragraph` counts from 0 and is null for the kicker and the title; `score` is null for
    a sentence that was passed through or whose engine gives none; `engine` is the label of the
    one that translated it, null where none did. `standing`, `mark` and `trust` are as in the
    digest's JSON."""
    segment = translated.segment
    engine = translation.translator_of(translated)
    return {
        "part": segment.part.value,
        "paragraph": segment.paragraph,
        "source": segment.source,
        "target": translated.target,
        "score": translated.score,
        **machine_fields(translated),
        "engine": engine.label if engine else None,
        "flags": [flag_fields(flag) for flag in translated.flags],
    }
