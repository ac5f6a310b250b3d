"""How fast messages may leave: overall, per chat, per group, and after Telegram's 429.

Pure: state and times in, waits out; `now` is any clock that only rises, in seconds. Sliding
windows, since a token bucket of 20 lets 39 pass in the first minute.

Limits: core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.store.chats import ChatKind

MARGIN = 1.03
"""Windows are this much longer than Telegram's: messages do not arrive as evenly as they left."""
EVENLY = 0.9
"""Of the even distance between messages; the rest is for catching up what was late."""
GLOBAL_FLOOD = 3
"""So many chats refused with no message taken in between, and Telegram means the bot."""


@dataclass(slots=True)
class Window:
    """At most `count` in any `seconds`."""

    count: int
    seconds: float
    _times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until one more may go; 0 is now."""
        self._forget(now)
        if len(self._times) < self.count:
            return 0.0
        return max(0.0, self._times[-self.count] + self.seconds - now)

    def spend(self, now: float) -> None:
        self._times.append(now)

    def idle(self, now: float) -> bool:
        self._forget(now)
        return not self._times

    def _forget(self, now: float) -> None:
        while self._times and self._times[0] + self.seconds <= now:
            self._times.popleft()


@dataclass(frozen=True, slots=True)
class SendingLimits:
    overall: int = 30
    """A second."""
    per_chat: int = 1
    """A second."""
    per_group: int = 20
    """A minute; groups, supergroups and channels."""


UNLIMITED = SendingLimits(10**9, 10**9, 10**9)


class Pacer:
    """The state of one sender."""

    def __init__(self, limits: SendingLimits = SendingLimits()) -> None:
        self._limits = limits
        self._overall = (
            Window(limits.overall, MARGIN),
            # Evenly, or a burst is spread by its own weight and the next one is not.
            Window(1, EVENLY * MARGIN / limits.overall),
        )
        self._chats: dict[int, tuple[Window, ...]] = {}
        self._paused: dict[int, float] = {}
        self._all_paused = 0.0
        self._refused: dict[int, float] = {}
        self._swept = 0.0

    def wait_overall(self, now: float) -> float:
        """Seconds until any chat may be written to."""
        own = max(window.wait(now) for window in self._overall)
        return max(own, self._all_paused - now, 0.0)

    def wait(self, chat: int, now: float) -> float:
        """Seconds until this chat (its Telegram id) may be written to, were it alone; 0 is now."""
        own = max((window.wait(now) for window in self._chats.get(chat, ())), default=0.0)
        return max(own, self._paused.get(chat, 0.0) - now, 0.0)

    @property
    def ahead(self) -> int:
        """How many messages leave in a quarter of a second: so many may be made ready."""
        return max(1, self._limits.overall // 4)

    def spend(self, chat: int, kind: ChatKind, now: float) -> None:
        """A message leaves for the chat."""
        windows = self._chats.get(chat)
        if windows is None:
            windows = self._chats[chat] = tuple(self._windows(kind))
        for window in (*self._overall, *windows):
            window.spend(now)
        self._sweep(now)

    def wait_edit(self, chat: int, now: float) -> float:
        """Seconds until a message of this chat may be edited: an edit counts overall and waits
        out a 429, but Telegram's limits for one chat are of new messages."""
        return max(self.wait_overall(now), self._paused.get(chat, 0.0) - now, 0.0)

    def spend_edit(self, now: float) -> None:
        for window in self._overall:
            window.spend(now)

    def taken(self, chat: int) -> None:
        """Note that Telegram took a message, so that a 429 before it was meant for one chat."""
        self._refused.clear()
        self._paused.pop(chat, None)

    def flooded(self, chat: int, retry_after: float, now: float) -> None:
        """Telegram answered 429. The chat waits; all do where several chats were refused in a
        row, since Telegram does not say whom it means."""
        self._paused[chat] = max(self._paused.get(chat, 0.0), now + retry_after)
        self._refused[chat] = now + retry_after
        if len(self._refused) >= GLOBAL_FLOOD:
            self._all_paused = max(self._all_paused, *self._refused.values())
            self._refused.clear()

    def _windows(self, kind: ChatKind) -> Iterable[Window]:
        yield Window(self._limits.per_chat, MARGIN)
        if kind is not ChatKind.PRIVATE:
            yield Window(self._limits.per_group, 60 * MARGIN)

    def _sweep(self, now: float) -> None:
        """Forget chats that were not written to for long; memory stays with the living."""
        if now - self._swept < 60:
            return
        self._swept = now
        self._chats = {
            chat: windows
            for chat, windows in self._chats.items()
            if not all(window.idle(now) for window in windows)
        }
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
