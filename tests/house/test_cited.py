"""Files that the docs, docstrings and comments name are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "bench", "docs", "prompts", "tests", "samples")
CITED = re.compile(rf"(?<![\w/.-])(?:{'|'.join(FOLDERS)})/[\w./-]*\w")
NOT_READ = ("CHANGELOG.md",)
"""It may name what was there once."""
IN_A_WHEEL = "bot/prompts"
"""There, and not in a checkout."""
STANDS_FOR = re.compile(r"\b(?:NAME|TABLE|XX)\b|_NAME\b")
"""What a reader puts a name of their own for."""


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
        if cited != IN_A_WHEEL and not STANDS_FOR.search(cited)
        if not any((ROOT / name).exists() for name in (cited, f"{cited}.py"))
    ]
    assert gone == []
