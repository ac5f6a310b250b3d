"""How articles enter the store: known, new, or a version of one; on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.errors import KeyTaken
from bot.intake.identity import Keys
from bot.intake.ingest import Taken
from bot.intake.ingest import take as take_for
from bot.records import Article, Moment
from bot.sources.addresses import page_key
from bot.store import article_keys, articles, versions
from bot.store.article_keys import KeyKind
from bot.store.articles import Stage
from bot.store.audience import PUBLIC
from bot.store.store import Store
from tests.store.made_records import article

take = partial(take_for, audience=PUBLIC)
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
LINK = "https://news.example/2026/11/fire"
FIRE = (
    "اندلع حريق كبير في مستودع للمواد الغذائية شرق العاصمة فجر اليوم وأسفر عن إصابة 12 عاملا "
    "بحسب ما أعلنت إدارة الدفاع المدني في بيان رسمي أكدت فيه السيطرة على النيران بعد خمس ساعات "
    "من العمل المتواصل ونقل المصابين إلى مستشفى قريب لتلقي العلاج بينما فتحت الشرطة تحقيقا في "
    "أسباب الحادث الذي ألحق أضرارا كبيرة بالمبنى وبعدد من السيارات المتوقفة في محيطه صباحا"
)


def fire(text: str = FIRE, title: str = "حريق في مستودع شرق العاصمة") -> Article:
    return article(title, text, "News")


@pytest.mark.parametrize(
    "first",
    [
        Keys(links=(LINK,)),
        Keys(caller="a"),
        Keys(),
    ],
)
async def test_the_same_text_is_one_article_however_it_comes(store: Store, first: Keys) -> None:
    one = await take(store, fire(), first, now=NOW)
    assert one.new
    respelled = fire(FIRE.replace("أعلنت", "اعلنت").replace("12", "١٢"))
    further = Keys(links=("https://news.example/fire-2",))
    for made, keys in ((fire(), first), (fire(), further), (respelled, Keys(caller="b"))):
        assert await take(store, made, keys, now=NOW + HOUR) == Taken(one.number, new=False)
    async with store.reading() as c:
        links = (await article_keys.values_of(c, one.number, KeyKind.LINK))[KeyKind.LINK]
    assert set(links) == {*first.links, *further.links}


async def test_an_edited_article_is_a_new_version_and_keeps_what_it_is_known_by(
    store: Store,
) -> None:
    keys = Keys(links=(LINK,), caller="fire")
    old = await take(store, fire(), keys, now=NOW)
    edited = fire(FIRE.replace("12", "14"))
    new = await take(store, edited, keys, now=NOW + HOUR)
    assert new == Taken(new.number, new=True, version_of=old.number)
    assert await take(store, edited, Keys(links=(LINK,)), now=NOW + 2 * HOUR) == replace(
        new, new=False, version_of=None
    )
    async with store.reading() as c:
        assert await article_keys.values_of(c, new.number, KeyKind.LINK) == {KeyKind.LINK: [LINK]}
        assert await article_keys.values_of(c, old.number, KeyKind.LINK) == {KeyKind.LINK: []}
        assert [v.article for v in await versions.series_of(c, old.number)] == [
            old.number,
            new.number,
        ]


async def test_an_outlet_that_goes_back_says_the_earlier_version_again(store: Store) -> None:
    keys = Keys(links=(LINK,))
    old = await take(store, fire(), keys, now=NOW)
    new = await take(store, fire(FIRE.replace("12", "14")), keys, now=NOW + HOUR)
    # A copy somewhere else says nothing of what the outlet shows now.
    await take(store, fire(), Keys(links=("https://copy.example/1",)), now=NOW + 2 * HOUR)
    await take(store, fire(), Keys(), now=NOW + 2 * HOUR)
    async with store.reading() as c:
        assert (await versions.series_of(c, old.number))[-1].article == new.number
    back = await take(store, fire(), keys, now=NOW + 3 * HOUR)
    assert back == Taken(old.number, new=False)
    async with store.reading() as c:
        assert (await versions.series_of(c, old.number))[-1].article == old.number


async def test_what_a_text_says_of_its_own_address_makes_no_version(store: Store) -> None:
    await take(store, fire(), Keys(links=(LINK,)), now=NOW)
    forged = replace(fire(FIRE.replace("12", "400")), url=LINK, canonical=LINK)
    assert (await take(store, forged, Keys(), now=NOW)).version_of is None
    elsewhere = replace(forged, id="0" * 16, title="حريق")
    taken = await take(store, elsewhere, Keys(links=("https://evil.example/x",)), now=NOW)
    assert (taken.new, taken.version_of) == (True, None)


async def test_a_link_that_a_feed_merely_names_makes_no_version_and_is_not_taken_over(
    store: Store,
) -> None:
    real = await take(store, fire(), Keys(links=(LINK,)), now=NOW)
    forged = fire(FIRE.replace("12", "400"))
    taken = await take(store, forged, Keys(links=(LINK,), fetched=False), now=NOW)
    assert (taken.new, taken.version_of) == (True, None)
    async with store.reading() as c:
        assert await article_keys.holders(c, KeyKind.LINK, [page_key(LINK)]) == [real.number]


async def test_a_page_may_name_an_address_of_its_own_site(store: Store) -> None:
    stated = replace(fire(), canonical=LINK)
    old = await take(store, stated, Keys(links=("https://www.news.example/?p=7",)), now=NOW)
    edited = fire(FIRE.replace("12", "14"))
    assert (await take(store, edited, Keys(links=(LINK,)), now=NOW)).version_of == old.number


async def test_a_front_page_named_by_every_page_joins_nothing(store: Store) -> None:
    for number, text in enumerate((FIRE, FIRE.replace("12", "14"))):
        made = replace(fire(text), canonical="https://news.example/")
        taken = await take(store, made, Keys(links=(f"https://news.example/{number}",)), now=NOW)
        assert (taken.new, taken.version_of) == (True, None)


async def test_tomorrows_page_of_one_address_is_another_article(store: Store) -> None:
    keys = Keys(links=("https://news.example/gold",))
    today = replace(fire(), published=Moment(NOW.date()))
    later = replace(
        fire(FIRE.replace("12", "13")), published=Moment((NOW + timedelta(days=2)).date())
    )
    await take(store, today, keys, now=NOW)
    assert (await take(store, later, keys, now=NOW)).version_of is None


async def test_a_callers_key_stands_for_one_article(store: Store) -> None:
    first = await take(store, fire(), Keys(caller="k"), now=NOW)
    other = article("قمة اقتصادية", "اجتمع وزراء المالية لبحث أسعار الفائدة والتضخم في المنطقة")
    with pytest.raises(KeyTaken, match=str(first.number)):
        await take(store, other, Keys(caller="k"), now=NOW)
    async with store.reading() as c:
        assert await articles.count_by_stage(c) == {Stage.READ: 1}


async def test_one_key_at_the_same_moment_is_one_article(store: Store) -> None:
    taken = await asyncio.gather(
        *(take(store, fire(), Keys(caller="k", links=(LINK,)), now=NOW) for _ in range(8))
    )
    assert len({each.number for each in taken}) == 1
    assert sum(each.new for each in taken) == 1


async def test_an_article_from_before_there_were_keys_is_known(store: Store) -> None:
    async with store.transaction() as c:
        number, _ = await articles.add(c, fire(), NOW)
    assert await take(store, fire(), Keys(links=(LINK,)), now=NOW) == Taken(number, new=False)
    edited = fire(FIRE.replace("12", "14"))
    assert (await take(store, edited, Keys(links=(LINK,)), now=NOW)).version_of == number
