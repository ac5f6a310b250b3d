"""What news this chat gets by what it is about: /sections, and its buttons.

In a group everybody may see the choice, and its administrators change it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.delivery.handlers import typed
from bot.delivery.handlers.menu_buttons import in_rows
from bot.delivery.scheduling.preferences import Preferences
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.delivery.wording import LANGUAGES, plain, texts
from bot.language.arabic.countries import country_name, country_named

HOW = {"only": "topics_keep", "not": "topics_drop", "first": "topics_first"}
ALL: dict[str, Any] = dict.fromkeys(HOW.values(), ())


async def sections(visit: Visit, topics: Sequence[str]) -> None:
    """/sections, /sections on, /sections not sport, /sections first Yemen, /sections all"""
    said = visit.args.strip()
    if not said:
        await visit.answer(screen(visit, topics))
    elif (on := typed.switch(said)) is not None:
        await _keep(visit, replace(visit.preferences, by_topic=on), topics)
    elif (found := typed.names(said)) is None:
        await visit.answer(visit.tell("sections.how"))
    elif found[0] == "all":
        await _keep(visit, replace(visit.preferences, **ALL), topics)
    else:
        how, names = found
        keys = [_key(name, topics) for name in names]
        unknown = [name for name, key in zip(names, keys, strict=True) if key is None]
        if unknown:
            listed = ", ".join(topic_name(topic, visit.language) for topic in topics)
            told = visit.tell("sections.unknown", name=", ".join(unknown), names=listed)
            await visit.answer(told)
            return
        chosen = tuple(dict.fromkeys(key for key in keys if key is not None))
        given: dict[str, Any] = {HOW[how]: chosen}
        await _keep(visit, replace(visit.preferences, **given), topics)


def _key(name: str, topics: Sequence[str]) -> str | None:
    """The topic, or the code of the country, that somebody names in any language."""
    said = name.strip().casefold()
    for topic in topics:
        if said in {topic.casefold(), *(topic_name(topic, each).casefold() for each in LANGUAGES)}:
            return topic
    return country_named(name)


def topic_name(key: str, language: str) -> str:
    """A topic, or a country by its code, for readers. An operator's own topic has its own name."""
    if key.isupper():
        return country_name(key, language)
    named = f"topics.{key}"
    return plain(language, named) if named in texts(language) else key


async def _keep(visit: Visit, chosen: Preferences, topics: Sequence[str]) -> None:
    async with visit.context.store.transaction() as c:
        changed = await visit.choose(c, chosen)
        await changed.answer_in(c, screen(changed, topics))
    visit.context.wake()


async def pressed(visit: Visit, topics: Sequence[str]) -> str | None:
    """A button says what is to be, so that it does no harm pressed twice."""
    data, p = visit.data, visit.preferences
    if "by_topic" in data:
        chosen = replace(p, by_topic=bool(data["by_topic"]))
    elif "topic" in data:
        topic = str(data["topic"])
        left = tuple(each for each in p.topics_drop if each != topic)
        chosen = replace(p, topics_drop=(*left, topic) if data["drop"] else left)
    else:
        await visit.show(screen(visit, topics))
        return None
    async with visit.context.store.transaction() as c:
        visit = await visit.choose(c, chosen)
    await visit.show(screen(visit, topics))
    return visit.plain("settings.saved")


def screen(visit: Visit, topics: Sequence[str]) -> Screen:
    p = visit.preferences

    def names(of: Sequence[str]) -> str:
        return ", ".join(topic_name(each, visit.language) for each in of)

    lines = [visit.tell("sections.head"), visit.tell(_state(p.by_topic))]
    for key, of in (("keep", p.topics_keep), ("drop", p.topics_drop), ("first", p.topics_first)):
        if of:
            lines.append(visit.tell(f"sections.{key}", names=names(of)))
    lines += ["", visit.tell("sections.how")]
    switches = [
        Choice(
            f"{'✗' if topic in p.topics_drop else '✓'} {topic_name(topic, visit.language)}",
            "sections",
            {"topic": topic, "drop": topic not in p.topics_drop},
        )
        for topic in topics
    ]
    turn = Choice(visit.plain(_state(not p.by_topic)), "sections", {"by_topic": not p.by_topic})
    return Screen("\n".join(lines), [[turn], *in_rows(switches, 2)])


def _state(by_topic: bool) -> str:
    return "sections.on" if by_topic else "sections.off"
