"""What `mujaz read` finds in the samples, as a demanding reader checked it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.reading.article import read
from bot.reading.report import to_json
from bot.records import Document

SAMPLES = Path(__file__).parents[2] / "samples"
GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("golden", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_sample(golden: Path) -> None:
    name = f"{golden.stem}.txt"
    found = to_json(read(Document(f"samples/{name}", (SAMPLES / name).read_bytes())))
    assert found == json.loads(golden.read_text(encoding="utf-8"))


def test_every_sample_has_a_golden_file() -> None:
    assert {p.stem for p in SAMPLES.glob("*.txt")} == {p.stem for p in GOLDEN.glob("*.json")}
