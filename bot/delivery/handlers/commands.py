"""The table of commands and who may give them: /help and setMyCommands are made from it.

What each of them does is in bot/delivery/handlers/answering.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    MenuButtonCommands,
)

from bot.delivery.wording import DEFAULT, LANGUAGES, plain


@dataclass(frozen=True, slots=True)
class Command:
    """Its help text is `commands.NAME` of the interface texts."""

    name: str
    page: str
    """Where /help shows it: a key of PAGES."""
    admin: bool = False
    """In groups and channels for their administrators only."""
    shows: bool = False
    """Without arguments it changes nothing, and anybody there may give it."""
    owner: bool = False
    """For the bot's operator only, in a private chat."""
    adds: bool = False
    """Of use to those only who may add sources."""


PAGES = ("digest", "articles", "sources", "chat", "operator")
"""The pages of /help behind its first one, each `help.page_NAME` of the interface texts."""

COMMANDS = (
    Command("start", "chat"),
    Command("help", "chat"),
    Command("now", "articles"),
    Command("digest", "articles"),
    Command("latest", "articles"),
    Command("search", "articles"),
    Command("why", "articles"),
    Command("week", "articles", admin=True, shows=True),
    Command("sources", "sources"),
    Command("source", "sources"),
    Command("add", "sources", adds=True),
    Command("remove", "sources", adds=True),
    Command("subscribe", "digest", admin=True),
    Command("unsubscribe", "digest", admin=True),
    Command("settings", "digest", admin=True),
    Command("times", "digest", admin=True),
    Command("zone", "digest", admin=True),
    Command("quiet", "digest", admin=True),
    Command("stories", "digest", admin=True),
    Command("points", "digest", admin=True),
    Command("style", "digest", admin=True),
    Command("headlines", "digest", admin=True),
    Command("silent", "digest", admin=True),
    Command("empty", "digest", admin=True),
    Command("outlets", "digest", admin=True),
    Command("words", "digest", admin=True),
    Command("watch", "digest", admin=True, shows=True),
    Command("sections", "digest", admin=True, shows=True),
    Command("breaking", "digest", admin=True, shows=True),
    Command("topics", "sources", admin=True),
    Command("follow", "sources", admin=True),
    Command("language", "chat", admin=True),
    Command("share", "articles"),
    Command("export", "chat", admin=True),
    Command("forget", "chat", admin=True),
    Command("status", "operator", owner=True),
    Command("engine", "operator", owner=True),
    Command("users", "operator", owner=True),
    Command("chats", "operator", owner=True),
    Command("invite", "operator", owner=True),
    Command("invitations", "operator", owner=True),
    Command("broadcast", "operator", owner=True),
    Command("block", "operator", owner=True),
    Command("unblock", "operator", owner=True),
    Command("glossary", "operator", owner=True),
    Command("amendments", "operator", owner=True),
    Command("opml", "operator", owner=True),
    Command("pause", "operator", owner=True),
    Command("resume", "operator", owner=True),
)

BY_NAME = {command.name: command for command in COMMANDS}


FIRST = {
    "reader": ("subscribe", "now", "search", "latest", "add", "settings"),
    "administrator": ("subscribe", "settings", "now", "search"),
    "member": ("now", "latest", "search"),
}
"""What /help shows first: in a private chat, and to a group's administrators and members."""


async def publish(bot: Bot, owner: int | None, *, users_may_add: bool) -> None:
    """Tell Telegram what it shows of the bot: its descriptions, and for its menus the commands of
    readers, of groups, of their administrators, and the operator's own."""
    for_all = [each for each in COMMANDS if not each.owner and (users_may_add or not each.adds)]
    for language in LANGUAGES:
        code = None if language == DEFAULT else language
        await bot.set_my_description(plain(language, "profile.description"), code)
        await bot.set_my_short_description(plain(language, "profile.short"), code)
        everybody = [_described(each, language) for each in for_all]
        members = [
            _described(each, language)
            for each in for_all
            if (each.shows or not each.admin) and each.page != "sources"
        ]
        await bot.set_my_commands(everybody, language_code=code)
        await bot.set_my_commands(members, scope=BotCommandScopeAllGroupChats(), language_code=code)
        await bot.set_my_commands(
            everybody, scope=BotCommandScopeAllChatAdministrators(), language_code=code
        )
        if owner is not None:
            everything = [_described(each, language) for each in COMMANDS]
            await bot.set_my_commands(
                everything, scope=BotCommandScopeChat(owner), language_code=code
            )
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())


def _described(command: Command, language: str) -> BotCommand:
    return BotCommand(command.name, plain(language, f"commands.{command.name}"))
