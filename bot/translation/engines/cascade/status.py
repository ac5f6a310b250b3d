"""What can be said of several engines as one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.translation.engines.cascade import CASCADE
from bot.translation.engines.translator import EngineStatus


def status_of_all(statuses: Sequence[EngineStatus]) -> EngineStatus:
    """Of a cascade of them: usable where one of its engines is."""
    usable = [each for each in statuses if each.usable]
    out = [f"{each.name} cannot be used: {each.detail}" for each in statuses if not each.usable]
    return EngineStatus(
        CASCADE,
        ", then ".join(each.label for each in statuses) + f" ({CASCADE})",
        bool(usable),
        bool(usable) and all(each.built for each in usable),
        None,
        0,
        "; ".join(dict.fromkeys(each.licence for each in statuses if each.licence)),
        " ".join(out),
    )
