"""What somebody waits for goes before the next article."""

from __future__ import annotations

import asyncio

import pytest

from bot.pipeline.precedence import Precedence


async def test_an_article_waits_for_what_goes_first() -> None:
    precedence = Precedence()
    with precedence.first():
        with precedence.first():
            article = asyncio.create_task(precedence.turn())
        await asyncio.sleep(0)
        assert not article.done()
    await article


async def test_an_article_waits_for_nothing_where_nothing_goes_first() -> None:
    precedence = Precedence()
    await precedence.turn()
    with pytest.raises(ValueError), precedence.first():
        raise ValueError
    await precedence.turn()


async def test_articles_go_on_beside_what_never_ends() -> None:
    precedence = Precedence(longest=0.01)
    with precedence.first():
        await precedence.turn()


async def test_articles_wait_no_longer_than_they_were_at_work() -> None:
    precedence = Precedence(longest=3600, clock=lambda: -3600)
    with precedence.first():
        await precedence.turn()
