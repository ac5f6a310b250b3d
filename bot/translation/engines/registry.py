"""The translation engines there are, by the name they are configured with.

An engine of ours is one folder and one row in `ENGINES`. Another package adds one by an entry
point of the group "mujaz.engines": the same row, in its own pyproject.toml;
`tests/plugins/tiny_engine` is a whole one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from bot.config import Settings
from bot.plugins import Kinds
from bot.records import Progress
from bot.translation.engines.translator import EngineStatus, Translator


class Engine(Protocol):
    """What Mujaz does with an engine. A module with these three functions is one."""

    def load(self, settings: Settings, progress: Progress) -> Translator:
        """The engine as it is configured; it loads its model on first use.

        Raises `bot.errors.ModelError`.
        """
        ...

    def build(self, settings: Settings, progress: Progress, force: bool) -> Path:
        """Do now what is otherwise done once, on first use; again with `force`. Returns the
        folder or file that came of it.

        Raises `bot.errors.ModelError`.
        """
        ...

    def status(self, settings: Settings) -> EngineStatus:
        """What can be said without loading it. Raises nothing."""
        ...


ENGINES: Kinds[Engine] = Kinds(
    "mujaz.engines",
    {
        "embedded": "bot.translation.engines.embedded.loading",
        "ctranslate2": "bot.translation.engines.ctranslate2.loading",
        "firefox": "bot.translation.engines.firefox.loading",
        "transformers": "bot.translation.engines.transformers.loading",
        "chat": "bot.translation.engines.chat.loading",
    },
    needs=("load", "build", "status"),
)
