"""`mujaz eval` as a user meets it, without an engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import mujaz


def test_help_says_what_a_test_set_is() -> None:
    done = mujaz("eval", "--help")
    assert done.returncode == 0
    assert "TSV" in done.stdout
    assert 'pip install ".[eval]"' in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.tsv",), "BadTestset: nowhere.tsv cannot be read"),
        (("{set}", "--engine", "hal9000"), 'There is no translation engine "hal9000"'),
        (("{set}", "--html", "/nowhere/page.html"), "The folder /nowhere does not exist"),
    ],
)
def test_mistakes_are_told_before_any_work(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    testset = tmp_path / "set.tsv"
    testset.write_text("جملة\tA sentence\n", encoding="utf-8")
    done = mujaz("eval", *(a.replace("{set}", str(testset)) for a in arguments))
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
