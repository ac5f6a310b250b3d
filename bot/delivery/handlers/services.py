"""What only some handlers need; bot/delivery/handlers/answering.py gives each of them its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.delivery.administrators import Administrators
from bot.delivery.handlers.sources_adding import Adding
from bot.delivery.requests.files import Files
from bot.delivery.requests.given import GivenPosts
from bot.delivery.scheduling.editions import Editions
from bot.delivery.tasks import Tasks
from bot.pipeline.seams import Trouble


class EngineState(Protocol):
    """How the loaded engine is; `bot.pipeline.article_work.ArticleWork` is one."""

    @property
    def state(self) -> str: ...

    @property
    def trouble(self) -> Trouble | None: ...

    @property
    def passed_over(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Services:
    engine: EngineState
    editions: Editions
    administrators: Administrators
    files: Files
    adding: Adding
    given: GivenPosts
    tasks: Tasks
    topics: tuple[str, ...]
    """That articles may be of, as their table names them."""
    nudge: Callable[[], None]
    """There is work for the translator."""
    wake_poller: Callable[[], None]
    """Sources were added."""
    username: str
    """The bot's."""
    token: str
    """The bot's; invitations are signed with it."""
