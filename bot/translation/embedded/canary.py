"""A few sentences whose translation is known, asked of a model before it is trusted.

A model can load and still answer garbage: another version of the library, a processor without
the instructions it expects. Ends at yes or no; good translation is measured in bench/, not here.
"""

from __future__ import annotations

import json
import os
import platform
import re
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bot.errors import CanaryFailed

RECORD = "canary.json"

_LIBRARIES = ("ctranslate2", "tokenizers")


@dataclass(frozen=True, slots=True)
class Canary:
    source: str
    expected: frozenset[str]
    """Lower-case words of which the translation has at least one."""


CANARIES = (
    Canary("القاهرة عاصمة مصر.", frozenset({"cairo", "egypt"})),
    Canary("اشترى الولد ثلاثة كتب.", frozenset({"books", "three", "boy"})),
    Canary("قال الرئيس إن الحكومة وافقت على القرار.", frozenset({"government", "president"})),
)
"""Words that any working Arabic to English model knows, so that a better model passes too."""


def check_canary(
    place: Path,
    translate: Callable[[Sequence[str]], Sequence[str]],
    canaries: Sequence[Canary] = CANARIES,
) -> bool:
    """Translate the canaries unless this model passed before on this machine and libraries.

    A pass is noted in `place`. Returns whether anything was translated. Raises CanaryFailed
    with the sentences where one has none of its expected words.
    """
    here = _here(canaries)
    if _noted(place) == here:
        return False
    answers = translate([canary.source for canary in canaries])
    failed = [
        f"{canary.source} -> {answer or '(nothing)'}"
        for canary, answer in zip(canaries, answers, strict=True)
        if canary.expected.isdisjoint(re.findall(r"\w+", answer.lower()))
    ]
    if failed:
        raise CanaryFailed(
            "The translation model loads but does not translate: "
            + "; ".join(failed)
            + ". Build it again with `mujaz models build --force`; should that not help, the "
            f"installed ctranslate2 {version('ctranslate2')} may not suit this machine."
        )
    _note(place, here)
    return True


def _here(canaries: Sequence[Canary]) -> dict[str, str]:
    return {
        **{library: version(library) for library in _LIBRARIES},
        "machine": f"{platform.machine()} {platform.node()}",
        "sources": " ".join(canary.source for canary in canaries),
    }


def _noted(place: Path) -> object:
    try:
        return json.loads((place / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _note(place: Path, here: dict[str, str]) -> None:
    # A read-only cache only means that the canary is asked again next time.
    with suppress(OSError):
        handle, name = tempfile.mkstemp(dir=place, prefix=".canary-")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(here, stream, ensure_ascii=False, indent=1)
        Path(name).replace(place / RECORD)
