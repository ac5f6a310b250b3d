"""/watch and /breaking as people use them."""

from __future__ import annotations

from tests.delivery.memo import SECOND, published
from tests.delivery.newsroom import GROUP, READER, Newsroom, Telegram
from tests.delivery.table_translator import GAS, LIBRARY


async def test_names_are_listed_turned_removed_and_told_at_once(newsroom: Newsroom) -> None:
    await newsroom.say("/watch")
    await newsroom.wait("Nothing is watched here yet")
    await newsroom.say("/watch Patrushev, أسعار الغاز")
    added = await newsroom.wait("Watched: Patrushev, in the digest.")
    assert "باتروشيف" in added["text"]
    await newsroom.press(added, "Watched names")
    shown = await newsroom.wait("Watched here", after=None)
    await newsroom.press(shown, "✗ Patrushev")
    await newsroom.toast(2)
    await newsroom.say("/watch remove Nobody")
    await newsroom.wait("Not watched here: Nobody")
    await newsroom.say("/watch \u200fغزة\u200e")
    watched = await newsroom.wait("For غزة I look for: غزة, Gaza, قطاع غزة")
    for nothing in ("at once", "remove"):
        await newsroom.say(f"/watch {nothing}")
        watched = await newsroom.wait("Name a person", after=watched)
    await newsroom.say("/watch remove غزه")
    await newsroom.wait("No longer watched: غزة")
    await newsroom.say("/watch at once Pushkin")
    await newsroom.wait("Nothing comes at once yet")
    await newsroom.say("/breaking on")
    await newsroom.wait("Breaking news: at most 3 stories a day")
    await newsroom.say("/watch at once أسعار الغاز")
    await newsroom.wait("Watched: أسعار الغاز, at once.")
    await newsroom.say("/subscribe 8:00")
    await newsroom.wait("Subscribed.")
    await published(newsroom, LIBRARY)
    await published(newsroom, GAS)
    told = await newsroom.wait("BREAKING")
    assert "watched: أسعار الغاز" in told["text"].replace("⁧", "").replace("⁩", "").replace("⁨", "")
    await newsroom.say("/now")
    digest = await newsroom.wait("1 story", after=told)
    assert "library" in digest["text"], "what was told at once comes no second time"
    await newsroom.say("/watch remove أسعار الغاز, Pushkin")
    await newsroom.wait("No longer watched:")


async def test_in_a_group_all_see_the_list_and_administrators_change_it(
    people: Newsroom, telegram: Telegram
) -> None:
    await people.say("/watch Putin", GROUP, READER)
    added = await people.wait("Watched: Putin", GROUP)
    await people.say("/watch", GROUP, SECOND)
    shown = await people.wait("Watched here", GROUP)
    await people.say("/watch remove Putin", GROUP, SECOND)
    await people.wait("Only this chat's administrators", GROUP, after=added)
    await people.press(shown, "✗ Putin", SECOND)
    assert await people.toast(1) == "Only this chat's administrators can do that."
    await people.press(shown, "→ at once", READER)
    await people.wait("Putin: at once", GROUP)
