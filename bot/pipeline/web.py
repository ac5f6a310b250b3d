"""The fetcher that a process asks the web with; the shell opens one and hands it on."""

from __future__ import annotations

from bot.config import SourcesSettings
from bot.sources.fetching.fetcher import Fetcher


def fetcher(settings: SourcesSettings) -> Fetcher:
    """One for a process and its event loop: it knows which host was asked when.

    Use it as an asynchronous context manager, or `close` it.
    """
    return Fetcher(settings)
