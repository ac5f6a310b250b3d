"""Articles at addresses that the command line names, fetched as politely as the bot fetches."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.config import SourcesSettings
from bot.errors import DocumentError, FetchError
from bot.intake.pages import page
from bot.pipeline.web import fetcher
from bot.records import Article


def read_addresses(
    addresses: Sequence[str], settings: SourcesSettings
) -> list[Article | FetchError | DocumentError]:
    """For each address its article, or why there is none. Waits for the answers."""

    async def fetch() -> list[Article | FetchError | DocumentError]:
        found: list[Article | FetchError | DocumentError] = []
        async with fetcher(settings) as web:
            for address in addresses:
                try:
                    found.append((await page(web, address)).article)
                except (FetchError, DocumentError) as error:
                    found.append(error)
        return found

    return asyncio.run(fetch()) if addresses else []
