"""How people and chats are shown to the operator: the lists, one of them, and the last question.

Nothing that anybody wrote is here but names and titles (docs/privacy.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.delivery.access import is_owner
from bot.delivery.handlers.briefs import NEXT, PREVIOUS
from bot.delivery.handlers.places import zone_shown
from bot.delivery.handlers.standing import Known
from bot.delivery.scheduling.preferences import of_chat, shown_at, times_words
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.language.cutting import clip
from bot.store.chats import Chat, ChatState
from bot.store.invites import Invitation
from bot.store.users import Access

PAGE = 8
"""People or chats on one page of a list."""
LABEL = 50
"""Characters of a button."""


def pages(visit: Visit, action: str, total: int, page: int, **data: object) -> list[Choice]:
    """Buttons to the pages before and after."""
    turn = [Choice(PREVIOUS, action, {**data, "page": page - 1})] if page else []
    if (page + 1) * PAGE < total:
        turn.append(Choice(NEXT, action, {**data, "page": page + 1}))
    return turn


def page_line(visit: Visit, total: int, page: int) -> list[str]:
    """ "Page 2 of 3", where there are several."""
    count = -(-total // PAGE)
    return [visit.tell("brief.page", page=page + 1, pages=count)] if count > 1 else []


def list_screen(visit: Visit, which: str, shown: Sequence[Known], total: int, page: int) -> Screen:
    """`which`: "users" or "chats"."""
    if not total:
        return Screen(visit.tell(f"members.no_{which}"))
    lines = [visit.tell(f"members.{which}", count=total), visit.tell("members.legend")]
    rows = [
        [Choice(clip(f"{_sign(visit, each)} {each.name}", LABEL), "member", {"id": each.id})]
        for each in shown
    ]
    turn = pages(visit, "members", total, page, list=which)
    return Screen("\n".join(lines + page_line(visit, total, page)), [*rows, turn] if turn else rows)


def _sign(visit: Visit, whom: Known) -> str:
    """✓ may use the bot, ✗ blocked, – not let in, ⏏ gone."""
    if whom.blocked:
        return "✗"
    if whom.chats and all(chat.state is ChatState.GONE for chat in whom.chats):
        return "⏏"
    return "✓" if _how(visit, whom) != "outside" else "–"


def _how(visit: Visit, whom: Known) -> str:
    """How they may use the bot; the end of a key of the interface texts."""
    settings = visit.context.settings.bot
    if is_owner(whom.id, settings):
        return "owner"
    if whom.blocked:
        return "blocked"
    if whom.listed(settings):
        return "listed"
    if whom.user is not None and whom.user.standing is Access.ALLOWED:
        return "invited"
    if whom.shared and any(of_chat(chat, settings).admitted for chat in whom.chats):
        return "opened"
    return "outside"


def one_screen(
    visit: Visit,
    whom: Known,
    invitation: Invitation | None,
    articles: int,
    owned: int,
    said: str = "",
) -> Screen:
    """`articles`: what they sent or were given; `owned`: sources they added; `said`: stands above,
    what was just done."""
    how = _how(visit, whom)
    lines = [said, ""] if said else []
    lines.append(visit.tell("members.name", name=whom.name))
    by = visit.tell("members.by_invitation", number=invitation.id) if invitation else ""
    lines.append(visit.tell(f"members.is_{how}") + (f" {by}" if by and how == "invited" else ""))
    if whom.user is not None and whom.id > 0:
        lines.append(
            visit.tell(
                "members.seen",
                first=_at(visit, whom.user.first_seen),
                last=_at(visit, whom.user.last_seen),
            )
        )
    lines += [_chat_line(visit, chat) for chat in whom.chats]
    lines.append(visit.tell("members.counts", articles=articles, sources=owned))
    return Screen("\n".join(lines), _buttons(visit, whom, how))


def _chat_line(visit: Visit, chat: Chat) -> str:
    chosen = of_chat(chat, visit.context.settings.bot)
    digests = (
        f"{times_words(chosen.times, visit.language)} ({zone_shown(chosen.zone)})"
        if chosen.subscribed
        else visit.plain("members.no_digests")
    )
    name = visit.plain(f"members.kind_{chat.kind}")
    if chat.thread:
        name = visit.plain("members.topic", thread=chat.thread)
    line = visit.tell("members.chat", kind=name, digests=digests)
    if chat.state is ChatState.GONE:
        line += " " + visit.tell("members.gone", at=_at(visit, chat.state_since))
    return line


def _buttons(visit: Visit, whom: Known, how: str) -> list[list[Choice]]:
    def to(do: str) -> Choice:
        return Choice(visit.plain(f"members.{do}"), "member", {"id": whom.id, "do": do})

    which = "chats" if whom.shared else "users"
    back = Choice(visit.plain(f"members.all_{which}"), "members", {"list": which})
    if how == "owner":
        return [[to("export")], [back]]
    return [[to("unblock" if whom.blocked else "block"), to("export")], [to("remove")], [back]]


def remove_screen(visit: Visit, whom: Known) -> Screen:
    """The last question before all of it is deleted."""
    text = visit.tell("members.remove_sure", name=whom.name)
    if whom.shared:
        text += " " + visit.tell("members.remove_leaves")
    yes = Choice(visit.plain("members.remove_yes"), "member", {"id": whom.id, "do": "remove_now"})
    no = Choice(visit.plain("members.remove_no"), "member", {"id": whom.id})
    return Screen(text, [[yes, no]])


def _at(visit: Visit, moment: datetime) -> str:
    return shown_at(moment, visit.preferences.zone)
