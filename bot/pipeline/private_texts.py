"""Where the text of an article goes to be translated, and how it is kept on this machine. Pure."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.config import Settings

_REMOTE = "chat"
"""The engine that sends text to an endpoint."""


def remote_hosts(settings: Settings) -> tuple[str, ...]:
    """The hosts that get the texts to be translated; none where they stay on this machine."""
    translation = settings.translation
    named: tuple[str, ...] = (translation.engine,)
    if translation.engine == "cascade":
        named = translation.cascade.engines
    if _REMOTE not in named:
        return ()
    host = urlsplit(translation.chat.base_url).hostname or ""
    return () if not host or _is_here(host) else (host,)


def without_remote(settings: Settings) -> Settings:
    """The same settings with the engines that work on this machine; the embedded one at least."""
    translation = settings.translation
    engine, cascade = translation.engine, translation.cascade
    if engine == "cascade":
        left = tuple(name for name in cascade.engines if name != _REMOTE)
        engine = "cascade" if left else "embedded"
        cascade = cascade.model_copy(update={"engines": left or ("embedded",)})
    elif engine == _REMOTE:
        engine = "embedded"
    changed = translation.model_copy(update={"engine": engine, "cascade": cascade})
    return settings.model_copy(update={"translation": changed})


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
