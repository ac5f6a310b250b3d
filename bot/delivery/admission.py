"""Who may use the bot where, and what they are told if not. Pure: what is known in, a decision out.

bot/delivery/handlers/entrance.py asks the store and Telegram, and acts on the decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.config import BotSettings
from bot.delivery.access import Visitor, is_listed, known_user, may_use
from bot.store.chats import ChatKind
from bot.store.users import Access

DENIED_AGAIN = timedelta(hours=12)
"""Somebody who may not use the bot is told so at most this often."""


@dataclass(frozen=True, slots=True)
class Asker:
    """What is known of whoever asks, before anything is done."""

    visitor: Visitor
    at: datetime
    seen_before: datetime | None = None
    """When the user was seen last before this; None for the first time, and for a chat's own
    voice."""
    invitation: str | None = None
    """The code that came with /start."""
    invited: bool = False
    """That code was good, and is used up."""
    quiet: bool = False
    """There is another way to say no, as to a press."""


class Denial(StrEnum):
    """Values are keys of the interface texts."""

    DENIED = "access.denied"
    GROUP = "access.group_denied"
    BAD_INVITATION = "start.bad_invite"


@dataclass(frozen=True, slots=True)
class Admission:
    allowed: bool
    welcomed: bool = False
    """By an invitation: the user is to be kept as allowed, and greeted."""
    said: Denial | None = None
    """To be told, where not allowed; None: nothing."""


def needs_invitation(asking: Asker, settings: BotSettings) -> bool:
    """Whether the code is to be looked up: it is used up by that."""
    visitor = asking.visitor
    wanted = asking.invitation is not None and visitor.user is not None
    blocked = visitor.standing is Access.BLOCKED
    return wanted and not blocked and not may_use(visitor, settings)


def admit(asking: Asker, settings: BotSettings) -> Admission:
    visitor = asking.visitor
    if may_use(visitor, settings):
        return Admission(allowed=True)
    private = visitor.kind is ChatKind.PRIVATE
    if asking.invited:
        # It lets the user in; in a group that holds from the user's next message on.
        said = None if private else _said(asking, bad=False)
        return Admission(allowed=private, welcomed=True, said=said)
    bad = asking.invitation is not None and visitor.user is not None
    return Admission(allowed=False, said=_said(asking, bad=bad))


def _said(asking: Asker, *, bad: bool) -> Denial | None:
    """`bad`: an invitation was tried and is none; that is always told."""
    if asking.quiet or asking.visitor.standing is Access.BLOCKED:
        return None
    seen = asking.seen_before
    if not bad and seen is not None and asking.at - seen < DENIED_AGAIN:
        return None
    if asking.visitor.kind is not ChatKind.PRIVATE:
        return Denial.GROUP
    return Denial.BAD_INVITATION if bad else Denial.DENIED


def may_open(visitor: Visitor, settings: BotSettings) -> bool:
    """Whether a group is to be opened to its members, if the visitor administers it.

    One on the operator's list is open by the list alone, so that taken off it the group is shut.
    """
    if visitor.kind is ChatKind.PRIVATE or visitor.admitted or visitor.user is None:
        return False
    return known_user(visitor, settings) and not is_listed(visitor, settings)


def opens_by_adding(visitor: Visitor, settings: BotSettings) -> bool:
    """Whether a group that the visitor adds the bot to may use it."""
    return visitor.kind is not ChatKind.PRIVATE and known_user(visitor, settings)
