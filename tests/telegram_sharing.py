"""Who is in a chat on the strict server, and chats that a user shares with the bot.

As core.telegram.org/bots/api has KeyboardButtonRequestChat, ChatShared, ChatMember and
getChatAdministrators: the buttons stand in private chats only, a request's id is unique within
its message, and whoever shares a chat gives the bot the rights that the button asks for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from tests.telegram_html import Refused

Fields = dict[str, Any]
Uploads = dict[str, tuple[str, bytes]]

ADMIN_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
    "can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info",
    "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
THERE = ("creator", "administrator", "member")


def bad(what: str) -> Refused:
    return Refused(400, f"Bad Request: {what}")


class ChatSharing:
    """Mixed into the server."""

    push: Callable[..., Awaitable[int]]
    user: Callable[..., Fields]
    _store: Callable[..., Fields]
    _chat: Callable[[Fields], Fields]
    chats: dict[int, Fields]
    me: Fields

    def __init__(self) -> None:
        self.standings: dict[tuple[int, int], str] = {}
        """(chat, user) -> "creator", "administrator", "left"; anybody else is a member. The bot
        is in a channel only where this says so."""
        self.keyboards: dict[int, Fields] = {}
        """Private chat -> the reply keyboard that it shows."""

    def standing(self, chat_id: int, user_id: int) -> str:
        return self.standings.get((chat_id, user_id), "member")

    def member(self, chat_id: int, user_id: int) -> Fields:
        status = self.standing(chat_id, user_id)
        who = self.me if user_id == self.me["id"] else self.user(user_id)
        member: Fields = {"user": who, "status": status}
        if status == "administrator":
            member |= dict.fromkeys(ADMIN_RIGHTS, True)
        elif status == "creator":
            member["is_anonymous"] = False
        return member

    async def put_in(self, chat_id: int, by: int, status: str = "administrator") -> None:
        """A user adds the bot to a chat, or removes it with "left"."""
        bot = self.me["id"]
        before = {"user": self.me, "status": self.standings.get((chat_id, bot), "left")}
        if before["status"] == "administrator":
            before |= dict.fromkeys(ADMIN_RIGHTS, True)
        self.standings[chat_id, bot] = status
        change = {"chat": self.chats[chat_id], "from": self.user(by), "date": 1}
        await self.push(
            my_chat_member={
                **change,
                "old_chat_member": before,
                "new_chat_member": self.member(chat_id, bot),
            }
        )

    async def share_chat(self, private: int, chat_id: int) -> None:
        """The user picks a chat behind a button of the keyboard that the private chat shows."""
        chat = self.chats[chat_id]
        wanted = [
            button["request_chat"]
            for row in self.keyboards[private]["keyboard"]
            for button in row
            if button.get("request_chat")
            and bool(button["request_chat"]["chat_is_channel"]) == (chat["type"] == "channel")
        ]
        assert wanted, "no button asks for such a chat"
        asked = wanted[0]
        if asked.get("user_administrator_rights"):
            assert self.standing(chat_id, private) in ("creator", "administrator")
        there = self.standings.get((chat_id, self.me["id"]), "left") == "administrator"
        if asked.get("bot_administrator_rights") and not there:
            await self.put_in(chat_id, by=private)
        shared = {"request_id": asked["request_id"], "chat_id": chat_id}
        if asked.get("request_title"):
            shared["title"] = chat.get("title", "")
        if asked.get("request_username") and "username" in chat:
            shared["username"] = chat["username"]
        sender = self.user(private)
        message = self._store(self.chats[private], sender, chat_shared=shared)
        await self.push(message=message)

    def _do_getchatmember(self, fields: Fields, uploads: Uploads) -> Fields:
        chat, user = self._chat(fields), int(fields["user_id"])
        bot = self.me["id"]
        if chat["type"] == "channel" and self.standings.get((chat["id"], bot), "left") == "left":
            raise Refused(400, "Bad Request: member list is inaccessible")
        return self.member(chat["id"], user)

    def _do_getchatadministrators(self, fields: Fields, uploads: Uploads) -> list[Fields]:
        chat = self._chat(fields)
        if chat["type"] == "private":
            raise bad("there are no administrators in the private chat")
        return [
            self.member(where, user)
            for (where, user), status in self.standings.items()
            if where == chat["id"] and status in ("creator", "administrator")
        ]

    def _reply_markup(self, chat: Fields, markup: Fields) -> None:
        """Keep the reply keyboard that a message brings or takes away. Raises Refused."""
        if markup.get("remove_keyboard"):
            self.keyboards.pop(chat["id"], None)
            return
        if markup.get("force_reply"):
            if len(str(markup.get("input_field_placeholder", "x"))) not in range(1, 65):
                raise bad("REPLY_MARKUP_PLACEHOLDER_INVALID")
            return
        numbers = []
        for button in (button for row in markup["keyboard"] for button in row):
            if not str(button.get("text", "")).strip():
                raise bad("BUTTON_TEXT_EMPTY")
            asked = button.get("request_chat")
            if asked is None:
                continue
            if chat["type"] != "private":
                raise bad("chat can be requested in private chats only")
            if not isinstance(asked.get("chat_is_channel"), bool):
                raise bad('can\'t find field "chat_is_channel"')
            wanted = asked.get("bot_administrator_rights") or {}
            held = asked.get("user_administrator_rights") or {}
            if any(on and not held.get(name) for name, on in wanted.items()):
                raise bad("BOT_RIGHTS_NOT_SUBSET: the user must hold what the bot is given")
            numbers.append(asked["request_id"])
        if len(set(numbers)) < len(numbers):
            raise bad("BUTTON_ID_DUPLICATE")
        self.keyboards[chat["id"]] = markup
