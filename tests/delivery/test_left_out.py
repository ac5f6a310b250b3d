"""More comes in than is translated or looked at: a digest says so, and what it holds is bounded."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.scheduling import composing
from bot.delivery.scheduling.preferences import Preferences
from bot.store import articles
from tests.delivery.test_digests import NOW, Office, add, chat_with, clock, office_at
from tests.store.made_records import article, publish

__all__ = ["clock"]


async def briefed(office: Office, *numbers: int) -> None:
    for number in numbers:
        await add(office.store, f"خبر {number}", f"نص الخبر {number}", f"News {number}", "البلد")


async def waiting(office: Office, hours: float) -> None:
    async with office.store.transaction() as c:
        made = article("خبر ينتظر", "نص خبر ينتظر ترجمته", "البلد")
        number, _ = await articles.add(c, made, NOW - timedelta(hours=hours))
        await publish(c, number)


async def test_articles_that_no_digest_will_have_are_counted_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "LOOKED_AT_ONCE", 2)
    monkeypatch.setattr(composing, "LOOKED_AT", 4)
    monkeypatch.setattr(composing, "ENOUGH", 100)
    async with office_at(tmp_path) as office:
        chat = await chat_with(office.store, 1, Preferences())
        await briefed(office, *range(4))
        whole = await office.compose(chat)
        await briefed(office, *range(4, 7))
        part = await office.compose(chat)
    assert len(whole.articles) == len(part.articles) == 4
    assert "more articles came in" not in whole.messages[0].text
    assert part.messages[0].text.startswith(
        "3 more articles came in than I look at for one digest; /search finds them."
    )


@pytest.mark.parametrize(("hours", "said"), [(0.5, False), (3, True), (60, False)])
async def test_articles_that_wait_long_for_their_translation_are_said(
    tmp_path: Path, hours: float, said: bool
) -> None:
    async with office_at(tmp_path) as office:
        chat = await chat_with(office.store, 1, Preferences())
        await briefed(office, 1)
        await waiting(office, hours)
        composed = await office.compose(chat)
    assert ("are still being translated" in composed.messages[0].text) == said
