"""Traces for OpenTelemetry: each step of the work is a span, with the numbers that stand in the
logs and nothing else. Off without `monitoring.traces`; the packages come with an extra.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot import __version__
from bot.config import MonitoringSettings
from bot.errors import BadSettings
from bot.stages import trace_with

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter


def check_tracing(settings: MonitoringSettings) -> str:
    """What `mujaz check` says of traces that can be sent. Raises BadSettings."""
    if not settings.traces:
        return "off"
    try:
        found = importlib.util.find_spec("opentelemetry.exporter.otlp.proto.http")
    except ModuleNotFoundError:
        found = None
    if found is None:
        raise BadSettings(
            "monitoring.traces needs OpenTelemetry. Install it with "
            "`pip install '.[opentelemetry]'` in Mujaz's folder, or take monitoring.traces out."
        )
    return settings.traces


@contextmanager
def tracing(settings: MonitoringSettings) -> Iterator[None]:
    """Send traces until the end, where they are on. Raises BadSettings where they cannot be."""
    check_tracing(settings)
    if not settings.traces:
        yield
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    exporter = OTLPSpanExporter(f"{settings.traces.rstrip('/')}/v1/traces")
    with traced_to(exporter):
        yield


@contextmanager
def traced_to(exporter: SpanExporter) -> Iterator[None]:
    """Spans go there in batches, from a thread of the SDK's; a collector that is away costs spans
    and nothing else."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.trace import StatusCode

    resource = Resource({"service.name": "mujaz", "service.version": __version__})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracer = provider.get_tracer("mujaz")

    @contextmanager
    def span(name: str, ids: dict[str, int]) -> Iterator[None]:
        given = {f"mujaz.{key}": value for key, value in ids.items()}
        # An exception's own text may quote what somebody wrote.
        with tracer.start_as_current_span(
            name, attributes=given, record_exception=False, set_status_on_exception=False
        ) as current:
            try:
                yield
            except Exception as error:
                current.set_status(StatusCode.ERROR, type(error).__name__)
                raise

    trace_with(span)
    try:
        yield
    finally:
        trace_with(None)
        provider.shutdown()
