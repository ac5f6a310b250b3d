"""What each command and each button does, with what its handler needs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from bot.delivery.handlers import (
    amending,
    amendments_queue,
    briefs,
    broadcasting,
    digests,
    earlier,
    elsewhere,
    engine,
    following,
    giving,
    glossary,
    glossary_lists,
    greeting,
    helping,
    invitations,
    kept,
    members,
    operator,
    sections,
    settings_commands,
    settings_menu,
    sharing,
    sources_adding,
    sources_commands,
    sources_lists,
    standing,
    subscribing,
    taking_back,
    watched,
    weighing,
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
        "help": partial(helping.help_, administrators=services.administrators),
        "now": partial(digests.now, editions=services.editions),
        "digest": partial(earlier.digest, editions=services.editions),
        "latest": digests.latest,
        "search": digests.search,
        "why": weighing.why,
        "week": settings_commands.week,
        "sources": sources_commands.listed,
        "source": partial(sources_commands.one, editions=services.editions),
        "add": services.adding.add,
        "remove": sources_commands.remove,
        "subscribe": subscribing.subscribe,
        "unsubscribe": subscribing.unsubscribe,
        "settings": settings_commands.settings,
        "times": settings_commands.times,
        "zone": settings_commands.zone,
        "quiet": settings_commands.quiet,
        "stories": settings_commands.stories,
        "points": settings_commands.points,
        "style": settings_commands.style,
        "headlines": settings_commands.headlines,
        "silent": settings_commands.silent,
        "empty": settings_commands.empty,
        "outlets": settings_commands.outlets,
        "watch": watched.watch,
        "sections": partial(sections.sections, topics=services.topics),
        "breaking": settings_commands.breaking,
        "topics": following.topics,
        "words": settings_commands.words,
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
        "amendments": amendments_queue.asked,
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
        "view": Press(partial(briefs.view, nudge=services.nudge)),
        "file": Press(partial(briefs.as_file, nudge=services.nudge)),
        "open": Press(briefs.open_brief),
        "vote": Press(weighing.voted),
        "amend": Press(amending.pressed, admin=True),
        "amend_send": Press(amending.send, admin=True),
        "amendment": Press(partial(amendments_queue.pressed, editions=editions), owner=True),
        "articles": Press(digests.listed),
        "search": Press(digests.search_page),
        "digest": Press(partial(earlier.pressed, editions=editions)),
        "step": Press(partial(greeting.step, administrators=administrators), admin=True),
        "help": Press(partial(helping.pressed, administrators=administrators)),
        "settings": Press(settings_menu.pressed, admin=True),
        "menu": Press(fresh_menu, admin=True),
        "watch": Press(watched.pressed, admin=True),
        "sections": Press(partial(sections.pressed, topics=services.topics), admin=True),
        "chats": Press(
            partial(elsewhere.offered, administrators=administrators, username=services.username)
        ),
        "pick": Press(elsewhere.pick),
        "give": Press(partial(giving.pressed, administrators=administrators, given=services.given)),
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
