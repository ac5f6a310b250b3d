"""Which runner the settings mean, and what is said where it cannot be."""

from __future__ import annotations

import pytest

from bot.config import Settings, StoreSettings, WorkSettings
from bot.errors import BadSettings, MissingExtra
from bot.jobs import chosen, tables
from bot.jobs.chosen import check_for_several, goes_over_queue

SQLITE, POSTGRES = "sqlite:///mujaz.db", "postgresql://a@b/c"


def settings(url: str, runner: str) -> Settings:
    return Settings(store=StoreSettings(url=url), work=WorkSettings(runner=runner))


@pytest.mark.parametrize(
    ("url", "runner", "over_queue"),
    [
        (SQLITE, "auto", False),
        (SQLITE, "in_process", False),
        (POSTGRES, "auto", True),
        (POSTGRES, "in_process", False),
        (POSTGRES, "procrastinate", True),
    ],
)
def test_the_queue_is_postgresqls(url: str, runner: str, over_queue: bool) -> None:
    assert goes_over_queue(settings(url, runner)) is over_queue


def test_sqlite_has_no_queue() -> None:
    with pytest.raises(BadSettings, match=r"needs PostgreSQL: set store\.url"):
        goes_over_queue(settings(SQLITE, "procrastinate"))
    with pytest.raises(BadSettings, match="`mujaz run` does everything"):
        check_for_several(settings(SQLITE, "auto"), "worker")


def test_several_processes_need_the_queue() -> None:
    with pytest.raises(BadSettings, match=r"take work\.runner"):
        check_for_several(settings(POSTGRES, "in_process"), "worker")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (tables, chosen):
        monkeypatch.setattr(module, "installed", lambda: False)
    assert not goes_over_queue(settings(POSTGRES, "auto"))
    with pytest.raises(MissingExtra, match=r"pip install '\.\[cluster\]'"):
        goes_over_queue(settings(POSTGRES, "procrastinate"))
    with pytest.raises(MissingExtra):
        check_for_several(settings(POSTGRES, "auto"), "worker")
