"""The short form of bench/cluster.py: workers and bots on a PostgreSQL, harmed all the while."""

from __future__ import annotations

import os
from pathlib import Path
from unittest import mock

import pytest

from bench.cluster import Run, run
from bench.cluster_harm import HARMS


@pytest.mark.cluster
@pytest.mark.timeout(900)
async def test_harmed_at_any_instant_nothing_is_lost_and_nothing_is_worked_twice(
    tmp_path: Path,
) -> None:
    given = Run(
        articles=200,
        harms=2 * len(HARMS),
        seed=1,
        workers=3,
        bots=2,
        pause=0.05,
        spread=6.0,
        log=tmp_path / "log",
        only=frozenset(HARMS),
    )
    # The clocks of the processes are set by variables.
    with mock.patch.dict(os.environ):
        report = await run(given)
    # Another harm stands in for what this machine cannot do, as filling a small disk.
    assert sum(report.harms.values()) == 2 * len(HARMS)
    assert report.connections_cut
    assert report.kept_its_promise, report
