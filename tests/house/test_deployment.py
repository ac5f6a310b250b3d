"""What others run Mujaz by: compose files, systemd's units, the image. No engine runs here."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from bot.cli import main
from bot.config import Settings, load_settings
from bot.config_errors import strange_variables
from bot.errors import BadSettings

ROOT = Path(__file__).parents[2]
FILES = ("compose.yaml", "compose.cluster.yaml")
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
TOKEN = "123456:AAtesttesttesttesttesttesttesttest00"
SECRET = re.compile(r"token|password|secret|api_key", re.IGNORECASE)


@cache
def compose(name: str) -> dict[str, Any]:
    """The file, its variables put in."""
    text = (ROOT / name).read_text("utf-8")
    text = re.sub(r"\$\{MUJAZ_OWNER:\?[^}]*\}", "7", text)
    loaded: dict[str, Any] = YAML(typ="safe").load(text)
    return loaded


SERVICES = [(name, service) for name in FILES for service in compose(name)["services"]]
OURS = [
    (name, service)
    for name, service in SERVICES
    if compose(name)["services"][service]["image"].startswith("mujaz")
]


@pytest.mark.parametrize("name", FILES)
def test_a_compose_file_is_as_its_schema_says(name: str) -> None:
    schemas = resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    schema = json.loads((schemas / "compose-spec.json").read_text("utf-8"))
    plain = json.loads(json.dumps(compose(name)))
    jsonschema.validate(plain, schema)


@pytest.mark.parametrize(("name", "service"), SERVICES)
def test_a_service_is_closed(name: str, service: str) -> None:
    given = compose(name)["services"][service]
    assert given["user"].partition(":")[0] not in ("", "0", "root")
    assert given["read_only"] is True
    assert given["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in given["security_opt"]
    assert given["healthcheck"]["test"]
    assert given["restart"] == "unless-stopped"
    assert not given.get("privileged")
    assert all(port.startswith("127.0.0.1:") for port in given.get("ports", ()))
    # A name at least, so that a pull tomorrow is the same.
    assert given.get("build") or re.search(r":[\w.-]*\d", given["image"])


@pytest.mark.parametrize(("name", "service"), SERVICES)
def test_no_secret_stands_in_the_environment(name: str, service: str) -> None:
    for variable in compose(name)["services"][service].get("environment", {}):
        if SECRET.search(variable):
            assert variable.endswith("_FILE") or variable == "MUJAZ_SECRETS", variable


@pytest.mark.parametrize(("name", "service"), SERVICES)
def test_whatever_a_service_names_is_declared(name: str, service: str) -> None:
    whole = compose(name)
    given = whole["services"][service]
    for secret in given.get("secrets", ()):
        assert (secret if isinstance(secret, str) else secret["source"]) in whole["secrets"]
    for volume in given.get("volumes", ()):
        source = volume.partition(":")[0]
        assert (ROOT / source).exists() if source.startswith(".") else source in whole["volumes"]
    for network in given.get("networks", ()):
        assert network in whole["networks"]


@pytest.mark.parametrize(("name", "service"), OURS)
def test_a_service_gives_a_command_that_there_is(name: str, service: str) -> None:
    (command,) = compose(name)["services"][service]["command"]
    assert command in main.commands


def test_a_unit_gives_a_command_that_there_is() -> None:
    for unit in UNITS:
        (command,) = re.findall(r"^ExecStart=/opt/mujaz/bin/mujaz (\w+)$", unit.read_text(), re.M)
        assert command in main.commands


@pytest.mark.parametrize(("name", "service"), OURS)
def test_our_settings_are_read_from_a_service(
    name: str, service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = compose(name)["services"][service]
    values = {
        "MUJAZ_BOT__TOKEN": TOKEN,
        "MUJAZ_STORE__URL": "postgresql://mujaz:word@database/mujaz",
    }
    targets = [secret["target"] for secret in given["secrets"]]
    for target in targets:
        (tmp_path / target).write_text(values.get(target, "a" * 32) + "\n", "utf-8")
    image = {"MUJAZ_STORE__URL": "sqlite:////home/mujaz/data/mujaz.db"}
    environment = {**image, **given["environment"], "MUJAZ_SECRETS": str(tmp_path)}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.environ", {key: str(value) for key, value in environment.items()})
    assert strange_variables(Settings) == []
    settings = load_settings()
    where = image if name == FILES[0] else values
    assert settings.database_url == where["MUJAZ_STORE__URL"]
    if "MUJAZ_BOT__TOKEN" in targets:
        assert settings.bot.token.get_secret_value() == TOKEN
    listens = settings.monitoring.listen
    assert listens.endswith(":9787")
    # What another machine can reach is guarded.
    here = listens.startswith("127.")
    assert here or settings.monitoring.token.get_secret_value()


def test_prometheus_asks_every_process_of_ours() -> None:
    asked = YAML(typ="safe").load(ROOT / "deploy" / "prometheus.yml")["scrape_configs"][0]
    targets = asked["static_configs"][0]["targets"]
    assert targets == [f"{service}:9787" for name, service in OURS if name == FILES[1]]


def test_a_folder_of_secrets_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUJAZ_SECRETS", "/nowhere/at/all")
    with pytest.raises(BadSettings, match="MUJAZ_SECRETS names /nowhere/at/all"):
        load_settings()


def _settings_of(unit: Path) -> list[str]:
    text = unit.read_text("utf-8")
    return re.findall(r"^(?!Environment|ExecStart|\w+Directory=|Description)(\w+=.*)$", text, re.M)


def test_every_unit_is_as_closed_as_the_first() -> None:
    assert len(UNITS) == 4
    (first,) = (unit for unit in UNITS if unit.name == "mujaz.service")
    assert "ProtectSystem=strict" in _settings_of(first)
    for unit in UNITS:
        assert _settings_of(unit) == _settings_of(first), unit.name
