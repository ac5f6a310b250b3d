"""What bench/cluster.py harms a cluster with."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.cluster_database import Clocks, Disk, Line, library
from bench.cluster_processes import kind_of


async def echoing(folder: Path) -> tuple[asyncio.Server, str]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(100):
            writer.write(data)
        writer.close()

    path = str(folder / "socket")
    return await asyncio.start_unix_server(answer, path), path


async def test_a_line_carries_and_breaks_in_the_midst(tmp_path: Path) -> None:
    server, path = await echoing(tmp_path)
    async with server, Line(path) as line:
        port = int(line.url.rpartition(":")[2].partition("/")[0])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"here")
        assert await reader.read(100) == b"here"
        silence = asyncio.create_task(line.silent(0.01))
        await asyncio.sleep(0)
        writer.write(b"nobody hears")
        # What is said in a silence is lost with its connection.
        assert await reader.read(100) == b""
        assert await silence == 2
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"again")
        assert await reader.read(100) == b"again"
        writer.close()


def test_a_clock_is_wrong_while_it_is_set_so(tmp_path: Path) -> None:
    clocks = Clocks(tmp_path)
    if not clocks.usable:
        pytest.skip("libfaketime is not installed")
    environment = os.environ | dict(clocks.variables("one"))
    ask = [sys.executable, "-c", "import time; print(time.time())"]

    def told() -> float:
        return float(subprocess.check_output(ask, env=environment))

    before = told()
    clocks.set("one", 7200)
    assert 7100 < told() - before < 7300
    assert library() is not None


def test_a_small_disk_is_full_and_empty_again() -> None:
    disk = Disk(1)
    try:
        if not disk.small:
            pytest.skip("this user may not mount")
        disk.fill()
        with pytest.raises(OSError, match="No space left"):
            (disk.folder / "more").write_bytes(b"0" * 8192)
        disk.empty()
        (disk.folder / "more").write_bytes(b"0" * 8192)
    finally:
        disk.close()
    assert not disk.folder.exists()


def test_processes_are_named_by_what_they_do() -> None:
    assert kind_of("worker12") == "worker"
