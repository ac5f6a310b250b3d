"""What the operator can do."""

from __future__ import annotations

import asyncio
import re
import resource
import sys
from datetime import UTC, datetime, time, timedelta
from typing import Any

from bot.delivery.access import is_owner, may_receive
from bot.delivery.handlers.services import EngineState
from bot.delivery.handlers.typed import number
from bot.delivery.sending.filling import CODE, invite_code, new_invite, with_invite
from bot.delivery.sending.outbox import enqueue_answer, enqueue_broadcast
from bot.delivery.sending.post import Payload
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.language.digits import western
from bot.pipeline.engines import named_in_use
from bot.store import (
    addressees,
    articles,
    chats,
    digests,
    following,
    incidents,
    invites,
    outbox,
    outgoing,
    requests,
    schedules,
    sources,
    switches,
    users,
)
from bot.store.chats import Chat, ChatState
from bot.store.incidents import Incident
from bot.store.users import Access

MOST_USES = range(1, 1001)
BROADCAST_UNITS = 3500
"""Characters, so that the preview with its own line still is one message."""


# -------------------------------------------------------------------------------------- status


async def status(visit: Visit, runner: EngineState) -> None:
    context, now = visit.context, visit.context.now()
    # Of the files on disk, which may be slow.
    engine = await asyncio.to_thread(named_in_use, context.settings)
    async with context.store.read_only() as c:
        by_state = await chats.count_by_state(c)
        by_stage = await articles.count_by_stage(c)
        happened = await incidents.count_since(c, now - timedelta(hours=24))
        last = await digests.latest_made(c)
        unsent = await outbox.count_unsent(c)
        reading = await requests.count_open(c)
        paused = await switches.since(c, switches.PAUSED)
        known = await sources.count(c, everybody=True)
        failing = await following.failing(c)
        looked = await following.last_checked(c)

    def counted(counts: Any) -> str:
        listed = ", ".join(f"{name}: {count}" for name, count in sorted(counts.items()))
        return listed or visit.plain("operator.none")

    def moment(at: datetime | None, otherwise: str) -> str:
        return f"{at:%Y-%m-%d %H:%M} UTC" if at else visit.plain(otherwise)

    await visit.answer(
        visit.tell(
            "operator.status",
            chats=counted(by_state),
            unsent=unsent,
            articles=counted(by_stage),
            requests=reading,
            last=moment(last, "operator.never"),
            failures=counted({k: n for k, n in happened.items() if k is not Incident.RUN}),
            model=f"{engine}: {runner.state}",
            memory=memory_mb(),
            paused=moment(paused, "settings.off"),
            sources=known,
            failing=failing,
            looked=moment(looked, "operator.never"),
        )
    )


def memory_mb() -> int:
    """The most this process ever held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Kilobytes on Linux, bytes on macOS (getrusage(2)).
    return most >> (20 if sys.platform == "darwin" else 10)


# -------------------------------------------------------------------------------------- invite


async def invite(visit: Visit, username: str, token: str) -> None:
    """/invite, /invite 10, /invite 10 2026-12-31. Its code stands in no table: it is put in when
    the message leaves (bot/delivery/sending/filling.py). `username`, `token`: the bot's."""
    found = _uses_and_end(visit.args)
    if found is None or (found[1] and found[1] <= visit.context.now()):
        await visit.answer(visit.tell("operator.invite_usage"))
        return
    uses, until = found
    link = f"https://t.me/{username}?start={CODE}"
    end = f"{until:%Y-%m-%d} UTC" if until else visit.plain("operator.no_end")
    text = visit.tell("operator.invite", uses=uses, until=end, link=link)
    number, now = new_invite(), visit.context.now()
    code = invite_code(token, number)
    async with visit.context.store.transaction() as c:
        await visit.record(c)
        await invites.add(c, code, visit.user or 0, now, uses=uses, until=until)
        await enqueue_answer(c, visit.chat.id, [with_invite(text, number)], now)
    visit.context.wake()


def _uses_and_end(args: str) -> tuple[int, datetime | None] | None:
    found = re.fullmatch(r"(\d{1,4})?\s*(\d{4}-\d{2}-\d{2})?", western(args.strip()))
    if found is None:
        return None
    uses = number(found[1] or "1", MOST_USES)
    if uses is None:
        return None
    if not found[2]:
        return uses, None
    try:
        day = datetime.fromisoformat(found[2]).date()
    except ValueError:
        return None
    return uses, datetime.combine(day, time(23, 59, 59), UTC)


# ----------------------------------------------------------------------------------- broadcast


async def broadcast(visit: Visit) -> None:
    """The text as plain words, shown first, sent only when confirmed."""
    text = visit.args.strip()
    if not text or len(text) > BROADCAST_UNITS:
        await visit.answer(visit.tell("operator.broadcast_usage"))
        return
    async with visit.context.store.read_only() as c:
        count = len({chat.telegram_id for chat in await _living(visit, c)})
    preview = visit.tell("operator.broadcast_preview", count=count, text="\0").replace("\0", "")
    await visit.answer(
        Screen(
            preview.rstrip() + "\n\n" + _escaped(text),
            [
                [
                    Choice(visit.plain("operator.broadcast_send"), "broadcast", {"text": text}),
                    Choice(visit.plain("operator.broadcast_cancel"), "broadcast", {}),
                ]
            ],
        )
    )


async def _living(visit: Visit, c: Any) -> list[Chat]:
    """The chats that are not gone and may still use the bot."""
    found = [*await chats.everywhere(c), *await chats.everywhere(c, ChatState.DOUBTFUL)]
    to = await addressees.of_chats(c, [chat.id for chat in found])
    return [chat for chat in found if may_receive(to[chat.id], visit.context.settings.bot)]


def _escaped(text: str) -> str:
    import html

    # Lines are the operator's own; only what Telegram refuses goes.
    return html.escape(re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "", text), quote=False)


async def broadcast_pressed(visit: Visit) -> None:
    text = visit.data.get("text")
    if not text:
        await visit.settle(visit.tell("operator.broadcast_cancelled"))
        return
    async with visit.context.store.transaction() as c:
        to = await _living(visit, c)
        held = await switches.since(c, switches.PAUSED) is not None
        key = "operator.broadcast_held" if held else "operator.broadcast_sent"
        count = len({chat.telegram_id for chat in to})
        # A second tap, or the same press from Telegram again, must not send it to everybody twice.
        if not await visit.settle_in(c, visit.tell(key, count=count)):
            return
        await enqueue_broadcast(c, to, Payload(_escaped(str(text))), visit.context.now())
    await visit.settled()


# --------------------------------------------------------------------------------- block, pause


def telegram_id(args: str) -> int | None:
    found = re.fullmatch(r"-?\d{1,18}", western(args.strip()))
    return int(found[0]) if found else None


async def _set_standing(visit: Visit, standing: Access, said: str) -> None:
    wanted = telegram_id(visit.args)
    if wanted is None:
        await visit.answer(visit.tell("operator.block_usage"))
        return
    if standing is Access.BLOCKED and is_owner(wanted, visit.context.settings.bot):
        # The owner's word goes before every list, so it would change nothing and say it did.
        await visit.answer(visit.tell("operator.block_owner", id=wanted))
        return
    async with visit.context.store.transaction() as c:
        await users.set_standing(c, wanted, standing, visit.context.now())
        if standing is Access.BLOCKED:
            for chat in await chats.of_telegram(c, wanted):
                await schedules.replace(c, chat.id, ())
                await outgoing.drop_all(c, chat.id, visit.context.now(), "blocked")
        await visit.answer_in(c, visit.tell(said, id=wanted))
    visit.context.wake()


async def block(visit: Visit) -> None:
    """A user or a chat: no answer, no digest."""
    await _set_standing(visit, Access.BLOCKED, "operator.blocked")


async def unblock(visit: Visit) -> None:
    await _set_standing(visit, Access.UNKNOWN, "operator.unblocked")


async def pause(visit: Visit) -> None:
    async with visit.context.store.transaction() as c:
        await switches.on(c, switches.PAUSED, visit.context.now())
        hours = f"{visit.context.settings.bot.late_hours:g}"
        await visit.answer_in(c, visit.tell("operator.pause_on", hours=hours))
    visit.context.wake()


async def resume(visit: Visit) -> None:
    async with visit.context.store.transaction() as c:
        await switches.off(c, switches.PAUSED)
        await visit.answer_in(c, visit.tell("operator.pause_off"))
    visit.context.wake()
