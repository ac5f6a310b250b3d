"""The chat engine for the table of engines: loaded, tried, and described."""

from __future__ import annotations

from pathlib import Path

from bot.config import Settings
from bot.errors import EngineRefused
from bot.records import Progress
from bot.translation.engines.canary import passed_at
from bot.translation.engines.chat.budget import Budget
from bot.translation.engines.chat.endpoint import place_of
from bot.translation.engines.chat.engine import (
    NAME,
    ChatTranslator,
    budget_path,
    identity_of,
    notes_of,
    smallest_request,
)
from bot.translation.engines.translator import EngineStatus

LICENCE = "the endpoint's and its model's own"


def load(settings: Settings, progress: Progress) -> ChatTranslator:
    """The engine as it is configured. Raises EngineRefused where it is not."""
    return ChatTranslator(settings.translation.chat, settings.cache_dir)


def build(settings: Settings, progress: Progress, force: bool) -> Path:
    """Ask the canaries, again if `force`; returns the file where a pass is noted."""
    translator = load(settings, progress)
    try:
        if force:
            translator.forget()
        return translator.load()
    finally:
        translator.close()


def status(settings: Settings) -> EngineStatus:
    """What can be said without asking the endpoint; raises nothing."""
    own = settings.translation.chat
    label = identity_of(own).label if own.model else NAME
    if not own.base_url or not own.model:
        detail = "Set translation.chat.base_url and translation.chat.model; see docs/engines.md."
        return EngineStatus(NAME, label, False, False, None, 0, LICENCE, detail)
    try:
        spent = Budget(budget_path(settings.cache_dir), own.tokens_a_day).spent()
    except EngineRefused as error:
        return EngineStatus(NAME, label, False, False, None, 0, LICENCE, str(error))
    limit = f" of {own.tokens_a_day:,}" if own.tokens_a_day else ""
    detail = f"{place_of(own)}: {spent:,}{limit} tokens spent today."
    usable = not own.tokens_a_day or spent + smallest_request() <= own.tokens_a_day
    if not usable:
        detail += " It goes on after 00:00 UTC; or raise translation.chat.tokens_a_day."
    tried = passed_at(notes_of(settings.cache_dir, own))
    return EngineStatus(NAME, label, usable, usable, None, 0, LICENCE, detail, tried)
