"""The endpoint as a part of a running process: stands, serves, and ends when told."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

import structlog

from bot.config import EndpointSettings
from bot.errors import BadSettings
from bot.intake.submissions import Intake

if TYPE_CHECKING:
    import uvicorn

log = structlog.get_logger(__name__)

AT_ONCE = 64
"""Connections served at a time; beyond that the answer is 503."""
GRACE = 5
"""Seconds that requests have to end when the process does."""
AGAIN = 5.0
"""Seconds between two tries for an address that another process holds."""


def check(settings: EndpointSettings) -> str:
    """What `mujaz check` says of an endpoint that can stand. Raises BadSettings."""
    if not settings.listen:
        return "off"
    if not settings.token.get_secret_value():
        raise BadSettings(
            "endpoint.listen is set, but there is no endpoint.token. Set one of 24 characters or "
            "more, as `openssl rand -hex 32` makes."
        )
    missing = [name for name in ("fastapi", "uvicorn") if importlib.util.find_spec(name) is None]
    if missing:
        raise BadSettings(
            f"The endpoint needs {' and '.join(missing)}. Install them with "
            "`pip install '.[endpoint]'` in Mujaz's folder, or take endpoint.listen out."
        )
    return f"http://{settings.listen}"


def must_stand(settings: EndpointSettings) -> None:
    """Raises BadSettings where it is off, or cannot stand."""
    if not settings.listen:
        raise BadSettings(
            'endpoint.listen is not set. Set it to an address such as "127.0.0.1:8787".'
        )
    check(settings)


class Endpoint:
    """Run `serve` as a task beside the bot, or alone."""

    def __init__(self, settings: EndpointSettings, intake: Intake) -> None:
        self._settings = settings
        self._intake = intake
        self.address: tuple[str, int] | None = None
        """Where it listens, once it does."""
        self.standing = asyncio.Event()

    async def serve(self, stop: asyncio.Event, *, patient: bool = False) -> None:
        """Answer until `stop` is set. `patient`: wait for an address that another process holds.

        Raises BadSettings where it cannot stand.
        """
        must_stand(self._settings)
        bound = await self._bound(stop, patient)
        if bound is None:
            return
        self.address = bound.getsockname()[:2]
        server = _server(self._settings, self._intake)
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        stopping = asyncio.create_task(stop.wait())
        log.info("endpoint_listens", host=self.address[0], port=self.address[1])
        self.standing.set()
        try:
            await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            server.should_exit = True
            await asyncio.gather(serving, return_exceptions=True)
            bound.close()
        if not serving.cancelled() and (error := serving.exception()) is not None:
            raise error

    async def _bound(self, stop: asyncio.Event, patient: bool) -> socket.socket | None:
        waits = False
        while not stop.is_set():
            try:
                bound = _listening(self._settings.listen)
                if waits:
                    log.info("endpoint_takes_over", at=self._settings.listen)
                return bound
            except OSError as error:
                reason = f"The endpoint cannot listen at {self._settings.listen}: {error.strerror}."
                if not patient:
                    raise BadSettings(reason) from error
                if not waits:
                    # Said once: a process that stands by may wait for weeks.
                    log.warning("endpoint_waits", at=self._settings.listen, why=error.strerror)
                waits = True
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(AGAIN):
                    await stop.wait()
        return None


def _listening(listen: str) -> socket.socket:
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, int(port)), family=family, backlog=AT_ONCE)


def _server(settings: EndpointSettings, intake: Intake) -> uvicorn.Server:
    import uvicorn

    from bot.endpoint.api import api_for

    class Quiet(uvicorn.Server):
        """A server that leaves signals to the process it is a part of."""

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    return Quiet(
        uvicorn.Config(
            api_for(settings, intake),
            lifespan="off",
            # Ours logs numbers and kinds; an access log would hold whatever callers ask for.
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=AT_ONCE,
            timeout_graceful_shutdown=GRACE,
        )
    )
