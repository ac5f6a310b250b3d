"""What a bot says of itself on the strict server: descriptions, commands by scope, menu button.

Limits and fields as core.telegram.org/bots/api has them at setMyDescription,
setMyShortDescription, setMyCommands and setChatMenuButton.
"""

from __future__ import annotations

from typing import Any

from tests.telegram_html import Refused, utf16_length

Fields = dict[str, Any]
Uploads = dict[str, tuple[str, bytes]]

DESCRIPTION = 512
SHORT_DESCRIPTION = 120
COMMANDS_AT_MOST = 100
COMMAND_DESCRIPTION = 256
MENU_BUTTONS = frozenset({"commands", "web_app", "default"})
SCOPES = frozenset({
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat",
    "chat_administrators", "chat_member",
})  # fmt: skip


def bad(what: str) -> Refused:
    return Refused(400, f"Bad Request: {what}")


class BotProfile:
    """Mixed into the server."""

    def __init__(self) -> None:
        self.commands: dict[tuple[str, int | None, str], list[Fields]] = {}
        """(scope, its chat, language) -> commands."""
        self.descriptions: dict[str, str] = {}
        """Language ("" for everybody else) -> what an empty chat with the bot shows."""
        self.short_descriptions: dict[str, str] = {}
        self.menu_buttons: dict[int | None, Fields] = {}

    def _do_setmycommands(self, fields: Fields, uploads: Uploads) -> bool:
        commands = fields["commands"]
        if len(commands) > COMMANDS_AT_MOST:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for each in commands:
            if not 1 <= utf16_length(each["description"]) <= COMMAND_DESCRIPTION:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
            name = each["command"]
            if not 1 <= len(name) <= 32 or name != name.lower() or not name.isidentifier():
                raise bad("BOT_COMMAND_INVALID")
        scope = fields.get("scope") or {"type": "default"}
        if scope["type"] not in SCOPES:
            raise bad("can't parse BotCommandScope: Unsupported type specified")
        key = (scope["type"], scope.get("chat_id"), fields.get("language_code") or "")
        self.commands[key] = commands
        return True

    def _do_getmycommands(self, fields: Fields, uploads: Uploads) -> list[Fields]:
        scope = fields.get("scope") or {"type": "default"}
        key = (scope["type"], scope.get("chat_id"), fields.get("language_code") or "")
        return self.commands.get(key, [])

    def _do_setmydescription(self, fields: Fields, uploads: Uploads) -> bool:
        text = str(fields.get("description") or "")
        if utf16_length(text) > DESCRIPTION:
            raise bad("description is too long")
        self.descriptions[fields.get("language_code") or ""] = text
        return True

    def _do_setmyshortdescription(self, fields: Fields, uploads: Uploads) -> bool:
        text = str(fields.get("short_description") or "")
        if utf16_length(text) > SHORT_DESCRIPTION:
            raise bad("short description is too long")
        self.short_descriptions[fields.get("language_code") or ""] = text
        return True

    def _do_setchatmenubutton(self, fields: Fields, uploads: Uploads) -> bool:
        button = fields.get("menu_button") or {"type": "default"}
        if button.get("type") not in MENU_BUTTONS:
            raise bad("can't parse MenuButton: Unsupported type specified")
        self.menu_buttons[fields.get("chat_id")] = button
        return True

    def _do_getchatmenubutton(self, fields: Fields, uploads: Uploads) -> Fields:
        everywhere = self.menu_buttons.get(None, {"type": "default"})
        return self.menu_buttons.get(fields.get("chat_id"), everywhere)
