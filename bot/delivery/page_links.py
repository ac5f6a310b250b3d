"""Where a chat's pages are: a folder with a name that nobody can guess, and a name a digest.

The folder's name is made of the bot's token and the chat's key: it stands in no database, backup
or export, and a chat that was forgotten and comes again has another.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

from bot.config import Settings


def folder_of(token: str, chat: int) -> str:
    """128 bits in hexadecimal. `chat`: `Chat.id`."""
    return hmac.digest(token.encode(), f"pages {chat}".encode(), hashlib.sha256)[:16].hex()


def new_page(made_at: datetime) -> str:
    """The name of a new digest's page: "2026-11-30-0800-5f3a"; the time is of `made_at`'s zone."""
    return f"{made_at:%Y-%m-%d-%H%M}-{secrets.token_hex(2)}"


def address_of(settings: Settings, chat: int, page: str) -> str | None:
    """Where readers find a page; None where the operator named no address."""
    if not (settings.pages.folder and settings.pages.url):
        return None
    folder = folder_of(settings.bot.token.get_secret_value(), chat)
    return f"{settings.pages.url.rstrip('/')}/{folder}/{page}.html"
