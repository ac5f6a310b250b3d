"""What machines that watch this one read: `/healthz`, `/readyz`, `/metrics`.

Numbers and words of ours only: no name of a chat or a source, no text, no token. Whether the
process lives and can work is said to everybody who can reach it; the metrics tell how much is
going on, so they are for the holder of `monitoring.token`, or without one for programs of this
machine.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Metric, generate_latest

from bot import __version__
from bot.config import MonitoringSettings
from bot.endpoint.guarding import is_bearer
from bot.endpoint.monitor import OK, Monitor
from bot.metrics import REGISTRY

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
"""A proxy stands before us: then its machine is not who asks."""


def router_for(settings: MonitoringSettings, monitor: Monitor) -> APIRouter:
    router = APIRouter()
    token = settings.token.get_secret_value()

    @router.get("/healthz", summary="Whether the process lives")
    async def healthz() -> Response:
        return JSONResponse({"status": OK})

    @router.get("/readyz", summary="Whether it can work: database, models, a sender")
    async def readyz() -> Response:
        found = await monitor.readiness()
        ready = all(each == OK for each in found.values())
        status = OK if ready else "not ready"
        return JSONResponse({"status": status, **found}, 200 if ready else 503)

    @router.get("/metrics", summary="Numbers for Prometheus")
    async def metrics(request: Request) -> Response:
        if not _may_read(request, token):
            return PlainTextResponse(
                "Send the header `Authorization: Bearer` with monitoring.token. Without such a "
                "token only programs on this machine may read the metrics.\n",
                401 if token else 403,
                {"WWW-Authenticate": "Bearer"} if token else None,
            )
        body = generate_latest(REGISTRY) + generate_latest(_registry_of(await monitor.gauges()))
        return Response(body, media_type=CONTENT_TYPE_LATEST)

    return router


def monitoring_api(settings: MonitoringSettings, monitor: Monitor) -> FastAPI:
    """These three and nothing else."""
    api = FastAPI(title="Mujaz", version=__version__, docs_url=None, redoc_url=None)
    api.include_router(router_for(settings, monitor))
    return api


def _may_read(request: Request, token: str) -> bool:
    if token:
        return is_bearer(request.headers.get("authorization"), token)
    asked_through = any(name in request.headers for name in _FORWARDED)
    return request.client is not None and _is_here(request.client.host) and not asked_through


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Found:
    """A collector of what was measured just now."""

    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Sequence[Metric]:
        return self._metrics


def _registry_of(metrics: Sequence[Metric]) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_Found(metrics))
    return registry
