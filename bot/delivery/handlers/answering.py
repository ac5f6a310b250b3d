"""What each command and each button does, with what its handler needs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from bot.delivery.handlers import (
    briefs,
    broadcasting,
    digests,
    engine,
    following,
    glossary,
    glossary_lists,
    greeting,
    invitations,
    kept,
    members,
    operator,
    settings_commands,
    settings_menu,
    sharing,
    sources_adding,
    sources_commands,
    sources_lists,
    standing,
    taking_back,
)
from bot.delivery.handlers.services import Services
from bot.delivery.requests import own_texts
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit

Handler = Callable[[Visit], Awaitable[object]]


def commands(services: Services) -> Mapping[str, Handler]:
    """The handlers by the names in commands.py, which says who may give each command."""
    return {
        "start": greeting.start,
        "help": greeting.help_,
        "now": partial(digests.now, editions=services.editions),
        "latest": digests.latest,
        "search": digests.search,
        "sources": sources_commands.listed,
        "source": sources_commands.one,
        "add": services.adding.add,
        "remove": sources_commands.remove,
        "subscribe": settings_commands.subscribe,
        "unsubscribe": settings_commands.unsubscribe,
        "settings": settings_commands.settings,
        "times": settings_commands.times,
        "zone": settings_commands.zone,
        "quiet": settings_commands.quiet,
        "stories": settings_commands.stories,
        "points": settings_commands.points,
        "headlines": settings_commands.headlines,
        "silent": settings_commands.silent,
        "empty": settings_commands.empty,
        "outlets": settings_commands.outlets,
        "topics": settings_commands.topics,
        "follow": following.follow,
        "language": settings_commands.language,
        "share": sharing.asked,
        "export": kept.export,
        "forget": kept.forget,
        "status": partial(operator.status, runner=services.engine),
        "engine": partial(engine.engine, runner=services.engine),
        "users": members.list_users,
        "chats": members.list_chats,
        "invite": partial(invitations.invite, username=services.username, token=services.token),
        "invitations": invitations.list_all,
        "broadcast": broadcasting.broadcast,
        "block": standing.block,
        "unblock": standing.unblock,
        "glossary": glossary.asked,
        "opml": sources_lists.export,
        "pause": operator.pause,
        "resume": operator.resume,
    }


@dataclass(frozen=True, slots=True)
class Press:
    """A button's action. Its handler may return the text of a toast."""

    handler: Handler
    admin: bool = False
    """In groups and channels for their administrators only."""
    owner: bool = False
    """For the bot's operator only."""


def presses(services: Services) -> Mapping[str, Press]:
    """The buttons by the action that they are made with."""
    editions, administrators = services.editions, services.administrators
    files, wake_poller = services.files, services.wake_poller
    taken_back = partial(
        taking_back.pressed,
        editions=editions,
        administrators=administrators,
        tasks=services.tasks,
    )
    opml = partial(sources_lists.pressed, files=files, wake_poller=wake_poller)
    return {
        "view": Press(briefs.view),
        "file": Press(briefs.as_file),
        "open": Press(briefs.open_brief),
        "articles": Press(digests.listed),
        "search": Press(digests.search_page),
        "step": Press(greeting.step, admin=True),
        "settings": Press(settings_menu.pressed, admin=True),
        "menu": Press(fresh_menu, admin=True),
        "share": Press(partial(sharing.choose_chat, administrators=administrators)),
        "share_to": Press(partial(sharing.confirm, administrators=administrators)),
        "share_now": Press(partial(sharing.pressed, administrators=administrators)),
        "delete": Press(partial(taking_back.asked, administrators=administrators)),
        "delete_now": Press(taken_back),
        "private": Press(own_texts.pressed, admin=True),
        "forget": Press(partial(kept.forget_pressed, editions=editions), admin=True),
        "sources": Press(sources_commands.list_page),
        "source": Press(sources_commands.pressed),
        "add": Press(partial(sources_adding.pressed, wake_poller=wake_poller)),
        "opml": Press(opml, owner=True),
        "glossary": Press(glossary.page, owner=True),
        "glossary_file": Press(partial(glossary_lists.pressed, files=files), owner=True),
        "broadcast": Press(broadcasting.pressed, owner=True),
        "members": Press(members.turned, owner=True),
        "member": Press(partial(members.pressed, editions=editions), owner=True),
        "invitation": Press(invitations.pressed, owner=True),
    }


async def fresh_menu(visit: Visit) -> None:
    await visit.show(settings_menu.main_screen(visit))


def out_of_date(visit: Visit) -> Screen:
    """The answer to a button that is no longer known."""
    return Screen(visit.tell("menu.old"), [[Choice(visit.plain("menu.again"), "menu")]])
