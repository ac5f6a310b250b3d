"""The endpoint as a part of a running process: stands, serves, and ends when told."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import structlog

from bot.config import EndpointSettings, MonitoringSettings
from bot.errors import BadSettings
from bot.intake.submissions import Intake

if TYPE_CHECKING:
    import uvicorn

    from bot.endpoint.monitor import Monitor

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
    needs_extra("endpoint.listen")
    return f"http://{settings.listen}"


def check_monitoring(settings: MonitoringSettings) -> str:
    """The same of the address for monitoring."""
    if not settings.listen:
        return "off"
    needs_extra("monitoring.listen")
    return f"http://{settings.listen}"


def needs_extra(setting: str) -> None:
    """Raises BadSettings where the packages are missing that a server is made of."""
    missing = [name for name in ("fastapi", "uvicorn") if importlib.util.find_spec(name) is None]
    if missing:
        raise BadSettings(
            f"{setting} needs {' and '.join(missing)}. Install them with "
            f"`pip install '.[endpoint]'` in Mujaz's folder, or take {setting} out."
        )


def must_stand(settings: EndpointSettings) -> None:
    """Raises BadSettings where it is off, or cannot stand."""
    if not settings.listen:
        raise BadSettings(
            'endpoint.listen is not set. Set it to an address such as "127.0.0.1:8787".'
        )
    check(settings)


class Listening:
    """Run `serve` as a task beside the bot, or alone."""

    name = "endpoint"
    """As the log and the messages call it."""

    def __init__(self, listen: str) -> None:
        self._listen = listen
        self.address: tuple[str, int] | None = None
        """Where it listens, once it does."""
        self.standing = asyncio.Event()

    def must_stand(self) -> None:
        """Raises BadSettings where it is off, or cannot stand."""
        raise NotImplementedError

    def application(self) -> Any:
        """What answers, as uvicorn takes it. Imported late: it comes with an extra."""
        raise NotImplementedError

    async def serve(self, stop: asyncio.Event, *, patient: bool = False) -> None:
        """Answer until `stop` is set. `patient`: wait for an address that another process holds.

        Raises BadSettings where it cannot stand.
        """
        self.must_stand()
        bound = await self._bound(stop, patient)
        if bound is None:
            return
        self.address = bound.getsockname()[:2]
        server = _server(self.application())
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        stopping = asyncio.create_task(stop.wait())
        log.info(f"{self.name}_listens", host=self.address[0], port=self.address[1])
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
                bound = _listening(self._listen)
                if waits:
                    log.info(f"{self.name}_takes_over", at=self._listen)
                return bound
            except OSError as error:
                reason = (
                    f"{self.name}.listen: nothing can listen at {self._listen}: {error.strerror}."
                )
                if not patient:
                    raise BadSettings(reason) from error
                if not waits:
                    # Said once: a process that stands by may wait for weeks.
                    log.warning(f"{self.name}_waits", at=self._listen, why=error.strerror)
                waits = True
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(AGAIN):
                    await stop.wait()
        return None


class Endpoint(Listening):
    """Where other systems push articles; with a monitor it answers as `Monitoring` does, too."""

    def __init__(
        self,
        settings: EndpointSettings,
        intake: Intake,
        monitoring: tuple[MonitoringSettings, Monitor] | None = None,
    ) -> None:
        super().__init__(settings.listen)
        self._settings = settings
        self._intake = intake
        self._monitoring = monitoring

    def must_stand(self) -> None:
        must_stand(self._settings)

    def application(self) -> Any:
        from bot.endpoint.api import api_for

        return api_for(self._settings, self._intake, monitoring=self._monitoring)


class Monitoring(Listening):
    """Answers how this process is, and nothing else."""

    name = "monitoring"

    def __init__(self, settings: MonitoringSettings, monitor: Monitor) -> None:
        super().__init__(settings.listen)
        self._settings = settings
        self._monitor = monitor

    def must_stand(self) -> None:
        check_monitoring(self._settings)

    def application(self) -> Any:
        from bot.endpoint.monitoring import monitoring_api

        return monitoring_api(self._settings, self._monitor)


def _listening(listen: str) -> socket.socket:
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, int(port)), family=family, backlog=AT_ONCE)


def _server(application: Any) -> uvicorn.Server:
    import uvicorn

    class Quiet(uvicorn.Server):
        """A server that leaves signals to the process it is a part of."""

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    return Quiet(
        uvicorn.Config(
            application,
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
