"""No text, name, count or file that belongs to a chat is ever seen from another.

Hypothesis lets chats, users, sources and other systems do what they like; a model in plain Python
says who may see what; and everything the store gives to a chat is searched for secret words that
are not the chat's to know.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.errors import KeyTaken
from bot.intake.ingest import Taken
from bot.store.chats import ChatKind
from bot.store.store import Store, open_store
from bot.store.tables import metadata
from tests.empty_database import new_database
from tests.store.privacy_world import (
    PLACES,
    SECRET,
    TEXTS,
    USERS,
    Seen,
    World,
    link_of,
    note_of,
    secret,
    story_of,
    word_of,
)

PUBLIC, NEWSROOM = "public", "newsroom"
OPEN = (PUBLIC, NEWSROOM)
"""Seen by everybody. What a chat published is compared apart: it can be taken back."""
places = st.sampled_from(range(len(PLACES)))
texts = st.sampled_from(range(TEXTS))
users = st.sampled_from(USERS)


def public_link(number: int) -> str:
    return f"https://site.test/story/{story_of(number)}"


def inner_secret(place: int, number: int) -> str:
    """What stands in the address of a page that only this place knows."""
    return secret(0x3000 + 16 * place + story_of(number))


def inner_link(place: int, number: int) -> str:
    return f"https://intra.test/{inner_secret(place, number)}"


@dataclass
class Copy:
    """A text as one audience has it."""

    text: int
    scope: object
    """PUBLIC, NEWSROOM, the index of a place, or the id of a user's source as text."""
    coming: int
    """What came in first: its names stand beside the text."""
    rights: dict[int, bool] = field(default_factory=dict)
    """Places that have it; whether it came in there."""
    for_good: bool = False
    """The shared feed or another system brought it."""
    published: set[int] = field(default_factory=set)
    """Places that sent it to everybody, in newsroom mode."""

    @property
    def secrets(self) -> set[str]:
        first = 3 * story_of(self.text)
        link = link_of(self.coming).rpartition("/")[2]
        return {word_of(self.text), word_of(first), note_of(self.coming), link}


@dataclass
class Model:
    """Who may see what, said without the store."""

    copies: dict[int, Copy] = field(default_factory=dict)
    """By the number the store gave."""
    owners: dict[str, int] = field(default_factory=dict)
    """Users' sources, and whose they are."""
    follows: dict[int, set[str]] = field(default_factory=lambda: {n: set() for n in _ALL})
    brought: dict[str, set[int]] = field(default_factory=dict)
    had: dict[int, set[str]] = field(default_factory=lambda: {n: set() for n in _ALL})
    """The secrets that a place was ever shown: they stand in its old messages."""
    waiting: list[tuple[int, int]] = field(default_factory=list)
    """Places and texts of updates that nobody came to."""
    told: set[str] = field(default_factory=set)
    """Secrets of inner pages that were told to everybody all the same."""

    def find(self, text: int, scope: object) -> int | None:
        found = [n for n, c in self.copies.items() if (c.text, c.scope) == (text, scope)]
        return found[0] if found else None

    def gets(self, place: int, source: str) -> bool:
        """It is the place's user's own source, or one that it follows."""
        at = PLACES[place]
        mine = at.kind is ChatKind.PRIVATE and self.owners.get(source) == at.telegram_id
        return source in self.owners and (mine or source in self.follows[place])

    def may_see(self, place: int, number: int) -> bool:
        copy = self.copies[number]
        sources = [s for s in self.owners if number in self.brought[s] and self.gets(place, s)]
        return copy.scope in OPEN or place in copy.rights or bool(sources)

    def visible(self, place: int) -> list[int]:
        return [number for number in self.copies if self.may_see(place, number)]

    def own(self) -> list[tuple[int, int]]:
        """Places, and the numbers of what came in there."""
        return sorted(
            (place, number)
            for number, copy in self.copies.items()
            for place, own in copy.rights.items()
            if own
        )

    def listed(self, place: int) -> tuple[str, ...]:
        """The texts as lists show them: each once where everybody may see it."""
        seen = [self.copies[number].text for number in self.visible(place)]
        once = {self.copies[n].text for n in self.copies if self.copies[n].scope in OPEN}
        once &= set(seen)
        return tuple(sorted(map(word_of, [*once, *(text for text in seen if text not in once)])))

    def secrets_of(self, place: int) -> set[str]:
        return set().union(*(self.copies[number].secrets for number in self.visible(place)))

    def kept(self) -> set[str]:
        """All that may stand anywhere in the database."""
        kept = set().union(*(copy.secrets for copy in self.copies.values()))
        kept |= {word_of(text) for _, text in self.waiting} | self.told
        for copy in self.copies.values():
            kept |= {inner_secret(place, copy.text) for place in copy.rights}
        return kept

    @staticmethod
    def is_open(copy: Copy) -> bool:
        return copy.for_good or bool(copy.published)

    def take_from(self, place: int, number: int) -> None:
        """What came in at a place goes from there, and where it came from there alone."""
        copy = self.copies[number]
        copy.rights.pop(place, None)
        copy.published.discard(place)
        if not self.is_open(copy):
            del self.copies[number]

    def sweep(self) -> None:
        """What nobody may see any more goes."""
        for number, copy in list(self.copies.items()):
            held = any(number in self.brought[source] for source in self.owners)
            if not (copy.rights or held if copy.scope not in OPEN else self.is_open(copy)):
                del self.copies[number]


_ALL = range(len(PLACES))


class Privacy(RuleBasedStateMachine):
    """`opening` makes the store; every machine has an empty one."""

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._opening = opening
        self.model = Model()
        self.came = 0
        self.world = World(self._run(opening.store()))

    def _run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(doing)

    def teardown(self) -> None:
        try:
            for place in _ALL:
                self._looked(place)
                exported = self._run(self.world.export(PLACES[place]))
                self._clean(exported, self.model.had[place])
            self._searched()
        finally:
            self._run(self._opening.close(self.world.store))
            self._runner.close()

    # ------------------------------------------------------------------------- coming in

    @initialize()
    def begin(self) -> None:
        self.feed = self._run(self.world.add_source(None, "https://feed.test/rss"))
        self._run(self.world.meet())

    def _next(self) -> int:
        self.came += 1
        return self.came - 1

    @rule(
        at=places,
        text=texts,
        link=st.sampled_from(["", "public", "public", "inner", "inner", "forwarded", "unread"]),
        newsroom=st.sampled_from([False, False, False, True]),
    )
    def paste(self, at: int, text: int, link: str, newsroom: bool) -> None:
        if link == "unread":
            # An update that nobody came to yet.
            self._run(self.world.told(PLACES[at], self._next(), text))
            self.model.waiting.append((at, text))
            return
        links = {"": (), "inner": (inner_link(at, text),)}.get(link, (public_link(text),))
        coming, fetched = self._next(), link != "forwarded"
        taken = self._run(
            self.world.paste(
                PLACES[at], text, coming, links=links, fetched=fetched, newsroom=newsroom
            )
        )
        copy = self._came(taken, text, NEWSROOM if newsroom else at, coming)
        copy.rights[at] = True
        if newsroom and not copy.for_good:
            copy.published.add(at)
        if newsroom and link == "inner":
            self.model.told.add(inner_secret(at, text))
        self._had()

    @rule(user=users, text=texts, linked=st.booleans(), entry=st.sampled_from([True, True, False]))
    def own_source_brings(self, user: int, text: int, linked: bool, entry: bool) -> None:
        for each in dict.fromkeys((3 * story_of(text), text)):
            self._brought(user, each, linked, entry)

    def _brought(self, user: int, text: int, linked: bool, entry: bool) -> None:
        source = next((s for s, owner in self.model.owners.items() if owner == user), None)
        if source is None:
            added = self._run(self.world.add_source(user, "https://own.test/rss"))
            source = str(added)
            self.model.owners[source], self.model.brought[source] = user, set()
        coming = self._next()
        taken = self._run(
            self.world.bring(
                int(source),
                user,
                text,
                coming,
                entry=f"{story_of(text) if entry else coming}",
                links=(public_link(text),) if linked else (),
            )
        )
        self._came(taken, text, source, coming)
        self.model.brought[source].add(taken.number)
        self._had()

    @rule(text=texts, linked=st.booleans())
    def feed_brings(self, text: int, linked: bool) -> None:
        coming, links = self._next(), (public_link(text),) if linked else ()
        bring = partial(self.world.bring, self.feed, None, text, coming, links=links)
        taken = self._run(bring(entry=f"{story_of(text)}"))
        self._came(taken, text, PUBLIC, coming).for_good = True
        self._had()

    @rule(text=texts, key=st.booleans(), inner=st.none() | places)
    def push(self, text: int, key: bool, inner: int | None) -> None:
        """`inner`: the other system knows the page that is read there as well."""
        coming = self._next()
        links = (public_link(text),) if inner is None else (inner_link(inner, text),)
        known = {n for n, copy in self.model.copies.items() if copy.scope == PUBLIC}
        try:
            taken, answer = self._run(
                self.world.push(text, coming, key=f"{story_of(text)}" if key else None, links=links)
            )
        except KeyTaken as error:
            assert any(f"belongs to article {number}," in str(error) for number in known)
            return
        if inner is not None:
            self.model.told.add(inner_secret(inner, text))
        new = self.model.find(text, PUBLIC) is None
        self._came(taken, text, PUBLIC, coming).for_good = True
        assert (answer.status == "known") != new
        assert answer.version_of is None or answer.version_of in known
        assert not _words_of(repr(answer))
        self._had()

    def _came(self, taken: Taken, text: int, scope: object, coming: int) -> Copy:
        """The copy that it is: the audience's own, else the one that everybody has."""
        own, public = self.model.find(text, scope), self.model.find(text, PUBLIC)
        if own is not None:
            assert (taken.number, taken.new) == (own, False)
        elif scope == PUBLIC or public is None:
            assert taken.new
        else:
            # Where it is a version of what they have, they have it for themselves.
            assert taken.new or taken.number == public
        if taken.version_of is not None:
            assert self.model.copies[taken.version_of].scope in (scope, PUBLIC)
        if taken.new:
            self.model.copies[taken.number] = Copy(text, scope, coming)
        return self.model.copies[taken.number]

    # ------------------------------------------------------------------ what chats do

    @precondition(lambda self: self.model.owners)
    @rule(at=places, data=st.data())
    def follow(self, at: int, data: st.DataObject) -> None:
        self._follows(at, data.draw(st.sets(st.sampled_from(sorted(self.model.owners)))))

    def _follows(self, at: int, chosen: set[str]) -> None:
        self._run(self.world.follow(PLACES[at], map(int, chosen)))
        self.model.follows[at] = chosen
        self._had()

    @precondition(lambda self: self.model.own())
    @rule(to=places, data=st.data())
    def share(self, to: int, data: st.DataObject) -> None:
        at, number = data.draw(st.sampled_from(self.model.own()))
        self._owned(at)
        if at != to:
            self._run(self.world.share(number, PLACES[to], USERS[0]))
            self.model.copies[number].rights.setdefault(to, False)
            self._had()

    @precondition(lambda self: self.model.own())
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        self._take_back(*data.draw(st.sampled_from(self.model.own())))

    def _take_back(self, at: int, number: int) -> None:
        self._owned(at)
        self._run(self.world.take_back(PLACES[at], number))
        self.model.take_from(at, number)
        for brought in self.model.brought.values():
            brought.intersection_update(self.model.copies)
        self._searched()

    def _owned(self, at: int) -> None:
        """The chat may share and take back what the model says; what is public matters little."""
        given = set(self._run(self.world.own(PLACES[at])))
        theirs = {number for place, number in self.model.own() if place == at}
        assert theirs <= given
        assert all(self.model.copies[number].scope in OPEN for number in given - theirs)

    @precondition(lambda self: self.model.owners)
    @rule(user=users)
    def remove_source(self, user: int) -> None:
        for source in [s for s, owner in self.model.owners.items() if owner == user]:
            self._run(self.world.remove_source(int(source)))
            self._source_went(source)
        self._searched()

    def _source_went(self, source: str, but: int | None = None) -> None:
        """Those who got its articles keep them."""
        for place in _ALL:
            if place != but and self.model.gets(place, source):
                own = PLACES[place].telegram_id == self.model.owners[source]
                for number in self.model.brought[source]:
                    rights = self.model.copies[number].rights
                    rights[place] = rights.get(place, False) or own
        del self.model.owners[source], self.model.brought[source]
        self.model.sweep()

    @rule(at=places)
    def forget(self, at: int) -> None:
        place = PLACES[at]
        self._run(self.world.forget(place))
        for copy in self.model.copies.values():
            copy.rights.pop(at, None)
            copy.published.discard(at)
        self.model.follows[at], self.model.had[at] = set(), set()
        same = PLACES[at].telegram_id
        self.model.waiting = [each for each in self.model.waiting if each[0] != at]
        if place.kind is ChatKind.PRIVATE:
            for source in [s for s, owner in self.model.owners.items() if owner == same]:
                self._source_went(source, but=at)
        self.model.sweep()
        self._had()
        self._searched()
        self._looked(at)

    @rule(at=places)
    def digest(self, at: int) -> None:
        seen: Seen = self._run(self.world.digest(PLACES[at]))
        self._clean(seen.whole, self.model.had[at])
        # A story's headline, outlets, background and timeline are of what the chat may see today.
        self._clean(seen.counts["stories"], self.model.secrets_of(at))
        assert set(seen.counts["news"]) <= set(self.model.listed(at))
        self._looked(at)

    @precondition(lambda self: self.model.copies)
    @rule(at=places, data=st.data())
    def ask_for(self, at: int, data: st.DataObject) -> None:
        """By its number, and by what stands in it."""
        number = data.draw(st.sampled_from(sorted(self.model.copies)))
        asked = data.draw(st.sampled_from(sorted(self.model.copies[number].secrets)))
        may = self.model.may_see(at, number)
        assert self._run(self.world.guess(PLACES[at], number)) == may
        if asked not in self.model.secrets_of(at):
            assert self._run(self.world.search(PLACES[at], asked)) == 0

    # ------------------------------------------------------------------------ judging

    def _had(self) -> None:
        for place in _ALL:
            self.model.had[place] |= self.model.secrets_of(place)

    def _looked(self, at: int) -> None:
        seen: Seen = self._run(self.world.look(PLACES[at]))
        self._clean(seen.whole, self.model.secrets_of(at))
        listed = self.model.listed(at)
        assert (seen.counts["latest"], seen.counts["search"]) == (listed, listed)
        assert seen.counts["total"] == len(listed)
        assert seen.counts["guessed"] == tuple(sorted(set(listed)))
        assert set(seen.counts["new"]) <= set(listed)

    def _searched(self) -> None:
        """What nobody has any more is nowhere."""
        self._clean(self._run(self.world.kept()), self.model.kept())

    def _clean(self, whole: str, theirs: set[str]) -> None:
        told = _words_of(whole) - theirs
        assert not told, f"told without a right to know: {sorted(told)}"


def _words_of(whole: str) -> set[str]:
    return set(SECRET.findall(whole))


# ------------------------------------------------------------------------- both databases


class Opening:
    """Makes empty stores, one after the other."""

    def __init__(self, url: str | None) -> None:
        """None: SQLite."""
        self._url = url

    async def store(self) -> Store:
        if self._url:
            return await open_store(self._url)
        self._folder = Path(tempfile.mkdtemp(prefix="mujaz-privacy-"))
        return await open_store(new_database(self._folder), migrated=False)

    async def close(self, store: Store) -> None:
        if self._url:
            async with store.transaction() as c:
                for table in reversed(metadata.sorted_tables):
                    await c.execute(table.delete())
        await store.close()
        if not self._url:
            shutil.rmtree(self._folder, ignore_errors=True)


def _prove(url: str | None, examples: int, steps: int) -> None:
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, print_blob=True
    )
    run_state_machine_as_test(partial(Privacy, Opening(url)), settings=chosen)


def _a_correction_is_taken_back(told: Privacy) -> None:
    for text in (0, 1):
        told.paste(at=0, text=text, link="inner", newsroom=False)
        told.digest(at=0)
    for _, number in told.model.own():
        told._take_back(0, number)


def _an_own_source_edits_its_story(told: Privacy) -> None:
    told.own_source_brings(user=11, text=1, linked=False, entry=True)
    told.digest(at=0)
    told.remove_source(user=11)
    told.forget(at=0)


def _a_source_ends_that_was_followed_once(told: Privacy) -> None:
    told.own_source_brings(user=11, text=0, linked=False, entry=True)
    told._follows(2, set(told.model.owners))
    told.digest(at=2)
    told._follows(2, set())
    told.forget(at=0)


def _what_a_chat_pasted_is_published_by_another(told: Privacy) -> None:
    told.paste(at=0, text=0, link="", newsroom=False)
    told.paste(at=2, text=0, link="", newsroom=True)
    for at in _ALL:
        told._looked(at)
    told._take_back(2, told.model.find(0, NEWSROOM))
    for at in _ALL:
        told._looked(at)


def _what_a_chat_published_is_pasted_by_another(told: Privacy) -> None:
    told.paste(at=2, text=0, link="", newsroom=True)
    told.paste(at=0, text=0, link="", newsroom=False)
    told._take_back(2, 1)
    told.push(text=0, key=False, inner=None)


def _a_story_goes_on_of_which_reports_were_taken_back(told: Privacy) -> None:
    for link, text in (("inner", 0), ("public", 2)):
        told.paste(at=0, text=text, link=link, newsroom=False)
        told.digest(at=0)
    for _, number in told.model.own()[:1]:
        told._take_back(0, number)
    told.feed_brings(text=3, linked=False)
    told.digest(at=0)
    told.digest(at=1)


def _a_story_goes_on_whose_source_is_followed_no_more(told: Privacy) -> None:
    told.own_source_brings(user=11, text=0, linked=False, entry=True)
    told._follows(2, set(told.model.owners))
    told.digest(at=2)
    told._follows(2, set())
    told.feed_brings(text=3, linked=False)
    told.digest(at=2)


@pytest.mark.parametrize(
    "doing",
    [
        _a_story_goes_on_whose_source_is_followed_no_more,
        _a_story_goes_on_of_which_reports_were_taken_back,
        _a_correction_is_taken_back,
        _an_own_source_edits_its_story,
        _a_source_ends_that_was_followed_once,
        _what_a_chat_pasted_is_published_by_another,
        _what_a_chat_published_is_pasted_by_another,
    ],
)
def test_what_leaked_once_does_so_no_more(doing: Callable[[Privacy], None]) -> None:
    told = Privacy(Opening(None))
    try:
        told.begin()
        doing(told)
    finally:
        told.teardown()


def test_nothing_of_a_chat_is_seen_from_another() -> None:
    _prove(None, examples=12, steps=28)


def test_nothing_of_a_chat_is_seen_from_another_on_postgresql(postgres: str) -> None:
    _prove(postgres, examples=3, steps=20)


async def test_a_story_goes_on_from_what_its_chat_was_sent_and_may_see(tmp_path: Path) -> None:
    """Else the property says nothing of stories."""
    store = await open_store(new_database(tmp_path), migrated=False)
    world = World(store)
    await world.meet()
    source = await world.add_source(None, "https://feed.test/rss")
    at, other = PLACES[0], PLACES[1]
    first = await world.paste(at, 0, 0)
    await world.digest(at)
    await world.bring(source, None, 3, 1, entry="3")
    assert "Earlier" not in (await world.digest(other)).counts["stories"]
    assert f"Earlier: 22 Nov: The news of {word_of(0)}." in (await world.digest(at)).whole
    assert word_of(0) in await world.kept()
    await world.take_back(at, first.number)
    assert word_of(0) not in await world.kept()
    await store.close()


async def test_a_background_is_of_what_its_chat_was_sent_and_may_see(tmp_path: Path) -> None:
    store = await open_store(new_database(tmp_path), migrated=False)
    world = World(store)
    await world.meet()
    source = await world.add_source(None, "https://feed.test/rss")
    at, other = PLACES[0], PLACES[1]
    first = await world.paste(at, 6, 0)
    await world.digest(at)
    await world.bring(source, None, 9, 1, entry="9")
    assert "Background" not in (await world.digest(other)).counts["stories"]
    line = f"The news of {word_of(6)}."
    assert f"Background, 25 Nov: {line}" in (await world.digest(at)).whole
    await world.take_back(at, first.number)
    assert word_of(6) not in await world.kept()
    await store.close()
