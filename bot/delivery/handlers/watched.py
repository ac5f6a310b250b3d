"""Names and words that a chat looks out for: /watch, and its buttons.

In a group everybody may see the list, and its administrators change it.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot.delivery.scheduling.preferences import MOST_NAMES, Preferences, Watch
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.language.arabic.fold import for_search
from bot.language.arabic.script import arabic_share
from bot.language.lettering import clean
from bot.pipeline.glossary import all_terms
from bot.pipeline.names import known_as

LONGEST = 64
"""Characters of a name that is watched."""
_ADD = re.compile(
    r"(?:(?P<now>at once|now|فورا|حالا)(?:\s+|\Z))?(?P<names>.*)", re.IGNORECASE | re.DOTALL
)
_REMOVE = re.compile(
    r"(?:remove|delete|not|احذف|أزل)(?:\s+|\Z)(?P<names>.*)", re.IGNORECASE | re.DOTALL
)


async def watch(visit: Visit) -> None:
    """/watch, /watch Patrushev, /watch at once Sinwar, hostages, /watch remove Patrushev"""
    said = visit.args.strip()
    if not said:
        await visit.answer(screen(visit))
    elif (removed := _REMOVE.fullmatch(said)) and (names := _names(removed["names"])):
        await _remove(visit, names)
    elif not removed and (added := _ADD.fullmatch(said)) and (names := _names(added["names"])):
        await _add(visit, names, at_once=added["now"] is not None)
    else:
        await visit.answer(visit.tell("watch.how"))


def _names(text: str) -> list[str]:
    """Each once, however it is spelled."""
    listed = (_seen(name)[:LONGEST] for name in re.split(r"[,،;\n]", text))
    once: dict[str, str] = {}
    for name in listed:
        if any(map(str.isalnum, name)):
            once.setdefault(for_search(name), name)
    return list(once.values())


def _seen(name: str) -> str:
    """The name without signs of direction and joining, which copied names carry."""
    return clean("".join(c for c in name if unicodedata.category(c) != "Cf"))


async def _add(visit: Visit, names: Sequence[str], *, at_once: bool) -> None:
    terms = await all_terms(visit.context.store)
    # The name tables are read when they are first asked.
    forms = [await asyncio.to_thread(known_as, name, terms) for name in names]
    added = [Watch(name, at_once, of) for name, of in zip(names, forms, strict=True)]
    kept = [each for each in visit.preferences.watches if not _listed(each.name, names)]
    if len(kept) + len(added) > MOST_NAMES:
        await visit.answer(visit.tell("watch.too_many", limit=MOST_NAMES))
        return
    lines = [visit.tell("watch.added", name=w.name, how=_how(visit, w.at_once)) for w in added]
    for each in added:
        if each.forms[1:]:
            lines.append(visit.tell("watch.forms", name=each.name, forms=_forms(each)))
        elif all(arabic_share(form) < 1 for form in each.forms):
            lines.append(visit.tell("watch.english_only", name=each.name))
    if at_once and not visit.preferences.breaking:
        lines.append(visit.tell("watch.breaking_off"))
    await _keep(visit, [*kept, *added], "\n".join(lines))


async def _remove(visit: Visit, names: Sequence[str]) -> None:
    had = visit.preferences.watches
    left = [each for each in had if not _listed(each.name, names)]
    if len(left) == len(had):
        await visit.answer(visit.tell("watch.unknown", names=", ".join(names)))
        return
    gone = ", ".join(each.name for each in had if each not in left)
    await _keep(visit, left, visit.tell("watch.removed", names=gone))


async def _keep(visit: Visit, watches: Sequence[Watch], said: str) -> None:
    async with visit.context.store.transaction() as c:
        changed = await visit.choose(c, _with(visit, watches))
        show = Choice(visit.plain("watch.button"), "watch")
        await changed.answer_in(c, Screen(said, [[show]]))
    visit.context.wake()


async def pressed(visit: Visit) -> str | None:
    """A button of the list: remove a name, or say when its stories come. Each says what is to be,
    so that it does no harm pressed twice."""
    name, do = str(visit.data.get("name", "")), str(visit.data.get("do", ""))
    if not do:
        await visit.show(screen(visit))
        return None
    watches = [
        replace(each, at_once=do == "at_once") if each.name == name else each
        for each in visit.preferences.watches
        if do != "remove" or each.name != name
    ]
    async with visit.context.store.transaction() as c:
        visit = await visit.choose(c, _with(visit, watches))
    await visit.show(screen(visit))
    return visit.plain("settings.saved")


def screen(visit: Visit) -> Screen:
    """What is watched, each with its two buttons."""
    watches = visit.preferences.watches
    lines = [visit.tell("watch.head" if watches else "watch.none")]
    rows = []
    for each in watches:
        how = _how(visit, each.at_once)
        row = "watch.row" if each.forms[1:] else "watch.row_alone"
        lines.append(visit.tell(row, name=each.name, how=how, forms=_forms(each)))
        turned = "in_digest" if each.at_once else "at_once"
        rows.append(
            [
                Choice(f"✗ {each.name}", "watch", {"do": "remove", "name": each.name}),
                Choice(
                    f"→ {_how(visit, not each.at_once)}",
                    "watch",
                    {"do": turned, "name": each.name},
                ),
            ]
        )
    return Screen("\n".join([*lines, "", visit.tell("watch.how")]), rows)


def _with(visit: Visit, watches: Sequence[Watch]) -> Preferences:
    stored = tuple((each.name, each.at_once, each.forms) for each in watches)
    return replace(visit.preferences, watched=stored)


def _how(visit: Visit, at_once: bool) -> str:
    return visit.plain("watch.at_once" if at_once else "watch.in_digest")


def _forms(each: Watch) -> str:
    return ", ".join(each.forms)


def _listed(name: str, names: Sequence[str]) -> bool:
    return for_search(_seen(name)) in {for_search(each) for each in names}
