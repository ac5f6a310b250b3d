"""JSON as Mujaz writes it, and the values that more than one room writes."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.formats.encodable import encodable
from bot.records import EngineIdentity, Flag


def json_of(fields: Mapping[str, object]) -> str:
    """Indented by two, in UTF-8's full range, ending in a newline."""
    return encodable(json.dumps(fields, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def flag_fields(flag: Flag) -> dict[str, str]:
    return {"check": flag.check, "severity": flag.severity.value, "detail": flag.detail}


def engine_fields(engine: EngineIdentity) -> dict[str, str]:
    return {"name": engine.name, "version": engine.version, "label": engine.label}
