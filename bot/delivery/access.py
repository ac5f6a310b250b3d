"""Who may use the bot. Deny by default: an empty list allows nobody. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

from bot.config import BotSettings
from bot.store.addressees import Addressee
from bot.store.chats import ChatKind
from bot.store.users import Access


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever wrote or pressed, and where."""

    user: int | None
    """None: the chat itself, as in a channel's posts and with anonymous administrators."""
    chat: int
    """Telegram's id."""
    kind: ChatKind
    standing: Access
    chat_standing: Access
    admitted: bool
    """The chat was opened by somebody who may use the bot."""
    formerly: int | None = None
    """The id a supergroup had as a group."""


def is_owner(user: int | None, settings: BotSettings) -> bool:
    return user is not None and user == settings.owner


def known_user(visitor: Visitor, settings: BotSettings) -> bool:
    """May use the bot in a private chat, and open a group to it."""
    if is_owner(visitor.user, settings):
        return True
    if visitor.user is None or visitor.standing is Access.BLOCKED:
        return False
    return visitor.user in settings.allowed_users or visitor.standing is Access.ALLOWED


def is_listed(visitor: Visitor, settings: BotSettings) -> bool:
    """Whether the operator's list has the group, under its id or the one before."""
    return bool({visitor.chat, visitor.formerly} & set(settings.allowed_chats))


def may_use(visitor: Visitor, settings: BotSettings) -> bool:
    if is_owner(visitor.user, settings):
        return True
    if Access.BLOCKED in (visitor.standing, visitor.chat_standing):
        return False
    if visitor.kind is ChatKind.PRIVATE:
        return known_user(visitor, settings)
    return is_listed(visitor, settings) or visitor.admitted or known_user(visitor, settings)


def may_receive(to: Addressee, settings: BotSettings) -> bool:
    """Whether a chat that was let in once still gets digests and broadcasts. It gets none where it
    is blocked, or where it or its user is no longer on the list."""
    private = to.kind is ChatKind.PRIVATE
    return may_use(
        Visitor(
            to.telegram_id if private else None,
            to.telegram_id,
            to.kind,
            to.standing if private else Access.UNKNOWN,
            to.standing,
            to.admitted,
            to.formerly,
        ),
        settings,
    )


def refusal(to: Addressee, *, asked: bool, settings: BotSettings) -> str | None:
    """Why a message that waits must not be sent any more; None where it may be sent.

    `asked`: the message answers somebody.
    """
    if to.standing is Access.BLOCKED and not is_owner(to.telegram_id, settings):
        return "blocked"
    return None if asked or may_receive(to, settings) else "no longer allowed"


def nobody_allowed(settings: BotSettings) -> bool:
    """Whether the configuration alone lets nobody in."""
    return settings.owner is None and not settings.allowed_users and not settings.allowed_chats


class Verdict(StrEnum):
    GO = "go"
    TELL = "tell"
    """Too fast; say so this once."""
    IGNORE = "ignore"


@dataclass(slots=True)
class RateLimit:
    """At most `count` things of one user in any `seconds`. `now` only rises, in seconds."""

    count: int
    seconds: float = 60.0
    _times: dict[int, deque[float]] = field(default_factory=dict)
    _told: set[int] = field(default_factory=set)

    def check(self, user: int, now: float, *, telling: bool = True) -> Verdict:
        """`telling`: whether the caller can tell the user; where not, a later call returns TELL."""
        times = self._times.setdefault(user, deque())
        while times and times[0] <= now - self.seconds:
            times.popleft()
        if len(times) < self.count:
            times.append(now)
            self._told.discard(user)
            self._forget(now)
            return Verdict.GO
        if user in self._told or not telling:
            return Verdict.IGNORE
        self._told.add(user)
        return Verdict.TELL

    def _forget(self, now: float) -> None:
        """Drop the users who have not written for long, so that memory does not grow."""
        if len(self._times) > 1000:
            self._times = {u: t for u, t in self._times.items() if t[-1] > now - self.seconds}
            self._told &= self._times.keys()
