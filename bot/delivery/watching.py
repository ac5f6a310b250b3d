"""Looks at how the bot is, and tells the operator once when something begins to be wrong and once
when it ends.

What is told is put on record with the message, in one transaction. A database that cannot be
written cannot hold that: then the message goes out beside it, and a restart forgets it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.backups import DailyBackups
from bot.delivery.context import BotContext
from bot.delivery.handlers.services import EngineState
from bot.delivery.lateness import late_digests
from bot.delivery.pages import Pages
from bot.delivery.room_on_disk import least_room
from bot.delivery.scheduling.preferences import of_chat, shown_at
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.delivery.troubles import Engine, Sight, Trouble, Values, wrong
from bot.delivery.wording import tell
from bot.language.cutting import clip
from bot.store import chats, troubles
from bot.store.chats import Chat

log = structlog.get_logger(__name__)

PATIENCE = 20.0
"""Seconds that another's write to the database may take before the operator is told."""
LONGEST_WHY = 600
"""Characters of a reason."""


class Watch:
    def __init__(
        self,
        context: BotContext,
        engine: EngineState,
        backups: DailyBackups,
        holding: Callable[[], bool],
        pages: Pages | None = None,
    ) -> None:
        """`holding`: whether this process is the one that sends. `pages`: where they are
        written."""
        self._context = context
        self._engine = engine
        self._backups = backups
        self._holding = holding
        self._pages = pages
        self._held = False
        self._owner: Chat | None = None
        self._locked_since: datetime | None = None

    async def look(self) -> None:
        """One look. Only the process that sends tells anything, or did until the database was
        locked."""
        why = await self._context.store.locked(PATIENCE)
        if why:
            await self._locked(why)
            return
        await self._unlocked()
        self._held = self._holding()
        if not self._held:
            return
        async with self._context.store.read_only() as c:
            self._owner = await self._owners_chat(c)
            known = await troubles.listing(c)
            now_wrong = wrong(await self._sight(c), known.keys())
        if self._owner is not None and now_wrong.keys() != known.keys():
            # Whoever has not written yet cannot be told; what lasts is told then.
            await self._tell_changes(self._owner, known, now_wrong)

    async def _tell_changes(
        self, owner: Chat, known: Mapping[str, datetime], now_wrong: Mapping[Trouble, Values]
    ) -> None:
        now, said = self._context.now(), []
        async with self._context.store.transaction() as c:
            for trouble, values in now_wrong.items():
                if trouble not in known:
                    await troubles.begin(c, trouble, now)
                    log.warning("trouble_began", what=trouble.value)
                    said.append(tell(owner.language, f"alerts.{trouble}", **values))
            for name in known.keys() - now_wrong.keys():
                await troubles.end(c, name)
                log.info("trouble_ended", what=name)
                said.append(self._ended(owner, Trouble(name), known[name]))
            await enqueue_answer(c, owner.id, map(Payload, said), now)
        self._context.wake()

    def _ended(self, owner: Chat, trouble: Trouble, since: datetime) -> str:
        began = shown_at(since, of_chat(owner, self._context.settings.bot).zone)
        return tell(owner.language, f"alerts.{trouble}_over", since=began)

    # ------------------------------------------------------------------------- a locked database

    async def _locked(self, why: str) -> None:
        log.warning("database_locked", why=why)
        if not self._held or self._locked_since is not None:
            return
        self._locked_since = self._context.now()
        if (owner := self._owner) is not None:
            text = tell(owner.language, "alerts.database", why=why)
            await self._context.direct.tell(owner.telegram_id, text)

    async def _unlocked(self) -> None:
        since, self._locked_since = self._locked_since, None
        if since is not None and (owner := self._owner) is not None:
            text = self._ended(owner, Trouble.DATABASE, since)
            await self._context.direct.tell(owner.telegram_id, text)

    # ------------------------------------------------------------------------------ what is seen

    async def _owners_chat(self, c: AsyncConnection) -> Chat | None:
        owner = self._context.settings.bot.owner
        return None if owner is None else await chats.find(c, owner)

    async def _sight(self, c: AsyncConnection) -> Sight:
        free, where = least_room(self._context.settings)
        failing, count = await troubles.health_of_sources(c)
        late = await late_digests(c, self._context.settings.bot, self._context.now())
        return Sight(
            free, str(where), self._of_engine(), late, failing, count,
            self._backups.failure, self._pages.failure if self._pages is not None else "",
        )  # fmt: skip

    def _of_engine(self) -> Engine:
        trouble = self._engine.trouble
        if trouble is not None:
            # What has spent its day's tokens is as the operator wants it (docs/engines.md).
            waits = getattr(trouble.error, "again_at", None) is not None
            return Engine(None if waits else False, clip(str(trouble.error), LONGEST_WHY))
        if over := self._engine.passed_over:
            return Engine(False, clip("; ".join(over.values()), LONGEST_WHY))
        return Engine(True if self._engine.state == "idle" else None)
