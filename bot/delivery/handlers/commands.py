"""The table of commands and who may give them: /help and setMyCommands are made from it.

What each of them does is in bot/delivery/handlers/answering.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Bot, BotCommand, BotCommandScopeChat

from bot.delivery.wording import DEFAULT, LANGUAGES, plain


@dataclass(frozen=True, slots=True)
class Command:
    """Its help text is `commands.NAME` of the interface texts."""

    name: str
    admin: bool = False
    """In groups and channels for their administrators only."""
    owner: bool = False
    """For the bot's operator only, in a private chat."""


COMMANDS = (
    Command("start"),
    Command("help"),
    Command("now"),
    Command("latest"),
    Command("search"),
    Command("sources"),
    Command("source"),
    Command("add"),
    Command("remove"),
    Command("subscribe", admin=True),
    Command("unsubscribe", admin=True),
    Command("settings", admin=True),
    Command("times", admin=True),
    Command("zone", admin=True),
    Command("quiet", admin=True),
    Command("stories", admin=True),
    Command("points", admin=True),
    Command("headlines", admin=True),
    Command("silent", admin=True),
    Command("empty", admin=True),
    Command("outlets", admin=True),
    Command("topics", admin=True),
    Command("follow", admin=True),
    Command("language", admin=True),
    Command("share"),
    Command("export", admin=True),
    Command("forget", admin=True),
    Command("status", owner=True),
    Command("engine", owner=True),
    Command("users", owner=True),
    Command("chats", owner=True),
    Command("invite", owner=True),
    Command("invitations", owner=True),
    Command("broadcast", owner=True),
    Command("block", owner=True),
    Command("unblock", owner=True),
    Command("glossary", owner=True),
    Command("opml", owner=True),
    Command("pause", owner=True),
    Command("resume", owner=True),
)

BY_NAME = {command.name: command for command in COMMANDS}


def may_see(command: Command, private: bool, owner: bool) -> bool:
    return (owner and private) or not command.owner


async def publish(bot: Bot, owner: int | None) -> None:
    """Tell Telegram, for its menus: everybody's commands, and the operator's own."""
    for language in LANGUAGES:
        everybody = [_described(each, language) for each in COMMANDS if not each.owner]
        code = None if language == DEFAULT else language
        await bot.set_my_commands(everybody, language_code=code)
        if owner is not None:
            everything = [_described(each, language) for each in COMMANDS]
            await bot.set_my_commands(
                everything, scope=BotCommandScopeChat(owner), language_code=code
            )


def _described(command: Command, language: str) -> BotCommand:
    return BotCommand(command.name, plain(language, f"commands.{command.name}"))
