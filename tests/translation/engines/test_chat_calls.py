"""Calls that are broken off from another thread."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from bot.translation.engines.chat.calls import BrokenOff, Calls


def test_what_a_call_returns_and_raises_is_the_callers() -> None:
    calls = Calls()
    assert calls.made(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        calls.made(lambda: 1 // 0)
    calls.pause(0)


def test_whoever_waits_is_woken_and_nobody_calls_again() -> None:
    calls, begun, never = Calls(), Event(), Event()
    ended: list[str] = []

    def endless() -> None:
        begun.set()
        never.wait()

    def waiting(name: str, what: object) -> None:
        try:
            calls.made(endless) if what == "call" else calls.pause(1e6)
        except BrokenOff:
            ended.append(name)

    threads = [Thread(target=waiting, args=(each, each), daemon=True) for each in ("call", "pause")]
    for thread in threads:
        thread.start()
    begun.wait()
    calls.break_off()
    calls.break_off()
    for thread in threads:
        thread.join(60)
    assert sorted(ended) == ["call", "pause"]
    with pytest.raises(BrokenOff):
        calls.made(pytest.fail)
    never.set()
