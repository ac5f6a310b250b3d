"""Files that the docs, docstrings and comments name are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "bench", "docs", "tests", "samples")
CITED = re.compile(rf"(?<![\w/.-])(?:{'|'.join(FOLDERS)})/[\w./-]*\w")
NOT_READ = ("CHANGELOG.md", "CONTRIBUTING.md")
"""The first may name what was there once; the second is written for the layout being built, and
leaves this list when that stands."""


def sources() -> list[Path]:
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / ".github").rglob("*.*")]
    for folder in ("bot", "bench"):
        for ending in ("*.py", "*.md", "*.toml"):
            found += (ROOT / folder).rglob(ending)
    return [path for path in found if path.name not in NOT_READ]


def test_every_file_that_is_named_exists() -> None:
    gone = [
        f"{path.relative_to(ROOT)}: {cited}"
        for path in sources()
        for cited in CITED.findall(path.read_text("utf-8"))
        if not any((ROOT / name).exists() for name in (cited, f"{cited}.py"))
    ]
    assert gone == []
