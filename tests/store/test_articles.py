from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import article_lists, articles, chats, digests, outbox, outgoing, queue
from bot.store.articles import Stage
from bot.store.store import Store
from tests.store.made_records import article, brief, publish, reader

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
DAY = timedelta(days=1)


async def briefed(
    c: AsyncConnection, title: str, text: str, english: str, now: datetime = NOW
) -> int:
    made = article(title, text)
    number, new = await articles.add(c, made, now)
    assert new
    await publish(c, number)
    await articles.set_brief(c, number, brief(made, english), now)
    return number


async def test_the_same_text_comes_in_once(store: Store) -> None:
    made = article("عنوان", "نص")
    async with store.transaction() as c:
        first, new = await articles.add(c, made, NOW)
        assert new
        assert await articles.add(c, made, NOW + DAY) == (first, False)
        stored = await articles.get(c, first)
    assert stored is not None
    assert (stored.article, stored.stage, stored.received_at) == (made, Stage.READ, NOW)


async def test_many_are_loaded_some_at_a_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(articles, "LOADED_AT_ONCE", 2)
    async with store.transaction() as c:
        made = [await briefed(c, f"عنوان {n}", f"نص {n}", f"Text {n}.") for n in range(3)]
        found = await articles.get_all(c, [*made, max(made) + 1])
        assert found == {number: await articles.get(c, number) for number in made}
        assert await articles.get_all(c, []) == {}


async def test_an_article_goes_through_its_stages(store: Store) -> None:
    made = article("عنوان", "نص")
    short = brief(made, "A text.")
    async with store.transaction() as c:
        number, _ = await articles.add(c, made, NOW)
        assert await queue.first(c, NOW) == number
        await articles.set_translation(c, number, short.translation)
        assert await queue.first(c, NOW) == number
        waiting = await articles.get(c, number)
        assert waiting is not None
        assert (waiting.stage, waiting.translation) == (Stage.TRANSLATED, short.translation)
        assert waiting.brief is None
        await articles.set_brief(c, number, short, NOW)
        stored = await articles.get(c, number)
        assert await queue.first(c, NOW) is None
        assert await articles.count_by_stage(c) == {Stage.BRIEFED: 1}
    assert stored is not None
    assert (stored.brief, stored.ready_at) == (short, NOW)


async def test_a_failed_article_waits_for_its_time_and_is_given_up_with_its_reason(
    store: Store,
) -> None:
    async with store.transaction() as c:
        number, _ = await articles.add(c, article("عنوان", "نص"), NOW)
        await articles.failed(c, number, "ModelError: no room", retry_at=NOW + DAY)
        assert await queue.first(c, NOW) is None
        assert await queue.first(c, NOW + DAY) == number
        again = await articles.get(c, number)
        assert again is not None
        assert (again.attempts, again.error) == (1, "ModelError: no room")
        await articles.failed(c, number, "still no room")
        assert await articles.count_by_stage(c) == {Stage.FAILED: 1}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("الأمم المتحدة", {"un"}),
        ("امم متحده", {"un"}),
        ("والأمم", {"un"}),
        ("المتح", {"un"}),
        ("امم", {"un"}),
        ("بنك مركز", {"bank"}),
        ("ceasefires TALK", {"un"}),
        ("fire", set()),
        ("بنك", {"bank"}),
        ("Bank ٧٫٥", {"bank"}),
        ("bank muscat", set()),
        ("Muscat", {"un"}),
        ("the", {"un", "bank"}),
        ("'\" OR * NEAR(", set()),
        ("a:* | !b <-> c", set()),
        ("", set()),
    ],
)
async def test_search_finds_either_language_as_readers_spell_it(
    store: Store, asked: str, found: set[str]
) -> None:
    async with store.transaction() as c:
        names = {
            await briefed(
                c, "محادثات", "قالت الأُمم المتّحدة إن المحادثات", "The ceasefire talks in Muscat."
            ): "un",
            await briefed(c, "فائدة", "أبقى البنك المركزي 7٫5", "The banks kept it."): "bank",
        }
        result = await article_lists.search(c, await reader(c), asked)
    assert {names[a.number] for a in result.articles} == found
    assert result.total == len(found)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("استهدف قصف منزلا بغزة فجرا", "غزة"),
        ("تعليق لإسرائيل على القرار", "إسرائيل"),
        ("رسالة وللمسئولين عنها", "المسؤولين"),
        ("أعلن مسؤول في الوزارة", "مسئول"),
        ("لجنة شئون الأسرى", "شؤون الأسرى"),
        ("دعم جديد للبنان", "لبنان"),
        ("وفدان وبالقاهرة ثالث", "القاهرة"),
        ("هيأة الدفاع", "هيئة"),
    ],
)
async def test_search_looks_behind_clitics_and_seats_of_hamza(
    store: Store, text: str, asked: str
) -> None:
    async with store.transaction() as c:
        number = await briefed(c, "خبر", text, "A text.")
        await briefed(c, "خبر آخر", "برد شديد في الشمال", "Cold.")
        result = await article_lists.search(c, await reader(c), asked)
    assert [article.number for article in result.articles] == [number]


async def test_search_pages_from_the_newest(store: Store) -> None:
    async with store.transaction() as c:
        numbers = [await briefed(c, f"خبر {n}", f"نص {n}", f"Rain fell {n}.") for n in range(5)]
        pages = [
            await article_lists.search(c, await reader(c), "rain", 2, offset)
            for offset in (0, 2, 4)
        ]
    assert [a.number for page in pages for a in page.articles] == numbers[::-1]
    assert {page.total for page in pages} == {5}


async def test_only_briefed_articles_are_found(store: Store) -> None:
    async with store.transaction() as c:
        await articles.add(c, article("مطر", "هطل المطر"), NOW)
        assert (await article_lists.search(c, await reader(c), "مطر")).total == 0


async def test_search_follows_what_is_deleted(store: Store) -> None:
    async with store.transaction() as c:
        await briefed(c, "مطر", "هطل المطر", "Rain fell.")
        assert (await article_lists.search(c, await reader(c), "rain")).total == 1
        assert await articles.prune(c, NOW + DAY) == 1
        assert (await article_lists.search(c, await reader(c), "rain")).total == 0


async def test_what_a_chat_was_sent_is_not_new_to_it(store: Store) -> None:
    async with store.transaction() as c:
        one, two = await reader(c, 1), await reader(c, 2)
        old = await briefed(c, "قديم", "قديم", "Old.", NOW - 3 * DAY)
        first, second = [await briefed(c, f"خبر {n}", "نص", "New.") for n in range(2)]
        digest = await digests.insert_once(c, one.id, "s", NOW, NOW)
        assert digest is not None
        await digests.add_articles(c, digest, [first, first])
        new = list(await article_lists.numbers_new_for_chat(c, one, NOW - DAY))
        assert new == [second]
        new = list(await article_lists.numbers_new_for_chat(c, two, NOW - DAY))
        assert new == [first, second]
        assert old in list(await article_lists.numbers_new_for_chat(c, two, NOW - 9 * DAY))


async def test_pruning_spares_what_an_unsent_message_needs(store: Store) -> None:
    async with store.transaction() as c:
        chat = (await chats.ensure(c, 1, chats.ChatKind.PRIVATE, NOW)).id
        kept, gone = [await briefed(c, f"خبر {n}", "نص", "Old.") for n in range(2)]
        digest = await digests.insert_once(c, chat, "s", NOW, NOW)
        assert digest is not None
        await digests.add_articles(c, digest, [kept])
        (row,) = await outbox.add(
            c, chat, [{"text": "x"}], outbox.Priority.DIGEST, NOW, digest=digest
        )
        assert await articles.prune(c, NOW + DAY) == 1
        assert await articles.get(c, gone) is None
        assert await articles.get(c, kept) is not None
        await outgoing.sent(c, {row: 9}, NOW)
        assert await articles.prune(c, NOW + DAY) == 1


async def test_text_no_database_takes_is_kept_all_the_same(store: Store) -> None:
    made = article("عنوان\0 \ud800", "نص\0\udfff " + "ب" * 9000)
    async with store.transaction() as c:
        number, _ = await articles.add(c, made, NOW)
        stored = await articles.get(c, number)
    assert stored is not None
    assert stored.article == made


async def test_an_article_of_very_many_words_is_taken(store: Store) -> None:
    text = " ".join(f"كلمة{n}" for n in range(60_000))
    async with store.transaction() as c:
        number, _ = await articles.add(c, article("طويل", text), NOW)
        assert await articles.get(c, number) is not None


async def test_what_is_translated_in_part_is_found_searched_so_far_and_finished(
    store: Store,
) -> None:
    made = article("عنوان", "نص المقال")
    whole = brief(made, "The government spoke.").translation
    (first,) = whole.segments
    second = replace(first, segment=replace(first.segment, index=1), target="Farmers waited.")
    left = replace(second, target="", score=None, pending=True)
    told = replace(brief(made, "x"), translation=replace(whole, segments=(first, left)))
    async with store.transaction() as c:
        chat = await reader(c)
        number, _ = await articles.add(c, made, NOW)
        await publish(c, number)
        assert await articles.newest_in_part(c) is None
        await articles.set_brief(c, number, told, NOW)
        assert await articles.newest_in_part(c) == number
        assert await articles.newest_in_part(c, number) is None
        page = await article_lists.search(c, chat, "farmers")
        assert (page.total, page.in_part) == (0, 1)
        page = await article_lists.search(c, chat, "المقال")
        assert (page.total, page.in_part) == (1, 0)
        before = await articles.get(c, number)
        assert before is not None
        assert await articles.in_part(c, [number, number + 1]) == [number]
        assert await articles.set_whole(c, before, replace(whole, segments=(first, second)))
        assert await articles.newest_in_part(c) is None
        page = await article_lists.search(c, chat, "farmers")
        assert (page.total, page.in_part) == (1, 0)
        stored = await articles.get(c, number)
        # Another was faster: what it wrote stays.
        assert not await articles.set_whole(c, before, before.translation)
        assert not await articles.replace_brief(c, before, told)
        assert await articles.get(c, number) == stored
        assert not await articles.set_whole(c, replace(before, number=number + 1), whole)
    assert stored is not None
    assert stored.brief is not None
    assert stored.brief.headline == told.headline
    assert stored.brief.translation.whole
