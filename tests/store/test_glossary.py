"""The glossary's rows, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.store import articles, glossary
from bot.store.glossary import GlossaryRow
from bot.store.pruning import prune
from bot.store.store import Store
from tests.store.made_records import article

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def row(key: str = "شويغو", english: str = "Shoigu", origin: str = "operator") -> GlossaryRow:
    return GlossaryRow(key, key, english, "person", origin)


async def test_a_name_has_one_row_and_the_last_word_counts(store: Store) -> None:
    async with store.transaction() as c:
        assert await glossary.put(c, row(), NOW) is None
        before = await glossary.put(c, row(english="Shoygu"), NOW + timedelta(hours=1))
        assert before is not None
        assert before.english == "Shoigu"
        (only,) = await glossary.listing(c)
    assert (only.english, only.first_seen) == ("Shoygu", NOW)


async def test_what_is_learnt_never_goes_before_what_is_there(store: Store) -> None:
    async with store.transaction() as c:
        await glossary.put(c, row(), NOW)
        assert not await glossary.learn(c, row(english="Shuygu", origin="remembered"), NOW)
        assert await glossary.learn(c, row("ستانبروك", "Stanbrook", "remembered"), NOW)
        assert not await glossary.learn(c, row("ستانبروك", "Stanbruck", "remembered"), NOW)
        assert {r.english for r in await glossary.listing(c)} == {"Shoigu", "Stanbrook"}


async def test_a_learnt_name_that_is_removed_is_not_learnt_again(store: Store) -> None:
    learnt = row("ستانبروك", "Stanbruck", "remembered")
    async with store.transaction() as c:
        await glossary.learn(c, learnt, NOW)
        assert await glossary.remove(c, learnt.key, NOW)
        assert await glossary.remove(c, learnt.key, NOW) is None
        assert not await glossary.learn(c, learnt, NOW)
        assert await glossary.count(c) == 0
        await glossary.put(c, row("ستانبروك", "Stanbrook"), NOW)
        assert await glossary.count(c) == 1
        assert await glossary.remove(c, learnt.key, NOW)
        assert await glossary.learn(c, learnt, NOW)


async def test_names_are_found_in_either_language_and_signs_are_no_patterns(store: Store) -> None:
    async with store.transaction() as c:
        await glossary.put(c, row(), NOW)
        await glossary.put(c, row("باتروشيف", "Patrushev"), NOW + timedelta(seconds=1))
        assert [r.english for r in await glossary.listing(c, words="PATRU")] == ["Patrushev"]
        assert [r.english for r in await glossary.listing(c, words="شوي")] == ["Shoigu"]
        assert await glossary.count(c, "%") == 0
        assert [r.english for r in await glossary.listing(c, 1, 1)] == ["Shoigu"]


async def test_every_change_changes_the_stamp(store: Store) -> None:
    stamps = []
    async with store.transaction() as c:
        stamps.append(await glossary.stamp(c))
        await glossary.put(c, row(), NOW)
        stamps.append(await glossary.stamp(c))
        await glossary.put(c, row(english="Shoygu"), NOW + timedelta(seconds=1))
        stamps.append(await glossary.stamp(c))
        await glossary.remove(c, "شويغو", NOW)
        stamps.append(await glossary.stamp(c))
    assert len(set(stamps[:3])) == 3
    assert stamps[3] == stamps[0]


async def test_an_entry_outlives_the_article_that_taught_it(store: Store) -> None:
    async with store.transaction() as c:
        number, _ = await articles.add(c, article("عنوان", "نص المقال"), NOW)
        await glossary.learn(c, GlossaryRow("k", "k", "K", "person", "stated", article=number), NOW)
    await prune(store, NOW + timedelta(days=200), timedelta(days=90))
    async with store.read_only() as c:
        assert await articles.get(c, number) is None
        (kept,) = await glossary.listing(c)
    assert kept.article is None
