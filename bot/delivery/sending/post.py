"""What is sent and what may come of it: the seam between the sender and Telegram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.errors import MujazError


class BotRefused(MujazError):
    """Telegram does not know the token."""


@dataclass(frozen=True, slots=True)
class Button:
    """One of `callback` (a bot.store.callbacks id) and `url` is given."""

    text: str
    callback: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ChatButton:
    """In the keyboard's place: opens Telegram's list of the user's chats, to pick one."""

    text: str
    number: int
    """Comes back with the chat that is picked."""
    channel: bool
    """A channel, else a group."""


@dataclass(frozen=True, slots=True)
class Payload:
    """One message, as it is kept in the outbox."""

    text: str
    """Telegram HTML; a file's caption where there is a file."""
    keyboard: tuple[tuple[Button, ...], ...] = ()
    silent: bool = False
    reply_to: int | None = None
    file_name: str | None = None
    file_text: str | None = None
    fill: str | None = None
    """What bot.delivery.sending.filling puts in when it leaves."""
    chat_buttons: tuple[ChatButton, ...] = ()
    photograph: str = ""
    """The address of a picture that Telegram shows above the text; none with a file."""
    ask: str = ""
    """The reader is to reply to it; what stands in the empty line meanwhile."""
    articles: tuple[int, ...] = ()
    """Numbers of the articles it shows; kept beside the row, not in it."""

    @property
    def recognisable(self) -> bool:
        """Whether its keyboard is unlike any other, by an id that was made for it alone."""
        return any(button.callback for row in self.keyboard for button in row)


def to_row(payload: Payload) -> dict[str, Any]:
    row: dict[str, Any] = {"text": payload.text}
    if payload.keyboard:
        row["keyboard"] = [[[b.text, b.callback, b.url] for b in line] for line in payload.keyboard]
    if payload.chat_buttons:
        row["chat_buttons"] = [[b.text, b.number, b.channel] for b in payload.chat_buttons]
    for name in ("silent", "reply_to", "file_name", "file_text", "fill", "ask", "photograph"):
        if value := getattr(payload, name):
            row[name] = value
    return row


def from_row(row: Mapping[str, Any]) -> Payload:
    keyboard = tuple(tuple(Button(*b) for b in line) for line in row.get("keyboard", ()))
    chosen = tuple(ChatButton(*each) for each in row.get("chat_buttons", ()))
    return Payload(**{**row, "keyboard": keyboard, "chat_buttons": chosen})


@dataclass(frozen=True, slots=True)
class Address:
    telegram_id: int
    thread: int
    """0: none."""


# ------------------------------------------------------------------------- what came of sending


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: int


@dataclass(frozen=True, slots=True)
class Flooded:
    """Telegram answered 429."""

    retry_after: float


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group is a supergroup now, with this id."""

    to: int


@dataclass(frozen=True, slots=True)
class Unparsable:
    """Telegram cannot read the text's markup."""

    reason: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram will never take this message, for a reason of its own."""

    reason: str


@dataclass(frozen=True, slots=True)
class ChatUnreachable:
    """The chat is not to be written to."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """The message did not leave: no connection was made."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """The message left, and no answer says whether it arrived."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unauthorised:
    reason: str


Outcome = (
    Sent
    | Flooded
    | Migrated
    | Unparsable
    | Rejected
    | ChatUnreachable
    | NotSent
    | Unsure
    | Unauthorised
)


class Post(Protocol):
    """The way to Telegram. Neither call raises for anything Telegram or the network does."""

    async def send(self, to: Address, payload: Payload, *, plain: bool) -> Outcome:
        """`plain`: without markup in the text."""
        ...

    async def carries(self, to: Address, message_id: int, payload: Payload) -> bool | Outcome:
        """Whether that message has exactly this payload's keyboard; how asking failed."""
        ...
