"""Each step is a span with its numbers; nothing of a text is in one."""

from __future__ import annotations

import sys

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.commands.tracing import check_tracing, traced_to, tracing
from bot.config import MonitoringSettings
from bot.errors import BadSettings
from bot.stages import stage


def test_steps_are_spans_with_their_numbers_and_errors_leave_no_text() -> None:
    exporter = InMemorySpanExporter()
    with traced_to(exporter):
        with stage("entry", entry=5, source=None), stage("poll", source=2):
            pass
        with pytest.raises(ValueError, match="purple elephant"), stage("translate", article=7):
            raise ValueError("purple elephant")
    inner, outer, failed = exporter.get_finished_spans()
    assert [each.name for each in (inner, outer, failed)] == ["poll", "entry", "translate"]
    assert dict(outer.attributes or {}) == {"mujaz.entry": 5}
    assert inner.parent is not None
    assert outer.context is not None
    assert inner.parent.span_id == outer.context.span_id
    assert dict(failed.attributes or {}) == {"mujaz.article": 7}
    assert failed.status.description == "ValueError"
    assert "elephant" not in failed.to_json()


def test_without_an_address_there_are_no_spans() -> None:
    assert check_tracing(MonitoringSettings()) == "off"
    with tracing(MonitoringSettings()), stage("poll", source=1):
        pass


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    for name in [each for each in sys.modules if each.startswith("opentelemetry.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(BadSettings, match=r"\.\[opentelemetry\]"):
        check_tracing(MonitoringSettings(traces="http://127.0.0.1:4318"))
