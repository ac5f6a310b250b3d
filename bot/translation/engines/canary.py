"""Ten sentences whose translation is known, asked of an engine before it is trusted.

A model can load and still answer garbage: another version of a library, a processor without the
instructions it expects, a quantisation that lost the digits (huggingface/transformers#26216 is
one such). Ends at yes or no; good translation is measured in bench/, not here.
"""

from __future__ import annotations

import json
import os
import platform
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.errors import CanaryFailed

RECORD = "canary.json"
"""Beside a model of ours; what passed, and where."""

MISSES_ALLOWED = 1
"""A sound model may word one sentence in a way nobody foresaw; a broken one fails most."""

_WORD = re.compile(r"\w+(?:['’]\w+)?")


@dataclass(frozen=True, slots=True)
class Canary:
    source: str
    expected: tuple[frozenset[str], ...]
    """Groups of lower-case words; the translation has at least one word of each group."""

    def sings(self, answer: str) -> bool:
        """Whether `answer` passes."""
        words = set(_WORD.findall(answer.lower().replace("’", "'")))
        words |= {word.removesuffix("'s") for word in words}
        return all(not group.isdisjoint(words) for group in self.expected)


def _canary(source: str, *groups: str) -> Canary:
    return Canary(source, tuple(frozenset(group.split()) for group in groups))


_NOT = "not no never without none didn't don't doesn't won't isn't aren't cannot hasn't absent"

CANARIES = (
    _canary("القاهرة عاصمة مصر.", "cairo", "egypt egyptian"),
    _canary("قال الرئيس إن الحكومة وافقت على القرار.", "president", "government"),
    _canary("اشترى الولد ثلاثة كتب.", "three 3", "books"),
    _canary("ولد الملك في عام 1975.", "king", "1975"),
    _canary("قتل 25 شخصا وأصيب 40 آخرون.", "25 twenty", "40 forty", "killed died dead"),
    _canary("ارتفعت الأسعار بنسبة 12 في المئة.", "price prices", "12 twelve"),
    _canary("لم يحضر الوزير الاجتماع.", "minister", _NOT, "attend meeting present"),
    _canary("لا توجد مياه في القرية.", _NOT, "water", "village town"),
    _canary("وصل الوفد إلى دمشق.", "delegation", "damascus"),
    _canary("رفضت المحكمة الطلب.", "court", "rejected refused denied dismissed turned declined"),
)
"""Words that any working Arabic to English engine knows, so that a better one passes too."""


def check_canary(
    record: Path,
    about: Mapping[str, str],
    translate: Callable[[Sequence[str]], Sequence[str]],
    canaries: Sequence[Canary] = CANARIES,
    advice: str = "",
) -> bool:
    """Translate the canaries unless exactly this engine passed before on this machine.

    `record`: the file a pass is noted in. `about`: whatever, once changed, means that the
    engine must be asked again: the model's files, its settings, the libraries' versions; see
    `libraries` and `files`. `advice`: a sentence for the operator, what to do about a failure.
    Returns whether anything was translated. Raises CanaryFailed with the sentences where more
    than MISSES_ALLOWED of ten, in proportion of fewer, do not have their words.
    """
    if is_noted(record, about, canaries):
        return False
    answers = translate([canary.source for canary in canaries])
    failed = [
        f"{canary.source} -> {answer or '(nothing)'}"
        for canary, answer in zip(canaries, answers, strict=True)
        if not canary.sings(answer)
    ]
    if len(failed) > MISSES_ALLOWED * len(canaries) // len(CANARIES):
        raise CanaryFailed(
            f"The translation engine answers, but does not translate: {len(failed)} of "
            f"{len(canaries)} sentences that every engine knows are wrong: "
            + "".join(f"\n  {line}" for line in failed)
            + (f"\n{advice}" if advice else "")
        )
    _note(record, _here(about, canaries))
    return True


def is_noted(record: Path, about: Mapping[str, str], canaries: Sequence[Canary] = CANARIES) -> bool:
    """Whether exactly this engine passed on this machine; then `check_canary` asks nothing."""
    return _noted(record) == _here(about, canaries)


def _here(about: Mapping[str, str], canaries: Sequence[Canary]) -> dict[str, str]:
    return {
        **about,
        "machine": f"{platform.machine()} {platform.node()}",
        "sources": " ".join(canary.source for canary in canaries),
    }


def passed_at(record: Path) -> datetime | None:
    """When the canaries were passed last, as `record` notes; None where nothing is noted."""
    try:
        return datetime.fromtimestamp(record.stat().st_mtime, UTC)
    except OSError:
        return None


def libraries(*names: str) -> dict[str, str]:
    """The installed versions, for `about`."""
    found = {}
    for name in names:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def files(paths: Iterable[Path]) -> str:
    """The files' sizes and times, for `about`: what was written over must pass again."""
    return " ".join(
        f"{path.name}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in sorted(paths)
    )


def _noted(record: Path) -> object:
    try:
        return json.loads(record.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _note(record: Path, here: dict[str, str]) -> None:
    # A read-only cache only means that the canaries are asked again next time.
    with suppress(OSError):
        record.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=record.parent, prefix=".canary-")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(here, stream, ensure_ascii=False, indent=1)
        Path(name).replace(record)
