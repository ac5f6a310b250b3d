"""A second process on one database says for whom it waits, and takes over."""

from __future__ import annotations

import asyncio
import os

from structlog.testing import capture_logs

from tests.delivery.faulty_server import until
from tests.delivery.office import Office


async def test_the_second_says_once_whom_it_waits_for_and_takes_over(office: Office) -> None:
    with capture_logs() as logs:

        def said(event: str) -> list[str]:
            return [str(each.get("other")) for each in logs if each["event"] == event]

        async def holds(count: int) -> bool:
            return len(said("sender holds the lease")) == count

        async def waits() -> bool:
            return bool(said("waiting"))

        office.start()
        await until(lambda: holds(1))
        second, stop = office.new_sender(), asyncio.Event()
        running = asyncio.create_task(second.run(stop))
        await until(waits)
        assert said("waiting") == [office.sender.lease.holder]
        assert f"-{os.getpid()}-" in office.sender.lease.holder
        await office.close()
        await until(lambda: holds(2))
        stop.set()
        await running
        assert len(said("waiting")) == 1
