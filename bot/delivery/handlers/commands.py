"""The table of commands: /help, setMyCommands and the dispatcher are made from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Bot, BotCommand, BotCommandScopeChat

from bot.delivery.desk import Visit
from bot.delivery.handlers import (
    digests,
    engine,
    following,
    glossary,
    greeting,
    kept,
    operator,
    settings_commands,
    sharing,
    sources_adding,
    sources_commands,
    sources_lists,
)
from bot.delivery.wording import DEFAULT, LANGUAGES, plain

Handler = Callable[[Visit], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Command:
    """Its help text is `commands.NAME` of the interface texts."""

    name: str
    handler: Handler
    admin: bool = False
    """In groups and channels for their administrators only."""
    owner: bool = False
    """For the bot's operator only, in a private chat."""


COMMANDS = (
    Command("start", greeting.start),
    Command("help", greeting.help_),
    Command("now", digests.now),
    Command("latest", digests.latest),
    Command("search", digests.search),
    Command("sources", sources_commands.listed),
    Command("source", sources_commands.one),
    Command("add", sources_adding.add),
    Command("remove", sources_commands.remove),
    Command("subscribe", settings_commands.subscribe, admin=True),
    Command("unsubscribe", settings_commands.unsubscribe, admin=True),
    Command("settings", settings_commands.settings, admin=True),
    Command("times", settings_commands.times, admin=True),
    Command("zone", settings_commands.zone, admin=True),
    Command("quiet", settings_commands.quiet, admin=True),
    Command("stories", settings_commands.stories, admin=True),
    Command("points", settings_commands.points, admin=True),
    Command("headlines", settings_commands.headlines, admin=True),
    Command("silent", settings_commands.silent, admin=True),
    Command("empty", settings_commands.empty, admin=True),
    Command("outlets", settings_commands.outlets, admin=True),
    Command("topics", settings_commands.topics, admin=True),
    Command("follow", following.follow, admin=True),
    Command("language", settings_commands.language, admin=True),
    Command("share", sharing.asked),
    Command("export", kept.export, admin=True),
    Command("forget", kept.forget, admin=True),
    Command("status", operator.status, owner=True),
    Command("engine", engine.engine, owner=True),
    Command("invite", operator.invite, owner=True),
    Command("broadcast", operator.broadcast, owner=True),
    Command("block", operator.block, owner=True),
    Command("unblock", operator.unblock, owner=True),
    Command("glossary", glossary.asked, owner=True),
    Command("opml", sources_lists.export, owner=True),
    Command("pause", operator.pause, owner=True),
    Command("resume", operator.resume, owner=True),
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
