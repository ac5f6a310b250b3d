"""One engine of a cascade: made when first needed, and left alone for a while when it fails."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from bot.errors import EngineUnavailable, ModelError
from bot.records import EngineIdentity
from bot.translation.engines.translator import Translator

log = logging.getLogger(__name__)


class Member:
    """An engine that may be down."""

    def __init__(
        self,
        name: str,
        load: Callable[[], Translator],
        pause: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`load` makes the engine, without loading its model. `pause`: seconds for which it is
        not asked again after it failed."""
        self.name = name
        self._load = load
        self._pause = pause
        self._now = now
        self._translator: Translator | None = None
        self._bare: Translator | None = None
        self._identity = EngineIdentity(name, "", name)
        self._wrap: Callable[[Translator], Translator] = lambda engine: engine
        self._down_until = float("-inf")
        self.why = ""
        """What was wrong when it failed last."""
        self.again_at: datetime | None = None
        """When that is over, where it is known."""

    @property
    def identity(self) -> EngineIdentity:
        """Its name alone until the engine could be made once."""
        return self._identity

    def wrapped(self, wrap: Callable[[Translator], Translator]) -> None:
        """What is to stand around the engine, such as the memory."""
        self._wrap = wrap
        self._translator = None

    def translator(self) -> Translator:
        """Raises ModelError where it cannot be made, and EngineUnavailable while it is down."""
        if self._now() < self._down_until:
            raise EngineUnavailable(self.why, again_at=self.again_at)
        if self._translator is None:
            self._bare = made = self._load()
            self._identity = made.identity
            self._translator = self._wrap(made)
        return self._translator

    def bare(self) -> Translator:
        """The engine without what stands around it. Raises as `translator`."""
        self.translator()
        assert self._bare is not None
        return self._bare

    @property
    def down(self) -> bool:
        return self._now() < self._down_until

    def failed(self, error: ModelError, *, tell_why: bool = False) -> None:
        """Leave it alone for a while; what was waited already does not start anew."""
        if not self.down:
            self._down_until = self._now() + self._pause
            self.why = str(error)
            self.again_at = error.again_at if isinstance(error, EngineUnavailable) else None
            # Not structlog: unless it is set up, as in the bot, it writes among the results.
            reason = self.why.partition("\n")[0].rstrip(": ")
            why = f"{error.name}: {reason}" if tell_why else error.name
            log.warning("The engine %s is passed over: %s", self.name, why)

    def close(self) -> None:
        if self._translator is not None:
            self._translator.close()
            self._translator = self._bare = None
