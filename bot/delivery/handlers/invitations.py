"""/invite makes an invitation, /invitations lists them and takes one back."""

from __future__ import annotations

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.delivery.handlers.members_screens import LABEL, PAGE, page_line, pages
from bot.delivery.handlers.typed import number
from bot.delivery.naming import user_name
from bot.delivery.sending.filling import CODE, invite_code, new_invite, with_invite
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.language.cutting import clip
from bot.language.digits import western
from bot.store import invites, users
from bot.store.invites import Invitation

MOST_USES = range(1, 1001)
NAMED = 20
"""People named who came by one invitation; the rest are counted."""


async def invite(visit: Visit, username: str, token: str) -> None:
    """/invite, /invite 10, /invite 10 2026-12-31. Its code stands in no table: it is put in when
    the message leaves (bot/delivery/sending/filling.py). `username`, `token`: the bot's."""
    found = _uses_and_end(visit.args, ZoneInfo(visit.preferences.zone))
    if found is None or (found[1] and found[1] <= visit.context.now()):
        await visit.answer(visit.tell("operator.invite_usage"))
        return
    uses, until = found
    link = f"https://t.me/{username}?start={CODE}"
    text = visit.tell("operator.invite", uses=uses, until=_day(visit, until), link=link)
    drawn, now = new_invite(), visit.context.now()
    code = invite_code(token, drawn)
    async with visit.context.store.transaction() as c:
        await visit.record(c)
        await invites.add(c, code, visit.user or 0, now, uses=uses, until=until)
        await enqueue_answer(c, visit.chat.id, [with_invite(text, drawn)], now)
    visit.context.wake()


def _uses_and_end(args: str, zone: ZoneInfo) -> tuple[int, datetime | None] | None:
    """How often, and until the end of which day in that zone."""
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
    return uses, datetime.combine(day, time(23, 59, 59), zone)


# -------------------------------------------------------------------------------- /invitations


async def list_all(visit: Visit) -> None:
    """/invitations: the newest first."""
    await visit.answer(await _list(visit, 0))


async def pressed(visit: Visit) -> None:
    """A page of the list, one invitation, or its withdrawal."""
    if "id" not in visit.data:
        await visit.show(await _list(visit, int(visit.data.get("page", 0))))
        return
    wanted = int(visit.data["id"])
    if visit.data.get("do") == "withdraw":
        async with visit.context.store.transaction() as c:
            await invites.remove(c, wanted)
        await visit.show(await _list(visit, 0, visit.tell("invitations.withdrawn", number=wanted)))
        return
    await visit.show(await _one(visit, wanted))


async def _list(visit: Visit, page: int, said: str = "") -> Screen:
    now = visit.context.now()
    async with visit.context.store.read_only() as c:
        total = await invites.count(c)
        page = min(page, max(0, (total - 1) // PAGE))
        found = await invites.listing(c, PAGE, page * PAGE)
    head = [said, ""] if said else []
    if not total:
        return Screen("\n".join([*head, visit.tell("invitations.none")]))
    head.append(visit.tell("invitations.head", count=total))
    rows = [
        [Choice(clip(f"{each.id} · {_state(visit, each, now)}", LABEL), "invitation",
                {"id": each.id})]
        for each in found
    ]  # fmt: skip
    turn = pages(visit, "invitation", total, page)
    return Screen("\n".join(head + page_line(visit, total, page)), [*rows, turn] if turn else rows)


def _state(visit: Visit, invitation: Invitation, now: datetime) -> str:
    if not invitation.uses_left:
        return visit.plain("invitations.used_up")
    end = _day(visit, invitation.expires_at)
    if not invitation.open(now):
        return visit.plain("invitations.over", at=end)
    return visit.plain("invitations.open", count=invitation.uses_left, end=end)


async def _one(visit: Visit, wanted: int) -> Screen:
    async with visit.context.store.read_only() as c:
        invitation = await invites.get(c, wanted)
        came = await users.by_invitation(c, wanted)
    if invitation is None:
        return await _list(visit, 0)
    lines = [
        visit.tell("invitations.one", number=wanted, at=_day(visit, invitation.created_at)),
        visit.tell("invitations.state", state=_state(visit, invitation, visit.context.now())),
    ]
    named = [user_name(each, each.id) for each in came[:NAMED]]
    if named:
        more = " …" if len(came) > NAMED else ""
        lines.append(visit.tell("invitations.came", names=", ".join(named) + more))
    people = [
        [Choice(clip(name, LABEL), "member", {"id": each.id})]
        for each, name in zip(came[:NAMED], named, strict=True)
    ]
    is_open = invitation.open(visit.context.now())
    label = visit.plain("invitations.withdraw" if is_open else "invitations.delete")
    withdraw = Choice(label, "invitation", {"id": wanted, "do": "withdraw"})
    back = Choice(visit.plain("invitations.all"), "invitation", {})
    return Screen("\n".join(lines), [*people, [withdraw], [back]])


def _day(visit: Visit, moment: datetime | None) -> str:
    if moment is None:
        return visit.plain("operator.no_end")
    return f"{moment.astimezone(ZoneInfo(visit.preferences.zone)):%Y-%m-%d}"
