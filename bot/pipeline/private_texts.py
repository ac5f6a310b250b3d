"""Where an article goes to be translated or condensed, and how it is kept on this machine. Pure."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.config import Settings

_REMOTE = "chat"
"""The engine, and the summariser, that sends text to an endpoint."""


def remote_hosts(settings: Settings) -> tuple[str, ...]:
    """The hosts that get texts, to be translated or condensed; none where they stay here."""
    return tuple(dict.fromkeys((*translating_hosts(settings), *condensing_hosts(settings))))


def translating_hosts(settings: Settings) -> tuple[str, ...]:
    """The hosts that get the texts to be translated; none where they stay on this machine."""
    translation = settings.translation
    named: tuple[str, ...] = (translation.engine,)
    if translation.engine == "cascade":
        named = translation.cascade.engines
    return _elsewhere(translation.chat.base_url) if _REMOTE in named else ()


def condensing_hosts(settings: Settings) -> tuple[str, ...]:
    """The hosts that get the texts to be condensed; none where they stay on this machine."""
    if settings.summary.engine != _REMOTE:
        return ()
    return _elsewhere(settings.summary.chat.base_url or settings.translation.chat.base_url)


def _elsewhere(address: str) -> tuple[str, ...]:
    host = urlsplit(address).hostname or ""
    return () if not host or _is_here(host) else (host,)


def without_remote(settings: Settings) -> Settings:
    """The same settings with what works on this machine; the embedded engine and the extractive
    summariser at least."""
    translation = settings.translation
    engine, cascade = translation.engine, translation.cascade
    if engine == "cascade":
        left = tuple(name for name in cascade.engines if name != _REMOTE)
        engine = "cascade" if left else "embedded"
        cascade = cascade.model_copy(update={"engines": left or ("embedded",)})
    elif engine == _REMOTE:
        engine = "embedded"
    changed = translation.model_copy(update={"engine": engine, "cascade": cascade})
    summary = settings.summary
    if summary.engine == _REMOTE:
        summary = summary.model_copy(update={"engine": "extractive"})
    return settings.model_copy(update={"translation": changed, "summary": summary})


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
