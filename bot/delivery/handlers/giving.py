"""A channel or group as a source: its administrator names the chats that get its posts as news."""

from __future__ import annotations

from dataclasses import replace

from bot.delivery.administrators import Administrators
from bot.delivery.handlers.sharing import administered_by, name_of
from bot.delivery.requests.given import GivenPosts
from bot.delivery.scheduling.preferences import to_json
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.store import chats


async def pressed(visit: Visit, administrators: Administrators, given: GivenPosts) -> str | None:
    """The page, or one of its switches."""
    to = [each for each in await administered_by(visit, administrators) if each.id != visit.chat.id]
    said = None
    if "to" in visit.data:
        wanted = int(visit.data["to"])
        if wanted not in {each.id for each in to}:
            return visit.plain("access.admins_only")
        now = visit.preferences.gives_to
        left = tuple(each for each in now if each != wanted)
        chosen = left if wanted in now else (*left, wanted)
        async with visit.context.store.transaction() as c:
            changed = to_json(replace(visit.preferences, gives_to=chosen))
            await chats.save_settings(c, visit.chat.id, changed, visit.chat.settings_version)
            chat = await chats.get(c, visit.chat.id)
        assert chat is not None
        visit, said = replace(visit, chat=chat), visit.plain("settings.saved")
        given.changed(chat.telegram_id, gives=bool(chosen))
    rows = [
        [
            Choice(
                f"{'✓ ' if each.id in visit.preferences.gives_to else ''}{name_of(each)}",
                "give",
                {"to": each.id},
            )
        ]
        for each in to
    ]
    back = Choice(visit.plain("settings.button_back"), "menu")
    text = visit.tell("chats.gives", name=name_of(visit.chat))
    await visit.show(Screen(text, [*rows, [back]]))
    return said
