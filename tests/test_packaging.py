"""The package as it is installed: all its files are in it, and it finds them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

import bot
from bot.config import Settings
from bot.config_errors import strange_variables
from bot.prompt_files import prompt

ROOT = Path(bot.__file__).parents[1]
FOUND = """
from bot.prompt_files import prompt, prompts_folder
from bot.translation.engines.embedded.card import load_card
load_card().check()
print(prompts_folder())
print(load_card().folder)
print(prompt("translate").text)
"""


def build(source: Path, hook: str, out: Path) -> Path:
    """What pip asks of the build backend; the installed one, so no network is needed."""
    code = f"import hatchling.build, sys; print(hatchling.build.{hook}(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(out)]
    done = subprocess.run(command, cwd=source, check=True, capture_output=True, text=True)
    return out / done.stdout.splitlines()[-1]


def installed(wheel: Path, folder: Path) -> Path:
    with ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


def found(site: Path) -> list[str]:
    """What a Python that has nothing but this package finds."""
    code = f"import site; site.addsitedir({str(site)!r})\n{FOUND}"
    command = [sys.executable, "-S", "-E", "-c", code]
    done = subprocess.run(command, cwd=site, check=True, capture_output=True, text=True)
    return done.stdout.rstrip("\n").split("\n", 2)


def as_the_image_copies(folder: Path) -> Path:
    """What the Dockerfile's COPY lines put into the image, in `folder`."""
    for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines():
        words = line.split()
        if words[:1] != ["COPY"]:
            continue
        *sources, target = words[1:]
        target = target.lstrip("/")
        for source in sources:
            if (ROOT / source).is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / source, folder / target, ignore=ignored)
            else:
                shutil.copy(ROOT / source, folder / target)
    return folder


def test_the_image_keeps_the_database_in_its_volume_and_has_the_endpoint() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8")
    (volume,) = re.findall(r"^VOLUME (\S+)$", lines, re.MULTILINE)
    (store,) = re.findall(r"MUJAZ_STORE__URL=sqlite:///(\S+)", lines)
    assert Path(store).is_relative_to(volume)
    assert f"--mode=0700 {volume} " in lines
    assert "ARG EXTRAS=endpoint\n" in lines
    assert '".[${EXTRAS}]"' in lines
    # Where `mujaz init` writes and `mujaz run` looks.
    assert re.findall(r"^WORKDIR (\S+)$", lines, re.MULTILINE)[-1] == volume


def test_the_service_unit_sets_the_places(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = (ROOT / "deploy" / "systemd" / "mujaz.service").read_text("utf-8")
    set_there = dict(re.findall(r"^Environment=(\w+)=(\S+)$", unit, re.MULTILINE))
    (state,) = re.findall(r"^StateDirectory=(\S+)$", unit, re.MULTILINE)
    assert set_there["MUJAZ_STORE__URL"] == f"sqlite:////var/lib/{state}/mujaz.db"
    monkeypatch.setattr("os.environ", set_there)
    assert strange_variables(Settings) == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built in the image's tree."""
    folder = as_the_image_copies(tmp_path_factory.mktemp("image"))
    return build(folder, "build_wheel", tmp_path_factory.mktemp("wheel"))


def test_a_wheel_has_every_file_of_the_package_and_the_prompts(wheel: Path) -> None:
    files = [path for path in (ROOT / "bot").rglob("*") if path.is_file()]
    expected = {path.relative_to(ROOT).as_posix() for path in files if path.suffix != ".pyc"}
    expected |= {f"bot/{path.relative_to(ROOT)}" for path in (ROOT / "prompts").rglob("*.md")}
    with ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert names == expected


def test_an_installed_wheel_finds_its_prompts_and_its_model(wheel: Path, tmp_path: Path) -> None:
    site = installed(wheel, tmp_path / "site")
    folder, model, text = found(site)
    assert folder == str(site / "bot" / "prompts")
    assert Path(model).is_relative_to(site)
    assert text == prompt("translate").text


def test_an_editable_install_finds_those_of_the_checkout(tmp_path: Path) -> None:
    site = installed(build(ROOT, "build_editable", tmp_path), tmp_path / "site")
    folder, model, text = found(site)
    assert folder == str(ROOT / "prompts")
    assert Path(model).is_relative_to(ROOT / "bot")
    assert text == prompt("translate").text


def test_a_package_without_its_prompts_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.prompt_files.__file__", str(tmp_path / "bot" / "prompt_files.py"))
    with pytest.raises(FileNotFoundError, match="Reinstall Mujaz"):
        prompt("translate")
