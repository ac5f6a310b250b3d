"""The dashboard, the alerts and the docs name metrics that there are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.commands.monitoring import WholeMonitor
from bot.config import Settings, StoreSettings
from bot.metrics import REGISTRY
from bot.store.store import open_store
from tests.empty_database import new_database

ROOT = Path(__file__).parents[2]
DASHBOARD = ROOT / "deploy" / "grafana" / "dashboards" / "mujaz.json"
ALERTS = ROOT / "deploy" / "alerts.yml"
_NAME = re.compile(r"\b((?:mujaz|process)_[a-z_]+)")


@pytest.fixture
async def there(tmp_path: Path) -> set[str]:
    """Every name a query may use."""
    url = new_database(tmp_path)
    store = await open_store(url, migrated=False)
    settings = Settings(cache_dir=tmp_path, store=StoreSettings(url=url))
    measured = await WholeMonitor(settings, store).gauges()
    await store.close()
    names = {family.name for family in measured}
    for family in REGISTRY.collect():
        if family.type == "counter":
            names.add(f"{family.name}_total")
        elif family.type == "histogram":
            names |= {f"{family.name}_bucket", f"{family.name}_count", f"{family.name}_sum"}
        else:
            names.add(family.name)
    return names


def queries() -> list[str]:
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    found = [target["expr"] for panel in panels for target in panel["targets"]]
    groups = YAML(typ="safe").load(ALERTS)["groups"]
    return found + [rule["expr"] for group in groups for rule in group["rules"]]


async def test_every_query_names_metrics_that_there_are(there: set[str]) -> None:
    asked = [name for query in queries() for name in _NAME.findall(query)]
    assert len(asked) > 20
    assert [name for name in asked if name not in there] == []


async def test_every_metric_of_ours_is_shown(there: set[str]) -> None:
    shown = {name for query in queries() for name in _NAME.findall(query)}
    ours = {re.sub(r"_(bucket|count|sum)$", "", name) for name in there if "mujaz" in name}
    assert ours - {re.sub(r"_bucket$", "", name) for name in shown} == set()


async def test_the_page_of_the_metrics_has_each_and_no_other(there: set[str]) -> None:
    page = (ROOT / "docs" / "monitoring.md").read_text("utf-8")
    named = set(re.findall(r"\bmujaz_[a-z_]+", page))
    ours = {re.sub(r"_(bucket|count|sum)$", "", name) for name in there if "mujaz" in name}
    assert named == ours
