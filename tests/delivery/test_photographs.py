"""The photograph above a digest: off by default, looked at first, and never of a private text."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.pipeline.photographs import LIMITS, Photographs
from bot.sources.fetching.fetcher import Fetcher
from tests.delivery.loopback import HOST, page_of
from tests.delivery.memo import published
from tests.delivery.newsroom import Newsroom, Telegram
from tests.delivery.table_translator import GAS, LIBRARY
from tests.sources.web import LoopbackWeb, only_loopback
from tests.telegram_server import Fields

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def with_photograph(text: str, url: str) -> str:
    return page_of(text).replace("</head>", f'<meta property="og:image" content="{url}"></head>')


def shown(telegram: Telegram, words: str) -> Fields:
    """The preview that a message of the bot was sent with."""
    for name, fields, _ in telegram.calls:
        if name == "sendMessage" and words in str(fields.get("text")):
            preview = fields["link_preview_options"]
            assert isinstance(preview, dict)
            return preview
    raise AssertionError(words)


async def test_a_digest_is_sent_with_the_photograph_of_its_first_story(
    telegram: Telegram, tmp_path: Path
) -> None:
    async with LoopbackWeb() as web:
        url = web.put(HOST, "/p.png", PNG, media_type="image/png")
        sources = web.settings(private_hosts=(HOST,))
        with only_loopback():
            async with Newsroom(tmp_path, telegram, sources=sources, photographs=True) as room:
                await published(room, None, html=with_photograph(GAS, url))
                await room.say("/now")
                await room.wait("1 article")
                gone = web.url(HOST, "/gone.png")
                await published(room, None, html=with_photograph(LIBRARY, gone))
                await room.say("/now")
                await room.wait("library opens")
    assert shown(telegram, "gas prices") == {
        "url": url,
        "prefer_large_media": True,
        "show_above_text": True,
    }
    assert shown(telegram, "library opens") == {"is_disabled": True}


@pytest.mark.parametrize(
    ("data", "fits"),
    [
        (PNG, True),
        (b"\xff\xd8\xff\xe0" + b"0" * 50, True),
        (b"RIFF0000WEBPVP8 ", True),
        (b"RIFF0000WAVEfmt ", False),
        (b"<svg onload='x()'/>", False),
        (b"", False),
        (PNG + b"0" * LIMITS.size, False),
    ],
    ids=["png", "jpeg", "webp", "wave", "svg", "empty", "too big"],
)
async def test_only_a_photograph_of_a_decent_size_can_be_shown(data: bytes, fits: bool) -> None:
    async with LoopbackWeb() as web:
        url = web.put("news.test", "/p", data, media_type="image/png")
        async with Fetcher(web.settings(), resolve=web.resolve) as fetcher:
            photographs = Photographs(fetcher)
            assert await photographs.can_be_shown(url) is fits
            assert await photographs.can_be_shown(url) is fits
        assert web.asked_for("news.test", "/p") == 1


async def test_a_private_address_is_not_asked() -> None:
    async with LoopbackWeb() as web:
        url = web.put("127.0.0.1", "/p", PNG, media_type="image/png")
        async with Fetcher(web.settings(private_hosts=()), resolve=web.resolve) as fetcher:
            assert not await Photographs(fetcher).can_be_shown(url)
        assert not web.asked
