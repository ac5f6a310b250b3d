"""Logging: structlog for ours and for libraries', to standard error, on a console or as JSON.

What is never written: the token, text of messages, invite codes. Ours log numbers and kinds of
things; an exception is written as its kind and where it came from, never with its own text,
which may quote what somebody wrote.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")
"""core.telegram.org/bots/api#authorizing-your-bot"""
_START = re.compile(r"(start[= ])[A-Za-z0-9_-]{8,}")
# Libraries write addresses (httpx: the token is in them), updates and statements at INFO.
_TALKATIVE = (
    "httpx", "httpcore", "telegram", "apscheduler", "sqlalchemy", "alembic", "aiosqlite",
    "procrastinate",
)  # fmt: skip


def set_up_logging(
    kind: Literal["console", "json"], level: str, secrets: tuple[str, ...] = ()
) -> None:
    """Call this once, at the start of a run. `secrets` are replaced wherever they stand."""
    shared: list[Processor] = [
        # The article, the entry or the request that is worked on, by number.
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _exceptions,
        _Redact(tuple(secret for secret in secrets if secret)),
    ]
    show: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if kind == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, show],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _exceptions(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace `exc_info` by the kind of error and the lines it passed."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    if isinstance(given, BaseException):
        given = (type(given), given, given.__traceback__)
    if isinstance(given, tuple) and given[0] is not None:
        event["error"] = given[0].__name__
        event["where"] = _where(given[2])
    return event


def _where(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-6:]
    return " < ".join(f"{f.filename.rpartition('/')[2]}:{f.lineno} {f.name}" for f in frames[::-1])


class _Redact:
    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._secrets = secrets

    def __call__(self, logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        return {key: self._clean(value) for key, value in event.items()}

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str):
            for secret in self._secrets:
                value = value.replace(secret, "<secret>")
            return _START.sub(r"\1<code>", _TOKEN.sub("<token>", value))
        return value
