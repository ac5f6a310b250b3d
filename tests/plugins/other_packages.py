"""Packages that are installed beside Mujaz: laid out in a folder as pip leaves them."""

from __future__ import annotations

import os
from pathlib import Path


def laid_out(folder: Path, package: str, group: str, row: str, **modules: str) -> Path:
    """`folder` with a package in it that offers `row` ("name = module:attribute") for `group`."""
    about = folder / f"{package.replace('-', '_')}-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[{group}]\n{row}\n")
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, "utf-8")
    return folder


def found_in(*folders: Path) -> dict[str, str]:
    """The environment of a process that finds what is installed there."""
    here = os.environ.get("PYTHONPATH")
    return {"PYTHONPATH": os.pathsep.join([*map(str, folders), *([here] if here else [])])}
