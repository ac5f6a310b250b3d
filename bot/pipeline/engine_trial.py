"""One sentence asked of the configured engine, so that `mujaz check` knows that it answers."""

from __future__ import annotations

from bot.config import Settings
from bot.errors import EngineRefused, ModelError
from bot.pipeline.documents import silent
from bot.translation.engines.canary import CANARIES
from bot.translation.engines.configured import load_engines


def try_engine(settings: Settings) -> str:
    """What the first engine that can be used makes of a sentence about Cairo. Takes as long as
    loading the model; a remote engine is asked once. Raises ModelError."""
    canary = CANARIES[0]
    failed: ModelError | None = None
    engines = load_engines(settings, silent)
    try:
        for member in engines:
            try:
                (hypotheses,) = member.translator().translate([canary.source])
                answer = hypotheses[0].text if hypotheses else ""
                if not canary.sings(answer):
                    raise EngineRefused(
                        f"{member.name} makes “{answer}” of “Cairo is the capital of Egypt.”"
                    )
            except ModelError as error:
                failed = error
            else:
                return answer
    finally:
        engines.close()
    raise failed or EngineRefused("No engine is configured.")
