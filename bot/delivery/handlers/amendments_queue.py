"""/amendments: what readers sent to the operator, one by one; taken, it holds for all."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.scheduling.editions import Editions
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.errors import BadTerm
from bot.language.cutting import clip
from bot.language.lettering import clean
from bot.pipeline.glossary import put
from bot.pipeline.names import entry
from bot.store import amendments
from bot.store.amendments import Amendment, AmendmentState

SHOWN = 1200
"""Characters of each text."""
NAMES = 10
"""Names that /glossary offers at a time."""


async def asked(visit: Visit) -> None:
    async with visit.context.store.transaction() as c:
        await visit.answer_in(c, await _next(c, visit, 0))
    visit.context.wake()


async def pressed(visit: Visit, editions: Editions) -> str | None:
    """Take it, drop it, put its name into the glossary, or see the next."""
    do = str(visit.data.get("do", ""))
    number = int(visit.data.get("amendment", 0))
    said = None
    async with visit.context.store.transaction() as c:
        kept = await amendments.get(c, number)
        if kept is not None and kept.state is AmendmentState.SENT:
            if do in ("take", "drop"):
                state = AmendmentState.TAKEN if do == "take" else AmendmentState.DROPPED
                await amendments.settle(c, number, state)
                said = visit.plain(f"amendments.{state}")
            if do == "name":
                said = await take_name(c, visit, kept)
        after = number if do == "next" else 0
        screen = await _next(c, visit, after)
    editions.forget()
    await visit.show(screen)
    return said


async def take_name(c: AsyncConnection, visit: Visit, kept: Amendment) -> str:
    """Into the glossary; the toast."""
    try:
        term = entry(kept.name_arabic, kept.name_english, "")
    except BadTerm:
        return visit.plain("amendments.bad_name")
    await put(c, term, visit.context.now())
    if not kept.english:
        # Nothing else was sent with it.
        await amendments.settle(c, kept.id, AmendmentState.TAKEN)
    return visit.plain("amendments.name_taken", english=kept.name_english)


async def _next(c: AsyncConnection, visit: Visit, after: int) -> Screen:
    """The oldest in the queue behind that number, or from the beginning again."""
    waiting = await amendments.in_state(c, (AmendmentState.SENT,))
    if not waiting:
        return Screen(visit.tell("amendments.none"))
    one = next((each for each in waiting if each.id > after), waiting[0])
    return _screen(visit, one, len(waiting))


def _screen(visit: Visit, one: Amendment, waiting: int) -> Screen:
    lines = [
        visit.tell("amendments.head", count=waiting),
        visit.tell(f"amend.said_{one.wrong}"),
        visit.tell(
            "amendments.one",
            arabic=clip(clean(one.arabic), SHOWN),
            before=clip(clean(one.before), SHOWN),
        ),
    ]
    if one.english:
        lines.append(visit.tell("amendments.should", english=clip(clean(one.english), SHOWN)))
    if one.name_english:
        lines.append(
            visit.tell("amendments.name", arabic=one.name_arabic, english=one.name_english)
        )

    def choice(do: str) -> Choice:
        return Choice(
            visit.plain(f"amendments.button_{do}"), "amendment", {"amendment": one.id, "do": do}
        )

    # What only calls a sentence wrong cannot hold for all: there is nothing to show in its place.
    first = [*([choice("take")] if one.english else []), choice("drop")]
    rows = [first, *([[choice("name")]] if one.name_english else [])]
    return Screen("\n".join(lines), [*rows, *([[choice("next")]] if waiting > 1 else [])])


async def names_offered(c: AsyncConnection) -> list[Amendment]:
    """Names in the queue, for /glossary."""
    waiting = await amendments.in_state(c, (AmendmentState.SENT,))
    return [each for each in waiting if each.name_english][:NAMES]
