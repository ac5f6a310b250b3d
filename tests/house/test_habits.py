"""The pages for contributors, the workflow and the package say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/releasing.md",
    ".pre-commit-config.yaml",
    ".github/PULL_REQUEST_TEMPLATE.md",
    ".github/workflows/ci.yml",
)
MAKE = re.compile(r"(?:^|`|run: )make ((?:[a-z][a-z-]*(?: |\b))+)(?=`|\s*#|\s*$)", re.MULTILINE)


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_a_page_names_is_there(page: str) -> None:
    named = {name for of in MAKE.findall((ROOT / page).read_text("utf-8")) for name in of.split()}
    assert named or page == ".pre-commit-config.yaml"
    assert named <= targets()


def test_nothing_names_a_package_index_where_the_project_is_not() -> None:
    pages = [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "Dockerfile",
        *(ROOT / "docs").glob("*.md"),
    ]
    code = (ROOT / "bot").rglob("*.py")
    installs = re.compile(r"(?:pip|pipx|uv tool) install [\"']?mujaz\b")
    assert [file.name for file in (*pages, *code) if installs.search(file.read_text("utf-8"))] == []


def test_the_workflow_runs_what_ci_runs() -> None:
    here = re.findall(r"^make ([\w-]+)$", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert here
    assert re.findall(r"run: make ([\w-]+)", workflow) == here


def test_the_workflow_runs_on_every_python_that_the_package_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    stated = re.findall(r"Python :: (3\.\d+)", " ".join(project["classifiers"]))
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert re.findall(r'"(3\.\d+)"', workflow) == stated
    assert project["requires-python"] == f">={stated[0]}"


def test_the_version_has_its_part_of_the_changelog() -> None:
    stated = re.search(r'__version__ = "(.+)"', (ROOT / "bot" / "__init__.py").read_text("utf-8"))
    assert stated is not None
    parts = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert parts[0] == "Unreleased"
    assert parts[1] == stated[1]
