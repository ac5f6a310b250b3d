"""What others do in private changes nothing for a chat: not one count, not one line of a digest.

The same day is lived twice, once with everybody and once with the chat and the public alone.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.store.store import open_store
from tests.empty_database import new_database
from tests.store.privacy_world import PLACES, START, USERS, World, story_of

Deed = tuple[str, int, int, bool]
"""What is done, by whom (the index of a place), with which text, and whether a link comes too."""

deeds = st.tuples(
    st.sampled_from(["paste", "paste", "own", "feed", "feed", "push", "look", "look", "forget"]),
    st.sampled_from(range(len(PLACES))),
    st.sampled_from([0, 1, 2, 6, 9]),
    st.sampled_from([True, True, False]),
)
PUBLIC = ("feed", "push", "look")


def _concerns(deed: Deed, observer: int) -> bool:
    kind, by, _, _ = deed
    if kind == "own":
        return PLACES[observer].telegram_id == _user(by)
    return kind in PUBLIC or by == observer


def _user(by: int) -> int:
    return USERS[by % len(USERS)]


async def _lived(day: Sequence[Deed], observer: int, *, alone: bool) -> list[Any]:
    """All that the observer and the public are told."""
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(new_database(Path(folder)), migrated=False)
        world, told = World(store), []
        await world.meet()
        feeds = {0: await world.add_source(None, "https://feed.test/rss")}
        for hour, deed in enumerate(day):
            world.now = START + timedelta(hours=hour)
            if _concerns(deed, observer):
                told.append(await _done(world, deed, hour, feeds, observer))
            elif not alone:
                await _done(world, deed, hour, feeds, observer)
        told.append((await world.look(PLACES[observer])).counts)
        await store.close()
    return told


async def _done(world: World, deed: Deed, hour: int, feeds: dict[int, int], observer: int) -> Any:
    kind, by, text, linked = deed
    links = (f"https://site.test/story/{story_of(text)}",) if linked else ()
    place, entry = PLACES[by], f"{story_of(text)}"
    if kind == "paste":
        return (await world.paste(place, text, hour, links=links)).new
    if kind == "feed":
        return (await world.bring(feeds[0], None, text, hour, entry=entry, links=links)).new
    if kind == "own":
        owner = _user(by)
        if owner not in feeds:
            feeds[owner] = await world.add_source(owner, "https://own.test/rss")
        return (await world.bring(feeds[owner], owner, text, hour, entry=entry, links=links)).new
    if kind == "push":
        return (await world.push(text, hour, key=None, links=links))[1].status
    if kind == "look":
        return (await world.digest(PLACES[observer])).counts
    await world.forget(place)
    await world.meet()
    for owner in [owner for owner in feeds if owner == place.telegram_id]:
        del feeds[owner]
    return None


# Another's source brings what was pushed; another reads a version of what the feed brought, which
# is mostly new, before the feed's own edit comes; another has a later version than the feed.
@example(observer=0, day=[("push", 0, 0, False), ("own", 1, 0, False)])
@example(
    observer=0,
    day=[
        ("feed", 0, 0, True),
        ("look", 0, 0, False),
        ("paste", 1, 0, True),
        ("paste", 1, 2, True),
        ("feed", 0, 1, True),
    ],
)
@example(observer=0, day=[("feed", 0, 0, True), ("paste", 1, 0, True), ("paste", 1, 1, True)])
@settings(max_examples=10, print_blob=True)
@given(
    observer=st.sampled_from([0, 2]),
    day=st.lists(deeds, min_size=8, max_size=14),
)
def test_what_others_do_in_private_changes_nothing_for_a_chat(
    observer: int, day: list[Deed]
) -> None:
    day = [*day, ("look", observer, 0, False)]
    with_all = asyncio.run(_lived(day, observer, alone=False))
    assert with_all == asyncio.run(_lived(day, observer, alone=True))
