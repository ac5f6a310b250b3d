"""The short form of bench/kill.py: a few SIGKILLs in the midst of everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.kill import run


@pytest.mark.cluster
async def test_killed_at_any_instant_nothing_is_lost_and_nothing_overtakes(tmp_path: Path) -> None:
    report = await run(4, 11, f"sqlite:///{tmp_path / 'kill.db'}", tmp_path / "finish")
    # Twenty chats were promised a digest of two messages and more before the first kill.
    assert report.messages >= 40
    assert report.kills_with_messages_in_flight
    assert (report.missing, report.out_of_order) == (0, 0)
    # One kill may hit several chats at once; what comes twice is on record.
    assert report.twice <= report.sent_again_on_record
