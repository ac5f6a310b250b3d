"""The table of buttons: what each action does, and who may press it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.delivery.desk import Choice, Screen, Visit
from bot.delivery.handlers import (
    briefs,
    digests,
    glossary,
    glossary_lists,
    greeting,
    kept,
    operator,
    settings_menu,
    sharing,
    sources_adding,
    sources_commands,
    sources_lists,
    taking_back,
)
from bot.delivery.requests import own_texts


@dataclass(frozen=True, slots=True)
class Press:
    handler: Callable[[Visit], Awaitable[object]]
    admin: bool = False
    owner: bool = False


async def fresh_menu(visit: Visit) -> None:
    await visit.show(settings_menu.main_screen(visit))


ACTIONS = {
    "view": Press(briefs.view),
    "file": Press(briefs.as_file),
    "open": Press(briefs.open_brief),
    "articles": Press(digests.listed),
    "search": Press(digests.search_page),
    "step": Press(greeting.step, admin=True),
    "settings": Press(settings_menu.pressed, admin=True),
    "menu": Press(fresh_menu, admin=True),
    "share": Press(sharing.choose_chat),
    "share_to": Press(sharing.confirm),
    "share_now": Press(sharing.pressed),
    "delete": Press(taking_back.asked),
    "delete_now": Press(taking_back.pressed),
    "private": Press(own_texts.pressed, admin=True),
    "forget": Press(kept.forget_pressed, admin=True),
    "sources": Press(sources_commands.list_page),
    "source": Press(sources_commands.pressed),
    "add": Press(sources_adding.pressed),
    "opml": Press(sources_lists.pressed, owner=True),
    "glossary": Press(glossary.page, owner=True),
    "glossary_file": Press(glossary_lists.pressed, owner=True),
    "broadcast": Press(operator.broadcast_pressed, owner=True),
}


def out_of_date(visit: Visit) -> Screen:
    """For a button that is no longer known."""
    return Screen(visit.tell("menu.old"), [[Choice(visit.plain("menu.again"), "menu")]])
